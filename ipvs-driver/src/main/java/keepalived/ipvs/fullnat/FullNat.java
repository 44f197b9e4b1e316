package keepalived.ipvs.fullnat;

import java.util.List;
import java.util.Optional;
import keepalived.linux.sysctl.Sysctl;

/// The source NAT half of full NAT in the kernel: the rules, in nf_tables or else in iptables, and
/// net.ipv4.vs.conntrack while there are any. One thread, in the network namespace of the thread
/// that calls first.
public final class FullNat implements AutoCloseable {

  private static final Sysctl CONNTRACK = new Sysctl("net/ipv4/vs/conntrack");

  private Optional<SourceNat> rules = Optional.empty();
  private List<FullNatService> present = List.of();

  /// What net.ipv4.vs.conntrack was before us, while we hold it at 1.
  private Optional<String> conntrackBefore = Optional.empty();

  /// Makes the rules those of these services; does nothing when they are already.
  ///
  /// @return why it could not be done, empty when it was; a failure leaves the rules as they were
  public Optional<String> reconcile(List<FullNatService> services) {
    if (services.equals(present)) {
      return Optional.empty();
    }
    var failure = services.isEmpty() ? Optional.<String>empty() : trackConnections();
    if (failure.isEmpty()) {
      failure = replace(services);
    }
    if (failure.isEmpty()) {
      present = List.copyOf(services);
    }
    if (present.isEmpty()) {
      stopTracking();
    }
    return failure;
  }

  private Optional<String> replace(List<FullNatService> services) {
    if (rules.isPresent()) {
      return Optional.of(rules.get().replace(services)).filter(why -> !why.isEmpty());
    }
    var nftables = new NftablesSourceNat();
    var whyNot = nftables.replace(services);
    if (whyNot.isEmpty()) {
      rules = Optional.of(nftables);
      return Optional.empty();
    }
    nftables.close();
    var iptables = new IptablesSourceNat();
    var norThis = iptables.replace(services);
    if (norThis.isEmpty()) {
      rules = Optional.of(iptables);
      return Optional.empty();
    }
    return Optional.of(
        "no source NAT for full NAT: nf_tables: " + whyNot + "; iptables: " + norThis);
  }

  private Optional<String> trackConnections() {
    if (conntrackBefore.isPresent()) {
      return Optional.empty();
    }
    var before = CONNTRACK.value();
    if (before.isEmpty()) {
      return Optional.of("full NAT needs " + CONNTRACK + ", which this kernel's IPVS has not");
    }
    var refused = CONNTRACK.write(1);
    if (refused.isPresent()) {
      return refused.map(Throwable::getMessage);
    }
    conntrackBefore = before;
    return Optional.empty();
  }

  private void stopTracking() {
    conntrackBefore.ifPresent(CONNTRACK::write);
    conntrackBefore = Optional.empty();
  }

  /// Takes the rules back and gives net.ipv4.vs.conntrack its value of before.
  @Override
  public void close() {
    reconcile(List.of());
    rules.ifPresent(SourceNat::close);
    rules = Optional.empty();
  }
}
