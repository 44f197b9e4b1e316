package keepalived.vrrp.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.core.config.Config;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;

/// Configurations with nothing but instances and sync groups.
public final class EngineConfigs {

  private EngineConfigs() {}

  public static Config of(VrrpInstance... instances) {
    return of(List.of(), instances);
  }

  static Config of(List<SyncGroup> groups, VrrpInstance... instances) {
    var byName = new LinkedHashMap<String, VrrpInstance>();
    for (var instance : instances) {
      byName.put(instance.name(), instance);
    }
    var groupsByName = new LinkedHashMap<String, SyncGroup>();
    groups.forEach(group -> groupsByName.put(group.name(), group));
    var none = Config.EMPTY;
    var vrrp =
        new VrrpConfig(
            byName,
            groupsByName,
            Map.of(),
            Map.of(),
            none.vrrp().statics(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            false);
    return new Config(none.global(), vrrp, none.lvs(), Map.of(), Map.of());
  }
}
