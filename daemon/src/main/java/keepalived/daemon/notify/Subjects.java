package keepalived.daemon.notify;

import java.util.LinkedHashMap;
import java.util.Map;
import keepalived.core.config.Config;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpInstance;

/// What the configuration says about instances and groups, by name. What a reload removed stays
/// known until the next one: its last notifications come after it.
record Subjects(Config config, Map<String, VrrpInstance> instances, Map<String, SyncGroup> groups) {

  static final Subjects NONE = new Subjects(Config.EMPTY, Map.of(), Map.of());

  Subjects next(Config next) {
    return new Subjects(
        next,
        over(config.vrrp().instances(), next.vrrp().instances()),
        over(config.vrrp().syncGroups(), next.vrrp().syncGroups()));
  }

  private static <T> Map<String, T> over(Map<String, T> old, Map<String, T> next) {
    var all = new LinkedHashMap<>(old);
    all.putAll(next);
    return all;
  }
}
