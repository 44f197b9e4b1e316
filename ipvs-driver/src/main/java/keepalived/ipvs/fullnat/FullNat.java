package keepalived.ipvs.fullnat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import keepalived.ipvs.table.ServiceKey;
import keepalived.linux.kernel.Sysctl;

/// The source NAT of full NAT in the kernel: rules in nf_tables or else in iptables, and
/// net.ipv4.vs.conntrack set to 1 while there are rules. Used by one thread, in the network
/// namespace of the first call.
public final class FullNat implements SourceTranslation, AutoCloseable {

  private static final Sysctl CONNTRACK = new Sysctl("net/ipv4/vs/conntrack");

  private Optional<SourceNat> rules = Optional.empty();
  private List<FullNatService> present = List.of();

  /// The value of net.ipv4.vs.conntrack before we set it to 1; empty before that.
  private Optional<String> conntrackBefore = Optional.empty();

  /// Replaces the rules unless they are already right. They are compared with the kernel's each
  /// time, because a firewall reload may have removed them.
  @Override
  public Optional<String> reconcile(List<FullNatService> services) {
    if (!present.isEmpty() && !rules.map(SourceNat::stands).orElse(false)) {
      present = List.of();
    }
    if (services.equals(present)) {
      return present.isEmpty() ? Optional.empty() : trackConnections();
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

  @Override
  public Set<ServiceKey> translated() {
    return present.stream().map(FullNatService::key).collect(Collectors.toSet());
  }

  /// Removes only the rules: the value of net.ipv4.vs.conntrack before that process is not known.
  @Override
  public void removeLeftOver() {
    try (var nftables = new NftablesSourceNat();
        var iptables = new IptablesSourceNat()) {
      nftables.replace(List.of());
      iptables.removeLeftOver();
    }
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

  /// Sets net.ipv4.vs.conntrack to 1. Its value is read each time, because unloading the IPVS
  /// module resets it.
  private Optional<String> trackConnections() {
    var now = CONNTRACK.value();
    if (now.isEmpty()) {
      return Optional.of(
          "full NAT needs " + CONNTRACK + ", which this kernel's IPVS does not support");
    }
    if (now.equals(Optional.of("1")) && conntrackBefore.isPresent()) {
      return Optional.empty();
    }
    var refused = CONNTRACK.write(1);
    if (refused.isPresent()) {
      return refused.map(Throwable::getMessage);
    }
    conntrackBefore = conntrackBefore.or(() -> now);
    return Optional.empty();
  }

  private void stopTracking() {
    conntrackBefore.ifPresent(CONNTRACK::write);
    conntrackBefore = Optional.empty();
  }

  /// Removes the rules and restores net.ipv4.vs.conntrack.
  @Override
  public void close() {
    reconcile(List.of());
    rules.ifPresent(SourceNat::close);
    rules = Optional.empty();
  }
}
