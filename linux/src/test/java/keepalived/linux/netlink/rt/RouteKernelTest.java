package keepalived.linux.netlink.rt;

import static keepalived.linux.netlink.rt.RtNamespace.address;
import static keepalived.linux.netlink.rt.RtNamespace.inNamespace;
import static keepalived.linux.netlink.rt.RtNamespace.json;
import static keepalived.linux.netlink.rt.RtNamespace.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.lab.NetworkNamespace;
import keepalived.linux.JsonText;
import keepalived.linux.netlink.rt.route.Encapsulation;
import keepalived.linux.netlink.rt.route.NextHop;
import keepalived.linux.netlink.rt.route.Route;
import keepalived.linux.netlink.rt.route.RouteKey;
import keepalived.linux.netlink.rt.route.RouteMetrics;
import keepalived.linux.netlink.rt.route.RouteType;
import keepalived.linux.netlink.rt.route.Routes;
import keepalived.linux.netlink.rt.route.Rule;
import keepalived.linux.netlink.rt.route.Rule.Action;
import keepalived.linux.netlink.rt.route.Rules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Compares routes and rules that we set with the output of `ip`.
@Tag("linux")
class RouteKernelTest {

  @Test
  void aRouteWithMetricsIsWhatIpShows() throws Exception {
    inNamespace(
        (socket, va) -> {
          var routes = new Routes(socket);
          var route =
              new Route(
                  new RouteKey(IpPrefix.of("192.0.2.0/24"), Optional.empty(), 0, 1000, 5),
                  RouteType.UNICAST,
                  Route.PROTOCOL_KEEPALIVED,
                  Route.SCOPE_UNIVERSE,
                  Optional.of(address("10.0.0.1")),
                  List.of(NextHop.via(address("10.0.0.254"), va)),
                  new RouteMetrics(
                      Map.of(
                          RouteMetrics.Metric.MTU, 1400L,
                          RouteMetrics.Metric.ADVMSS, 1360L,
                          RouteMetrics.Metric.INITCWND, 20L),
                      Set.of(RouteMetrics.Metric.MTU),
                      "reno"),
                  Route.Extras.NONE);
          assertTrue(routes.add(route));
          assertFalse(routes.add(route));
          var shown = only("route show table 1000");
          assertEquals("192.0.2.0/24", shown.get("dst"));
          assertEquals("10.0.0.254", shown.get("gateway"));
          assertEquals("va", shown.get("dev"));
          assertEquals("keepalived", shown.get("protocol"));
          assertEquals("10.0.0.1", shown.get("prefsrc"));
          assertEquals(5L, shown.get("metric"));
          var metrics = JsonText.asObjects(shown.get("metrics")).getFirst();
          assertEquals(1400L, metrics.get("mtu"), shown.toString());
          assertEquals(1360L, metrics.get("advmss"));
          assertEquals(20L, metrics.get("initcwnd"));
          assertEquals("reno", metrics.get("congestion"));
          assertEquals(
              List.of(route), routes.dump(new Routes.Filter(Family.IPV4, 1000, 0)).entries());
          assertTrue(routes.delete(route));
          assertFalse(routes.delete(route));
          assertEquals(List.of(), routes.dump(new Routes.Filter(Family.IPV4, 4711, 0)).entries());
        });
  }

  @Test
  void aRouteOverSeveralHopsIsWhatIpShows() throws Exception {
    inNamespace(
        (socket, va) -> {
          int vb = new Links(socket).find("vb").orElseThrow().index();
          NetworkNamespace.ip("addr add 10.0.1.1/24 dev vb");
          var routes = new Routes(socket);
          var hops =
              List.of(
                  new NextHop(
                      va, Optional.of(address("10.0.0.254")), 3, false, 0, Optional.empty()),
                  new NextHop(vb, Optional.of(address("10.7.7.7")), 1, true, 0, Optional.empty()),
                  new NextHop(va, Optional.of(address("fe80::9")), 1, false, 0, Optional.empty()));
          var route =
              new Route(
                  RouteKey.of(IpPrefix.of("198.51.100.0/24")),
                  RouteType.UNICAST,
                  18,
                  0,
                  Optional.empty(),
                  hops,
                  RouteMetrics.NONE,
                  Route.Extras.NONE);
          routes.replace(route);
          var legs = JsonText.asObjects(only("route show 198.51.100.0/24").get("nexthops"));
          assertEquals("10.0.0.254", legs.get(0).get("gateway"));
          assertEquals(3L, legs.get(0).get("weight"));
          assertEquals(List.of("onlink"), legs.get(1).get("flags"));
          assertEquals("fe80::9", JsonText.asObject(legs.get(2).get("via")).get("host"));
          var dump = routes.dump(new Routes.Filter(Family.IPV4, RouteKey.TABLE_MAIN, 18)).entries();
          assertEquals(List.of(route), dump);
        });
  }

