package keepalived.vrrp.machine;

import java.time.Duration;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.net.IpAddress;

/// The facts of this host that the election depends on: the configuration of the instance and the
/// results of trackers and interfaces.
///
/// @param priority effective, 1..255
/// @param address source of adverts; empty while there is none
/// @param grouped whether it is a member of a sync group
public record ElectionInput(
    VrrpInstance config, int priority, Optional<IpAddress> address, boolean grouped) {

  /// Skew_Time (RFC 9568 6.1): low priorities wait longer. Version 2 uses seconds, version 3 the
  /// interval of the master.
  static Duration skew(VrrpInstance config, int priority, Duration masterInterval) {
    var unit = config.version() == VrrpInstance.Version.V2 ? Duration.ofSeconds(1) : masterInterval;
    return Duration.ofNanos(unit.toNanos() * (256 - priority) / 256);
  }

  /// Multiplies without Duration's BigDecimal arithmetic, which takes a large part of the time of
  /// an advert in interpreted code.
  public static Duration times(Duration interval, int factor) {
    return Duration.ofNanos(interval.toNanos() * factor);
  }

  Duration skew(Duration masterInterval) {
    return skew(config, priority, masterInterval);
  }

  /// Master_Down_Interval for a master that advertises every `masterInterval`.
  public Duration masterDown(Duration masterInterval) {
    return times(masterInterval, config.election().downTimerAdverts()).plus(skew(masterInterval));
  }

  public Duration interval() {
    return config.election().advertInterval();
  }

  String name() {
    return config.name();
  }

  /// Whether the instance is configured as address owner (255), which no tracker changes.
  boolean owner() {
    return config.election().owner();
  }

  /// Whether an advert of this priority from this source beats ours while we are master: a higher
  /// priority, or an equal one from a higher address (RFC 9568 6.4.3).
  boolean yieldsTo(int other, IpAddress source) {
    return other > priority
        || (other == priority && address.isPresent() && source.compareTo(address.get()) > 0);
  }
}
