package keepalived.core.config.iproute;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// A route that is configured in some states (`virtual_routes`) or always (`static_routes`), with
/// the options of ip-route(8). Numbers are rtnetlink's.
///
/// @param destination the default route is 0.0.0.0/0 or ::/0
/// @param type rtnetlink route type (1 = unicast)
/// @param from IPv6 source prefix
/// @param table routing table number
/// @param protocol 18 = keepalived
/// @param scope empty means the kernel's choice by kind of route
public record VirtualRoute(
    Family family,
    IpPrefix destination,
    int type,
    Optional<IpPrefix> from,
    int tos,
    long table,
    int protocol,
    OptionalInt scope,
    OptionalLong metric,
    Optional<IpAddress> source,
    Optional<IpAddress> via,
    Optional<String> interfaceName,
    boolean onlink,
    List<NextHop> nextHops,
    List<Metric> metrics,
    Optional<Encap> encap,
    Extras extras,
    Install install,
    boolean tracked,
    Optional<String> trackGroup) {

  public VirtualRoute {
    nextHops = List.copyOf(nextHops);
    metrics = List.copyOf(metrics);
  }

  /// One next hop of a multipath route.
  ///
  /// @param weight 1..256
  public record NextHop(
      Optional<IpAddress> via,
      Optional<String> interfaceName,
      int weight,
      boolean onlink,
      Optional<Encap> encap,
      OptionalLong realms) {}

  /// An RTA_METRICS value.
  ///
  /// @param number RTAX_* number (linux/rtnetlink.h)
  /// @param text used by `congctl` only
  public record Metric(int number, long value, boolean locked, Optional<String> text) {}

  /// Rare attributes.
  ///
  /// @param realms source << 16 | destination
  /// @param preference IPv6 router preference (ICMPV6_ROUTER_PREF_*)
  /// @param expires seconds
  public record Extras(
      OptionalLong realms,
      OptionalInt preference,
      OptionalLong expires,
      Optional<Boolean> ttlPropagate,
      Optional<String> vrf) {

    public static final Extras NONE =
        new Extras(
            OptionalLong.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /// The light-weight tunnel of a route or a next hop.
  public sealed interface Encap {

    record Ip(
        OptionalLong id,
        IpAddress destination,
        Optional<IpAddress> source,
        OptionalInt tos,
        OptionalInt ttl,
        OptionalInt flags)
        implements Encap {}

    record Mpls(List<Integer> labels) implements Encap {
      public Mpls {
        labels = List.copyOf(labels);
      }
    }

    record Ila(long locator) implements Encap {}
  }

  /// How the route is added when the kernel has one to the same destination that is not ours; that
  /// one stays in any case.
  public enum Install {
    ADD,
    PREPEND,
    APPEND
  }
}
