package keepalived.vrrp.net.announce;

import java.time.Duration;
import java.util.Optional;
import keepalived.core.config.Config;
import keepalived.core.net.Family;

/// The rate of announcements: `garp_interval` and `gna_interval`, per interface or shared by the
/// interfaces of a `garp_group`.
final class GarpRate {

  /// Announcements in one lane wait for each other.
  sealed interface Lane {

    Family family();

    record Interface(Family family, Optional<String> name) implements Lane {}

    /// @param first the first interface of a `garp_group`; an interface is in one group only
    record Group(Family family, String first) implements Lane {}
  }

  private final Config config;

  GarpRate(Config config) {
    this.config = config;
  }

  /// @param interfaceName the sending interface; empty when it is not known yet
  Lane lane(Family family, Optional<String> interfaceName) {
    for (var group : config.vrrp().garpGroups()) {
      if (interfaceName.filter(group.interfaces()::contains).isPresent()) {
        return new Lane.Group(family, group.interfaces().getFirst());
      }
    }
    return new Lane.Interface(family, interfaceName);
  }

  /// The pause after each announcement in a lane; zero for a lane of an earlier configuration.
  Duration gap(Lane lane) {
    boolean ipv4 = lane.family() == Family.IPV4;
    return switch (lane) {
      case Lane.Interface _ -> {
        var global = config.global().vrrp();
        yield ipv4 ? global.garpInterval() : global.gnaInterval();
      }
      case Lane.Group(_, var first) ->
          config.vrrp().garpGroups().stream()
              .filter(group -> group.interfaces().contains(first))
              .findFirst()
              .map(group -> ipv4 ? group.garpInterval() : group.gnaInterval())
              .orElse(Duration.ZERO);
    };
  }
}
