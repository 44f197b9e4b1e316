package keepalived.vrrp.net.announce;

import java.time.Duration;
import java.util.Optional;
import keepalived.core.config.Config;
import keepalived.core.net.Family;

/// How fast announcements may follow each other: by interface, or by `garp_group` of interfaces.
public final class GarpRate {

  private final Config config;

  public GarpRate(Config config) {
    this.config = config;
  }

  /// Announcements in one lane wait for each other.
  public static String lane(Config config, Family family, Optional<String> interfaceName) {
    var name = interfaceName.orElse("");
    var groups = config.vrrp().garpGroups();
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).interfaces().contains(name)) {
        return family + " group " + i;
      }
    }
    return family + " " + name;
  }

  public Duration gap(String lane) {
    boolean ipv4 = lane.startsWith(Family.IPV4.toString());
    int group = lane.indexOf(" group ");
    if (group >= 0) {
      int index = Integer.parseInt(lane.substring(group + " group ".length()));
      var groups = config.vrrp().garpGroups();
      if (index >= groups.size()) {
        return Duration.ZERO;
      }
      return ipv4 ? groups.get(index).garpInterval() : groups.get(index).gnaInterval();
    }
    var global = config.global().vrrp();
    return ipv4 ? global.garpInterval() : global.gnaInterval();
  }
}
