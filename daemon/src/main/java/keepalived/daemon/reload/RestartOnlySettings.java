package keepalived.daemon.reload;

import java.util.Map;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.field.Difference;
import keepalived.core.config.field.GlobalFields;
import keepalived.core.config.field.Meaning;

/// The settings that only a restart can change.
final class RestartOnlySettings {

  /// Settings whose name in the original's log differs from the keyword.
  private static final Map<String, String> NAMES =
      Map.of(
          "net_namespace", "network namespace",
          "net_namespace_ipvs", "IPVS network namespace",
          "instance", "instance name",
          "nftables", "nftables table name",
          "nftables_ipvs", "IPVS nftables table name",
          "tmp_config_directory", "config_directory");

  private RestartOnlySettings() {}

  /// The first of them that differs, with the original's name for it.
  static Optional<String> changed(GlobalSettings before, GlobalSettings after) {
    return Difference.of(GlobalFields.ALL, before, after).stream()
        .filter(difference -> difference.meaning() == Meaning.RESTART)
        .map(Difference::keyword)
        .map(keyword -> NAMES.getOrDefault(keyword, keyword))
        .findFirst();
  }
}
