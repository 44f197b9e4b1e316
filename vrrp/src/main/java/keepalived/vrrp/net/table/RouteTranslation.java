package keepalived.vrrp.net.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRule;
import keepalived.core.net.Family;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.linux.netlink.rt.route.Encapsulation;
import keepalived.linux.netlink.rt.route.NextHop;
import keepalived.linux.netlink.rt.route.Route;
import keepalived.linux.netlink.rt.route.RouteKey;
import keepalived.linux.netlink.rt.route.RouteMetrics;
import keepalived.linux.netlink.rt.route.RouteType;
import keepalived.linux.netlink.rt.route.Rule;
import keepalived.vrrp.net.link.InterfaceWatch;

/// Translates configured routes and rules into netlink records. Skips routes through interfaces
/// that do not exist yet.
final class RouteTranslation {

  /// The kernel's metric of IPv6 routes without a configured one (net/ipv6_route.h,
  /// IP6_RT_PRIO_USER).
  private static final long IPV6_METRIC = 1024;

  private static final long MARK_ALL = 0xFFFF_FFFFL;

  private final InterfaceWatch interfaces;

  RouteTranslation(InterfaceWatch interfaces) {
    this.interfaces = interfaces;
  }

  List<KernelTables.HeldRoute> routes(List<VirtualRoute> configured) {
    var held = new ArrayList<KernelTables.HeldRoute>();
    for (var route : configured) {
      route(route)
          .ifPresent(
              r -> held.add(new KernelTables.HeldRoute(r, route.install(), route.tracked())));
    }
    return held;
  }

  List<KernelTables.HeldRule> rules(List<VirtualRule> configured) {
    return configured.stream()
        .map(rule -> new KernelTables.HeldRule(rule(rule), rule.tracked()))
        .toList();
  }

  private Optional<Route> route(VirtualRoute route) {
    var hops = hops(route);
    var table = table(route);
    if (hops.isEmpty() || table.isEmpty()) {
      return Optional.empty();
    }
    var type = RouteType.values()[route.type() - 1];
    long metric = route.metric().orElse(route.family() == Family.IPV6 ? IPV6_METRIC : 0);
    return Optional.of(
        new Route(
            new RouteKey(route.destination(), route.from(), route.tos(), table.getAsLong(), metric),
            type,
            route.protocol(),
            route.scope().orElseGet(() -> scope(route, type)),
            route.source(),
            hops.get(),
            metrics(route),
            extras(route.extras())));
  }

  /// The table of its VRF; empty while the VRF does not exist.
  private OptionalLong table(VirtualRoute route) {
    var vrf = route.extras().vrf();
    if (vrf.isEmpty()) {
      return OptionalLong.of(route.table());
    }
    return interfaces
        .find(vrf.get())
        .filter(link -> link.kind().name().equals("vrf"))
        .map(link -> OptionalLong.of(link.kind().vrfTable()))
        .orElse(OptionalLong.empty());
  }

  /// The scope of a route. A route without gateway does not get scope link, unlike in ip-route(8),
  /// because keepalived does not set it either.
  private static int scope(VirtualRoute route, RouteType type) {
    if (route.family() == Family.IPV6) {
      return Route.SCOPE_UNIVERSE;
    }
    return switch (type) {
      case LOCAL, NAT -> Route.SCOPE_HOST;
      case BROADCAST, MULTICAST, ANYCAST -> Route.SCOPE_LINK;
      case UNICAST, BLACKHOLE, UNREACHABLE, PROHIBIT, THROW, XRESOLVE -> Route.SCOPE_UNIVERSE;
    };
  }

  /// The next hops of a route; empty when an interface is missing.
  private Optional<List<NextHop>> hops(VirtualRoute route) {
    if (!route.nextHops().isEmpty()) {
      var hops = new ArrayList<NextHop>();
      for (var hop : route.nextHops()) {
        var link = link(hop.interfaceName());
        if (link.isEmpty()) {
          return Optional.empty();
        }
        hops.add(
            new NextHop(
                link.getAsInt(),
                hop.via(),
                hop.weight(),
                hop.onlink(),
                hop.realms().orElse(0),
                hop.encap().map(RouteTranslation::encapsulation)));
      }
      return Optional.of(hops);
    }
    var link = link(route.interfaceName());
    if (link.isEmpty()) {
      return Optional.empty();
    }
    if (link.getAsInt() == 0 && route.via().isEmpty()) {
      return Optional.of(List.of());
    }
    return Optional.of(
        List.of(
            new NextHop(
                link.getAsInt(),
                route.via(),
                1,
                route.onlink(),
                route.extras().realms().orElse(0),
                route.encap().map(RouteTranslation::encapsulation))));
  }

  /// The index of a link; 0 without a name, empty when the link does not exist.
  private OptionalInt link(Optional<String> name) {
    if (name.isEmpty()) {
      return OptionalInt.of(0);
    }
    return interfaces
        .find(name.get())
        .map(link -> OptionalInt.of(link.index()))
        .orElse(OptionalInt.empty());
  }

