package keepalived.daemon.notify;

import java.util.LinkedHashMap;
import java.util.Map;
import keepalived.core.config.Config;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpInstance;

/// The configuration of instances and groups, by name. Those that a reload removed are kept until
/// the next reload, because their last notifications follow it.
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