  @Test
  void routesThatDropAndIpv6RoutesAreWhatIpShows() throws Exception {
    inNamespace(
        (socket, va) -> {
          var routes = new Routes(socket);
          var blackhole =
              Route.dropping(RouteKey.of(IpPrefix.of("203.0.113.0/24")), 18, RouteType.BLACKHOLE);
          assertTrue(routes.add(blackhole));
          assertEquals("blackhole", only("route show 203.0.113.0/24").get("type"));

          var expiring =
              new Route(
                  new RouteKey(IpPrefix.of("2001:db8:9::/48"), Optional.empty(), 0, 254, 77),
                  RouteType.UNICAST,
                  18,
                  0,
                  Optional.empty(),
                  List.of(NextHop.via(address("2001:db8::fe"), va)),
                  RouteMetrics.NONE,
                  new Route.Extras(
                      Route.Preference.HIGH,
                      Optional.of(Duration.ofSeconds(600)),
                      Optional.empty()));
          routes.replace(expiring);
          routes.replace(expiring);
          var shown = only("-6 route show 2001:db8:9::/48");
          assertEquals("high", shown.get("pref"));
          assertEquals(77L, shown.get("metric"));
          var read = routes.dump(new Routes.Filter(Family.IPV6, 254, 18)).entries();
          assertEquals(1, read.size());
          assertEquals(expiring.key(), read.getFirst().key());
          assertEquals(expiring.hops(), read.getFirst().hops());
          assertTrue(read.getFirst().extras().expires().orElseThrow().toSeconds() > 590);
        });
  }

  @Test
  void appendAndPrependOrderRoutesOfOneKey() throws Exception {
    inNamespace(
        (socket, va) -> {
          var routes = new Routes(socket);
          var key = RouteKey.of(IpPrefix.of("192.0.2.0/24"));
          routes.add(Route.of(key, 18, NextHop.via(address("10.0.0.10"), va)));
          routes.append(Route.of(key, 18, NextHop.via(address("10.0.0.11"), va)));
          routes.prepend(Route.of(key, 18, NextHop.via(address("10.0.0.9"), va)));
          assertEquals(
              List.of("10.0.0.9", "10.0.0.10", "10.0.0.11"),
              json("route show 192.0.2.0/24").stream().map(r -> r.get("gateway")).toList());
        });
  }

  @Test
  void anIpTunnelHopIsWhatIpShows() throws Exception {
    inNamespace(
        (socket, va) -> {
          var tunnel =
              new Encapsulation.Ip(
                  42, Ipv4Address.of("10.0.0.1"), Ipv4Address.of("10.0.0.200"), 64, 16, 0);
          var route =
              Route.of(
                  RouteKey.of(IpPrefix.of("192.0.2.0/24")),
                  18,
                  new NextHop(va, Optional.empty(), 1, false, 0, Optional.of(tunnel)));
          var routes = new Routes(socket);
          routes.add(route);
          var shown = only("route show 192.0.2.0/24");
          assertEquals("ip", shown.get("encap"));
          assertEquals(42L, shown.get("id"), shown.toString());
          assertEquals("10.0.0.200", shown.get("dst"), shown.toString());
          assertEquals(64L, shown.get("ttl"), shown.toString());
          assertEquals(
              List.of(route), routes.dump(new Routes.Filter(Family.IPV4, 254, 18)).entries());
        });
  }

  @Test
  void rulesAreWhatIpShows() throws Exception {
    inNamespace(
        (socket, _) -> {
          var rules = new Rules(socket);
          var selector =
              new Rule.Selector(
                  Optional.of(IpPrefix.of("10.0.0.0/8")),
                  Optional.of(IpPrefix.of("192.0.2.0/24")),
                  16,
                  "va",
                  "",
                  Optional.of(new Rule.Mark(7, 0xFF)),
                  new Rule.Upper(
                      OptionalLong.empty(),
                      Optional.of(new Rule.Range(100, 200)),
                      OptionalInt.of(6),
                      Optional.of(new Rule.Range(1000, 2000)),
                      Optional.of(new Rule.Range(80, 80))),
                  true);
          var rule =
              new Rule(
                  Family.IPV4,
                  100,
                  selector,
                  new Action.Lookup(1000, OptionalInt.of(0), OptionalInt.empty()),
                  0,
                  18);
          assertTrue(rules.add(rule));
          assertFalse(rules.add(rule));
          var shown = only("rule show pref 100");
          assertEquals("10.0.0.0", shown.get("src"));
          assertEquals(8L, shown.get("srclen"));
          assertEquals("192.0.2.0", shown.get("dst"));
          assertEquals("1000", shown.get("table"));
          assertEquals("va", shown.get("iif"));
          assertEquals("0x7", shown.get("fwmark"));
          assertEquals("0xff", shown.get("fwmask"));
          assertEquals(0L, shown.get("suppress_prefixlen"));
          assertEquals("keepalived", shown.get("protocol"));
          assertTrue(shown.containsKey("not"), shown.toString());
          assertTrue(
              rules.dump(Family.IPV4).entries().contains(rule),
              rules.dump(Family.IPV4).entries().toString());
          assertTrue(rules.delete(rule));
          assertFalse(rules.delete(rule));
          assertEquals(3, rules.dump(Family.IPV4).entries().size());
        });
  }

  @Test
  void everyActionOfRulesIsUnderstoodByTheKernel() throws Exception {
    inNamespace(
        (socket, _) -> {
          var rules = new Rules(socket);
          List<Action> actions =
              List.of(
                  new Action.GoTo(32766),
                  new Action.Nothing(),
                  new Action.Blackhole(),
                  new Action.Unreachable(),
                  new Action.Prohibit());
          long priority = 200;
          for (var action : actions) {
            var rule = new Rule(Family.IPV6, priority++, Rule.Selector.ANY, action, 0, 18);
            rules.add(rule);
            assertTrue(rules.dump(Family.IPV6).entries().contains(rule), action.toString());
          }
          var text = NetworkNamespace.ip("-6 rule show");
          for (var word : List.of("goto 32766", "nop", "blackhole", "unreachable", "prohibit")) {
            assertTrue(text.contains(word), text);
          }
        });
  }
}