  private static RouteMetrics metrics(VirtualRoute route) {
    var values = new EnumMap<RouteMetrics.Metric, Long>(RouteMetrics.Metric.class);
    var locked = EnumSet.noneOf(RouteMetrics.Metric.class);
    var congestionControl = "";
    for (var metric : route.metrics()) {
      var kind = RouteMetrics.Metric.values()[metric.number() - 2];
      if (kind == RouteMetrics.Metric.CONGESTION_CONTROL) {
        congestionControl = metric.text().orElse("");
      } else {
        values.put(kind, metric.value());
      }
      if (metric.locked()) {
        locked.add(kind);
      }
    }
    return new RouteMetrics(values, locked, congestionControl);
  }

  private static Route.Extras extras(VirtualRoute.Extras extras) {
    var preference =
        switch (extras.preference().orElse(0)) {
          case 1 -> Route.Preference.HIGH;
          case 3 -> Route.Preference.LOW;
          default -> Route.Preference.MEDIUM;
        };
    return new Route.Extras(
        preference,
        extras.expires().isPresent()
            ? Optional.of(Duration.ofSeconds(extras.expires().getAsLong()))
            : Optional.empty(),
        extras.ttlPropagate());
  }

  private static Encapsulation encapsulation(VirtualRoute.Encap encap) {
    return switch (encap) {
      case VirtualRoute.Encap.Mpls(var labels) -> new Encapsulation.Mpls(labels);
      case VirtualRoute.Encap.Ila(var locator) -> new Encapsulation.Ila(locator);
      case VirtualRoute.Encap.Ip ip -> ipTunnel(ip);
    };
  }

  private static Encapsulation ipTunnel(VirtualRoute.Encap.Ip ip) {
    long id = ip.id().orElse(0);
    int ttl = ip.ttl().orElse(0);
    int tos = ip.tos().orElse(0);
    int flags = ip.flags().orElse(0);
    return switch (ip.destination()) {
      case Ipv4Address destination ->
          new Encapsulation.Ip(
              id,
              ip.source()
                  .map(s -> s instanceof Ipv4Address v4 ? v4 : Ipv4Address.UNSPECIFIED)
                  .orElse(Ipv4Address.UNSPECIFIED),
              destination,
              ttl,
              tos,
              flags);
      case Ipv6Address destination ->
          new Encapsulation.Ip6(
              id,
              ip.source()
                  .map(s -> s instanceof Ipv6Address v6 ? v6 : Ipv6Address.UNSPECIFIED)
                  .orElse(Ipv6Address.UNSPECIFIED),
              destination,
              ttl,
              tos,
              flags);
    };
  }

  private static Rule rule(VirtualRule rule) {
    var selectors = rule.selectors();
    var upper =
        new Rule.Upper(
            selectors.tunnelId(),
            selectors.users().map(RouteTranslation::range),
            selectors.ipProtocol(),
            selectors.sourcePorts().map(RouteTranslation::range),
            selectors.destinationPorts().map(RouteTranslation::range));
    var selector =
        new Rule.Selector(
            rule.from(),
            rule.to(),
            selectors.tos(),
            selectors.incoming().orElse(""),
            selectors.outgoing().orElse(""),
            mark(selectors.mark(), selectors.markMask()),
            upper,
            rule.inverted());
    return new Rule(
        rule.family(),
        rule.preference(),
        selector,
        action(rule),
        rule.realms().orElse(0),
        rule.protocol());
  }

  private static Optional<Rule.Mark> mark(OptionalLong value, OptionalLong mask) {
    return value.isPresent()
        ? Optional.of(new Rule.Mark(value.getAsLong(), mask.orElse(MARK_ALL)))
        : Optional.empty();
  }

  private static Rule.Range range(VirtualRule.Range range) {
    return new Rule.Range(range.first(), range.last());
  }

  private static Rule.Action action(VirtualRule rule) {
    var suppress = rule.suppress();
    return switch (rule.action()) {
      case VirtualRule.Action.Lookup(var table) ->
          new Rule.Action.Lookup(
              table,
              suppress.prefixLength(),
              suppress.interfaceGroup().isPresent()
                  ? OptionalInt.of((int) suppress.interfaceGroup().getAsLong())
                  : OptionalInt.empty());
      case VirtualRule.Action.Goto(var preference) -> new Rule.Action.GoTo(preference);
      case VirtualRule.Action.Nop _ -> new Rule.Action.Nothing();
      case VirtualRule.Action.Blackhole _ -> new Rule.Action.Blackhole();
      case VirtualRule.Action.Unreachable _ -> new Rule.Action.Unreachable();
      case VirtualRule.Action.Prohibit _ -> new Rule.Action.Prohibit();
      case VirtualRule.Action.L3mdev _ -> new Rule.Action.LookupByVrf();
    };
  }
}
