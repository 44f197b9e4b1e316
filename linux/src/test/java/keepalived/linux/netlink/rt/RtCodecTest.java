package keepalived.linux.netlink.rt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.linux.netlink.AttributeWriter;
import keepalived.linux.netlink.MalformedMessage;
import keepalived.linux.netlink.NetlinkMessage;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.rt.route.Encapsulation;
import keepalived.linux.netlink.rt.route.NextHop;
import keepalived.linux.netlink.rt.route.Route;
import keepalived.linux.netlink.rt.route.RouteCodec;
import keepalived.linux.netlink.rt.route.RouteKey;
import keepalived.linux.netlink.rt.route.RouteMetrics;
import keepalived.linux.netlink.rt.route.RouteType;
import keepalived.linux.netlink.rt.route.Routes;
import keepalived.linux.netlink.rt.route.Rule;
import keepalived.linux.netlink.rt.route.Rule.Action;
import keepalived.linux.netlink.rt.route.RuleCodec;
import keepalived.linux.netlink.rt.route.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RtCodecTest {

  private static byte[] message(int type, Consumer<AttributeWriter> body) {
    var out = ByteBuffer.allocate(4096);
    NetlinkMessage.write(out, new NetlinkRequest("", type, 0, body), 0, 0);
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  private static Optional<RtEvent> read(byte[] message) {
    return RtMonitor.decode(NetlinkMessage.split(ByteBuffer.wrap(message)).getFirst());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("#[^\n]*", "").replaceAll("\\s", ""));
  }

  static Stream<Address> addresses() {
    var key = AddressKey.of(3, IpPrefix.of("10.0.0.100/24"));
    return Stream.of(
        Address.of(key),
        Address.of(AddressKey.of(3, IpPrefix.of("2001:db8::1/64"))),
        new Address(
            key,
            253,
            Address.NO_PREFIX_ROUTE | Address.PERMANENT,
            Optional.of(Ipv4Address.of("10.0.0.255")),
            "eth0:1",
            new Address.Lifetime(Duration.ofSeconds(90), Duration.ofSeconds(60)),
            18),
        new Address(
            AddressKey.of(7, IpPrefix.of("2001:db8::1/128")),
            0,
            Address.NODAD,
            Optional.empty(),
            "",
            Address.Lifetime.DEPRECATED,
            18),
        Address.of(new AddressKey(3, IpPrefix.of("10.0.0.1/32"), IpAddress.parse("10.0.0.2"))));
  }

  static Stream<Route> routes() {
    var key = RouteKey.of(IpPrefix.of("192.0.2.0/24"));
    var gateway = IpAddress.parse("10.0.0.254").orElseThrow();
    var plain = Route.of(key, 18, NextHop.via(gateway, 3));
    var tunnel =
        new Encapsulation.Ip(42, Ipv4Address.of("10.1.1.1"), Ipv4Address.of("10.1.1.2"), 64, 16, 4);
    var tunnel6 =
        new Encapsulation.Ip6(
            42, Ipv6Address.of("2001:db8::1"), Ipv6Address.of("2001:db8::2"), 64, 16, 4);
    return Stream.of(
        plain,
        Route.of(key, 18, NextHop.via(3)),
        Route.of(RouteKey.of(IpPrefix.of("0.0.0.0/0")), 18, NextHop.via(gateway, 0)),
        Route.of(RouteKey.of(IpPrefix.of("::/0")), 18, NextHop.via(7)),
        Route.dropping(key, 4, RouteType.BLACKHOLE),
        new Route(
            new RouteKey(
                IpPrefix.of("2001:db8:1::/48"),
                Optional.of(IpPrefix.of("2001:db8:2::/64")),
                0,
                1000,
                77),
            RouteType.UNICAST,
            18,
            0,
            IpAddress.parse("2001:db8::9"),
            List.of(NextHop.via(IpAddress.parse("fe80::1").orElseThrow(), 4)),
            RouteMetrics.NONE,
            new Route.Extras(Route.Preference.HIGH, Optional.empty(), Optional.of(true))),
        new Route(
            new RouteKey(IpPrefix.of("192.0.2.0/24"), Optional.empty(), 16, 100_000, 5),
            RouteType.UNICAST,
            18,
            0,
            IpAddress.parse("10.0.0.1"),
            List.of(
                new NextHop(3, Optional.of(gateway), 1, true, 0x10002, Optional.empty()),
                new NextHop(4, IpAddress.parse("fe80::1"), 256, false, 0, Optional.of(tunnel)),
                new NextHop(5, Optional.empty(), 7, false, 0, Optional.of(tunnel6))),
            new RouteMetrics(
                Map.of(RouteMetrics.Metric.MTU, 1400L, RouteMetrics.Metric.RTO_MIN, 5L),
                Set.of(RouteMetrics.Metric.MTU),
                "reno"),
            Route.Extras.NONE),
        Route.of(
            key,
            18,
            new NextHop(
                3,
                Optional.of(gateway),
                1,
                true,
                9,
                Optional.of(new Encapsulation.Mpls(List.of(100, 1_048_575))))),
        Route.of(
            key,
            18,
            new NextHop(3, Optional.empty(), 1, false, 0, Optional.of(new Encapsulation.Ila(-2)))));
  }

  static Stream<Rule> rules() {
    var everything =
        new Rule.Selector(
            Optional.of(IpPrefix.of("10.0.0.0/8")),
            Optional.of(IpPrefix.of("192.0.2.0/24")),
            16,
            "eth0",
            "eth1",
            Optional.of(new Rule.Mark(0xFFFF_FFFEL, 0xFFL)),
            new Rule.Upper(
                OptionalLong.of(7),
                Optional.of(new Rule.Range(0, 0xFFFF_FFFEL)),
                OptionalInt.of(6),
                Optional.of(new Rule.Range(1, 2)),
                Optional.of(new Rule.Range(60_000, 65_535))),
            true);
    return Stream.of(
        new Rule(Family.IPV4, 100, Rule.Selector.ANY, Rule.lookup(254), 0, 18),
        new Rule(
            Family.IPV4,
            4_000_000_000L,
            everything,
            new Action.Lookup(100_000, OptionalInt.of(0), OptionalInt.of(5)),
            0x10002,
            18),
        new Rule(Family.IPV6, 1, Rule.Selector.ANY, new Action.LookupByVrf(), 0, 0),
        new Rule(Family.IPV6, 1, Rule.Selector.ANY, new Action.GoTo(32_000), 0, 18),
        new Rule(Family.IPV4, 1, Rule.Selector.ANY, new Action.Nothing(), 0, 18),
        new Rule(Family.IPV4, 1, Rule.Selector.ANY, new Action.Blackhole(), 0, 18),
        new Rule(Family.IPV4, 1, Rule.Selector.ANY, new Action.Unreachable(), 0, 18),
        new Rule(Family.IPV4, 1, Rule.Selector.ANY, new Action.Prohibit(), 0, 18));
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void decodingAnAddressUndoesEncodingIt(Address address) {
    assertEquals(
        Optional.of(new RtEvent.AddressAdded(address)),
        read(message(Addresses.RTM_NEWADDR, address::encode)));
    assertTotal(message(Addresses.RTM_DELADDR, address::encode));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void decodingARouteUndoesEncodingIt(Route route) {
    assertEquals(
        Optional.of(new RtEvent.RouteRemoved(route)),
        read(message(Routes.RTM_DELROUTE, body -> RouteCodec.encode(route, body))));
    assertTotal(message(Routes.RTM_NEWROUTE, body -> RouteCodec.encode(route, body)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void decodingARuleUndoesEncodingIt(Rule rule) {
    assertEquals(
        Optional.of(new RtEvent.RuleAdded(rule)),
        read(message(Rules.RTM_NEWRULE, body -> RuleCodec.encode(rule, body))));
    assertTotal(message(Rules.RTM_DELRULE, body -> RuleCodec.encode(rule, body)));
  }

  /// Flips every bit and cuts the payload at every length: the decoder returns a value, returns
  /// empty, or throws MalformedMessage, but no other exception.
  private static void assertTotal(byte[] message) {
    int looked = 0;
    for (int bit = 0; bit < message.length * 8; bit++) {
      byte[] flipped = message.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      looked += readOrMalformed(flipped);
    }
    for (int length = NetlinkMessage.HEADER; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      cut[0] = (byte) length;
      cut[1] = (byte) (length >> 8);
      looked += readOrMalformed(cut);
    }
    assertEquals(message.length * 9 - NetlinkMessage.HEADER, looked);
  }

  private static int readOrMalformed(byte[] message) {
    try {
      assertTrue(read(message).map(e -> !e.toString().isEmpty()).orElse(true));
    } catch (MalformedMessage malformed) {
      assertTrue(!malformed.getMessage().isEmpty());
    }
    return 1;
  }

  @Test
  void theBytesOfAnAddress() {
    var address =
        new Address(
            AddressKey.of(2, IpPrefix.of("10.0.0.100/24")),
            0,
            Address.NO_PREFIX_ROUTE,
            Optional.empty(),
            "eth0:1",
            Address.Lifetime.FOREVER,
            18);
    assertArrayEquals(
        hex(
            """
            4400 0000 1400 0000 00000000 00000000 # 68 bytes, NEWADDR
              02 18 00 00 02000000                # IPv4, /24, low flags, scope global, link 2
              0800 0200 0a000064                  # IFA_LOCAL
              0800 0100 0a000064                  # IFA_ADDRESS
              0b00 0300 657468303a3100 00         # IFA_LABEL "eth0:1"
              0800 0800 00020000                  # IFA_FLAGS NOPREFIXROUTE
              0500 0b00 12 000000                 # IFA_PROTO 18
            """),
        message(Addresses.RTM_NEWADDR, address::encode));
  }

  @Test
  void theBytesOfARouteWithTwoHops() {
    var hops =
        List.of(
            NextHop.via(IpAddress.parse("10.0.0.1").orElseThrow(), 2),
            new NextHop(3, IpAddress.parse("10.0.1.1"), 5, true, 0, Optional.empty()));
    var route =
        new Route(
            RouteKey.of(IpPrefix.of("192.0.2.0/24")),
            RouteType.UNICAST,
            18,
            0,
            Optional.empty(),
            hops,
            new RouteMetrics(
                Map.of(RouteMetrics.Metric.MTU, 1400L), Set.of(RouteMetrics.Metric.MTU), ""),
            Route.Extras.NONE);
    assertArrayEquals(
        hex(
            """
            6400 0000 1800 0000 00000000 00000000 # 100 bytes, NEWROUTE
              02 18 00 00 fe 12 00 01 00000000    # IPv4, /24, main, keepalived, universe, unicast
              0800 0100 c0000200                  # RTA_DST
              0800 0f00 fe000000                  # RTA_TABLE main
              1400 0880                           # RTA_METRICS, nested
                0800 0100 04000000                #   RTAX_LOCK 1 << MTU
                0800 0200 78050000                #   RTAX_MTU 1400
              2400 0900                           # RTA_MULTIPATH
                1000 00 00 02000000               #   struct rtnexthop: no flags, weight 1, link 2
                  0800 0500 0a000001              #     RTA_GATEWAY
                1000 04 04 03000000               #   onlink, weight 5, link 3
                  0800 0500 0a000101              #     RTA_GATEWAY
            """),
        message(Routes.RTM_NEWROUTE, body -> RouteCodec.encode(route, body)));
  }

  @Test
  void theBytesOfARule() {
    var selector =
        new Rule.Selector(
            Optional.of(IpPrefix.of("10.0.0.0/8")),
            Optional.empty(),
            0,
            "eth0",
            "",
            Optional.empty(),
            Rule.Upper.ANY,
            false);
    var rule = new Rule(Family.IPV4, 100, selector, Rule.lookup(1000), 0, 18);
    assertArrayEquals(
        hex(
            """
            4800 0000 2000 0000 00000000 00000000 # 72 bytes, NEWRULE
              02 00 08 00 00 0000 01 00000000     # IPv4, from /8, table below, lookup
              0800 0600 64000000                  # FRA_PRIORITY 100
              0800 0200 0a000000                  # FRA_SRC
              0900 0300 65746830 00 000000        # FRA_IIFNAME "eth0"
              0800 0f00 e8030000                  # FRA_TABLE 1000
              0500 1500 12 000000                 # FRA_PROTOCOL 18
            """),
        message(Rules.RTM_NEWRULE, body -> RuleCodec.encode(rule, body)));
  }

  @Test
  void messagesAboutBridgePortsAreNotLinks() {
    byte[] port =
        message(Links.RTM_DELLINK, body -> body.header(out -> out.putInt(7).putInt(2).putLong(0)));
    assertEquals(Optional.empty(), read(port));
  }

  @Test
  void cachedAndForeignRoutesAreNotRoutes() {
    byte[] cached =
        message(
            Routes.RTM_NEWROUTE,
            body -> body.header(out -> out.put(new byte[] {2, 0, 0, 0, 0, 0, 0, 1}).putInt(0x200)));
    byte[] mpls =
        message(
            Routes.RTM_NEWROUTE,
            body -> body.header(out -> out.put(new byte[] {28, 0, 0, 0, 0, 0, 0, 1}).putInt(0)));
    assertEquals(Optional.empty(), read(cached));
    assertEquals(Optional.empty(), read(mpls));
  }
}
