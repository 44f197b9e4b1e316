package keepalived.vrrp.machine;

import java.time.Duration;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.net.IpAddress;

/// This host as a participant in one election: its configuration and what trackers and interfaces
/// made of it.
///
/// @param priority effective, 1..255
/// @param address the address it sends from
/// @param grouped member of a sync group
public record ElectionInput(
    VrrpInstance config, int priority, Optional<IpAddress> address, boolean grouped) {

  /// RFC 9568 6.1: low priorities wait a little longer. Version 2 counts in seconds, version 3 in
  /// the master's interval.
  static Duration skew(VrrpInstance config, int priority, Duration masterInterval) {
    var unit = config.version() == VrrpInstance.Version.V2 ? Duration.ofSeconds(1) : masterInterval;
    return Duration.ofNanos(unit.toNanos() * (256 - priority) / 256);
  }

  /// Duration's own multiplication and division work with big decimals, which an interpreted Java
  /// does for a good part of an advert's time.
  public static Duration times(Duration interval, int factor) {
    return Duration.ofNanos(interval.toNanos() * factor);
  }

  Duration skew(Duration masterInterval) {
    return skew(config, priority, masterInterval);
  }

  /// How long a master that advertises every `masterInterval` may be silent.
  Duration masterDown(Duration masterInterval) {
    return times(masterInterval, config.election().downTimerAdverts()).plus(skew(masterInterval));
  }

  public Duration interval() {
    return config.election().advertInterval();
  }

  String name() {
    return config.name();
  }

  /// Owner by configuration: no tracker changes 255.
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
