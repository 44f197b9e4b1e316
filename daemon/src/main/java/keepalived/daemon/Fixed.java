package keepalived.daemon;

import java.util.Optional;
import keepalived.core.config.GlobalSettings;

/// The settings that only a restart can change.
final class Fixed {

  private Fixed() {}

  /// The first of them that differs, as the original names it.
  static Optional<String> changed(GlobalSettings before, GlobalSettings after) {
    var old = before.process();
    var next = after.process();
    if (!old.netNamespace().equals(next.netNamespace())) {
      return Optional.of("network namespace");
    }
    if (!old.netNamespaceIpvs().equals(next.netNamespaceIpvs())) {
      return Optional.of("IPVS network namespace");
    }
    if (!old.instance().equals(next.instance())) {
      return Optional.of("instance name");
    }
    if (!before.nftables().table().equals(after.nftables().table())) {
      return Optional.of("nftables table name");
    }
    if (!before.nftables().ipvsTable().equals(after.nftables().ipvsTable())) {
      return Optional.of("IPVS nftables table name");
    }
    if (!before.dumps().tmpConfigDirectory().equals(after.dumps().tmpConfigDirectory())) {
      return Optional.of("config_directory");
    }
    if (before.vrrp().disableLocalIgmp() != after.vrrp().disableLocalIgmp()) {
      return Optional.of("disable_local_igmp");
    }
    return Optional.empty();
  }
}
