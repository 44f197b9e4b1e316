package keepalived.ipvs.fullnat;

import java.util.List;
import java.util.Optional;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.nftables.Nftables;

/// Keeps the rules in nf_tables (Linux 5.2 and later, for NAT in the inet family).
final class NftablesSourceNat implements SourceNat {

  private Optional<Nftables> nftables = Optional.empty();

  @Override
  public String replace(List<FullNatService> services) {
    if (nftables.isEmpty()) {
      try {
        nftables = Nftables.open();
      } catch (LinuxException refused) {
        return refused.getMessage();
      }
    }
    if (nftables.isEmpty()) {
      return "libnftables.so.1 is not installed";
    }
    return switch (nftables.get().run(FullNatRules.of(services))) {
      case Nftables.Done _ -> "";
      case Nftables.Postponed(var reason) -> reason;
      case Nftables.Refused(var reason) -> reason.lines().findFirst().orElse("refused");
    };
  }

  /// When the rules cannot be read now, they count as present and are checked again later.
  @Override
  public boolean stands() {
    return nftables
        .map(n -> n.run("list chain " + FullNatRules.TABLE + " " + FullNatRules.CHAIN + "\n"))
        .filter(outcome -> !(outcome instanceof Nftables.Refused))
        .isPresent();
  }

  @Override
  public void close() {
    nftables.ifPresent(Nftables::close);
  }
}
