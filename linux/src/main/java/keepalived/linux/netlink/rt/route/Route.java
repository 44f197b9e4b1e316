package keepalived.linux.netlink.rt.route;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;

/// A route of the kernel. `protocol` is the maker of the route (RTPROT_*), `scope` its distance
/// (RT_SCOPE_*). A route that drops packets has no hops; several hops share the traffic.
public record Route(
    RouteKey key,
    RouteType type,
    int protocol,
    int scope,
    Optional<IpAddress> preferredSource,
    List<NextHop> hops,
    RouteMetrics metrics,
    Extras extras) {

  // linux/rtnetlink.h, RTPROT_*
  public static final int PROTOCOL_KERNEL = 2;
  public static final int PROTOCOL_BOOT = 3;
  public static final int PROTOCOL_STATIC = 4;
  public static final int PROTOCOL_KEEPALIVED = 18;

  // linux/rtnetlink.h, RT_SCOPE_*
  public static final int SCOPE_UNIVERSE = 0;
  public static final int SCOPE_SITE = 200;
  public static final int SCOPE_LINK = 253;
  public static final int SCOPE_HOST = 254;
  public static final int SCOPE_NOWHERE = 255;

  public Route {
    hops = List.copyOf(hops);
  }

  /// Rare values: the IPv6 router preference, the time until the route expires (IPv6), whether MPLS
  /// propagates the hop limit.
  public record Extras(
      Preference preference, Optional<Duration> expires, Optional<Boolean> ttlPropagation) {
    public static final Extras NONE =
        new Extras(Preference.MEDIUM, Optional.empty(), Optional.empty());
  }

  /// RFC 4191 preference, as linux/icmpv6.h numbers it.
  public enum Preference {
    MEDIUM(0),
    HIGH(1),
    LOW(3);

    private final int number;

    Preference(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    static Preference of(int number) {
      return switch (number) {
        case 1 -> HIGH;
        case 3 -> LOW;
        default -> MEDIUM;
      };
    }
  }

  /// A unicast route of this protocol with one hop; an IPv4 route without a gateway has link scope.
  public static Route of(RouteKey key, int protocol, NextHop hop) {
    boolean direct = hop.gateway().isEmpty() && key.family() == Family.IPV4;
    return new Route(
        key,
        RouteType.UNICAST,
        protocol,
        direct ? SCOPE_LINK : SCOPE_UNIVERSE,
        Optional.empty(),
        List.of(hop),
        RouteMetrics.NONE,
        Extras.NONE);
  }

  /// A route that drops or refuses packets.
  public static Route dropping(RouteKey key, int protocol, RouteType type) {
    return new Route(
        key,
        type,
        protocol,
        SCOPE_UNIVERSE,
        Optional.empty(),
        List.of(),
        RouteMetrics.NONE,
        Extras.NONE);
  }
}
