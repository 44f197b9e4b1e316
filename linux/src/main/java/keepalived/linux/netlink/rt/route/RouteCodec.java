package keepalived.linux.netlink.rt.route;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.linux.netlink.AttributeReader;
import keepalived.linux.netlink.AttributeWriter;
import keepalived.linux.netlink.MalformedMessage;
import keepalived.linux.netlink.NetlinkMessage;

/// Encodes and decodes routes:
///
///      0                   1                   2                   3
///     +---------------+---------------+---------------+---------------+
///     |    family     | dest. length  | source length |      TOS      |
///     +---------------+---------------+---------------+---------------+
///     | table (0-255) |   protocol    |     scope     |     type      |
///     +---------------+---------------+---------------+---------------+
///     |                             flags                             |
///     +---------------------------------------------------------------+
///     |                         attributes ...                        |
///
/// (linux/rtnetlink.h, struct rtmsg). With one hop, the hop's attributes are among the route's; with
/// several, RTA_MULTIPATH has a list of `struct rtnexthop`, each with attributes.
public final class RouteCodec {

  static final int HEADER = 12;

  // linux/rtnetlink.h
  private static final int RTA_DST = 1;
  private static final int RTA_SRC = 2;
  private static final int RTA_OIF = 4;
  private static final int RTA_PRIORITY = 6;
  private static final int RTA_PREFSRC = 7;
  private static final int RTA_METRICS = 8;
  private static final int RTA_MULTIPATH = 9;
  private static final int RTA_CACHEINFO = 12;
  static final int RTA_TABLE = 15;
  private static final int RTA_PREF = 20;
  private static final int RTA_EXPIRES = 23;
  private static final int RTA_TTL_PROPAGATE = 26;
  private static final int RTNH_F_ONLINK = 4;
  private static final int RTM_F_CLONED = 0x200;
  private static final int CACHEINFO_EXPIRES = 8; // struct rta_cacheinfo
  private static final int CACHEINFO_SIZE = 32;
  private static final int USER_HZ = 100; // asm-generic/param.h
  private static final int RTNEXTHOP = 8; // struct rtnexthop

  private RouteCodec() {}

  public static void encode(Route route, AttributeWriter body) {
    var key = route.key();
    var single =
        route.hops().size() == 1 ? Optional.of(route.hops().getFirst()) : Optional.<NextHop>empty();
    int flags = single.filter(NextHop::onLink).isPresent() ? RTNH_F_ONLINK : 0;
    body.header(
        out ->
            out.put((byte) key.family().number())
                .put((byte) key.destination().length())
                .put((byte) key.from().map(IpPrefix::length).orElse(0).intValue())
                .put((byte) key.tos())
                .put((byte) (key.table() < 256 ? key.table() : 0))
                .put((byte) route.protocol())
                .put((byte) route.scope())
                .put((byte) route.type().number())
                .putInt(flags));
    if (key.destination().length() > 0) {
      body.address(RTA_DST, key.destination().address());
    }
    key.from().filter(f -> f.length() > 0).ifPresent(f -> body.address(RTA_SRC, f.address()));
    body.u32(RTA_TABLE, key.table());
    if (key.metric() != 0) {
      body.u32(RTA_PRIORITY, key.metric());
    }
    route.preferredSource().ifPresent(source -> body.address(RTA_PREFSRC, source));
    if (!route.metrics().isEmpty()) {
      body.nested(RTA_METRICS, route.metrics()::encode);
    }
    encodeExtras(route.extras(), body);
    if (single.isPresent()) {
      if (single.get().link() != 0) {
        body.u32(RTA_OIF, single.get().link());
      }
      encodeHop(single.get(), key.family(), body);
    } else if (!route.hops().isEmpty()) {
      body.struct(RTA_MULTIPATH, out -> encodeHops(route.hops(), key.family(), out));
    }
  }

  private static void encodeExtras(Route.Extras extras, AttributeWriter body) {
    if (extras.preference() != Route.Preference.MEDIUM) {
      body.u8(RTA_PREF, extras.preference().number());
    }
    extras.expires().ifPresent(after -> body.u32(RTA_EXPIRES, after.toSeconds()));
    extras.ttlPropagation().ifPresent(on -> body.u8(RTA_TTL_PROPAGATE, on ? 1 : 0));
  }

  private static void encodeHops(List<NextHop> hops, Family family, ByteBuffer out) {
    for (var hop : hops) {
      int start = out.position();
      out.putShort((short) 0)
          .put((byte) (hop.onLink() ? RTNH_F_ONLINK : 0))
          .put((byte) (hop.weight() - 1))
          .putInt(hop.link());
      encodeHop(hop, family, new AttributeWriter(out));
      out.putShort(start, (short) (out.position() - start));
    }
  }

  private static void encodeHop(NextHop hop, Family family, AttributeWriter body) {
    hop.gateway()
        .ifPresent(
            gateway -> {
              if (gateway.family() == family) {
                body.address(HopDraft.RTA_GATEWAY, gateway);
              } else {
                body.struct(
                    HopDraft.RTA_VIA,
                    out -> out.putShort((short) gateway.family().number()).put(gateway.bytes()));
              }
            });
    if (hop.realms() != 0) {
      body.u32(HopDraft.RTA_FLOW, hop.realms());
    }
    hop.encapsulation()
        .ifPresent(
            e -> body.u16(HopDraft.RTA_ENCAP_TYPE, e.type()).nested(HopDraft.RTA_ENCAP, e::encode));
  }

  /// The route in a NEWROUTE or DELROUTE message; empty for cached routes, and for other families
  /// and route types.
  public static Optional<Route> decode(NetlinkMessage message) {
    var attributes = message.attributes(HEADER);
    var header = message.payload();
    int number = header.get(0) & 0xFF;
    var type = RouteType.of(header.get(7) & 0xFF);
    boolean cached = (header.getInt(8) & RTM_F_CLONED) != 0;
    if (type.isEmpty() || cached) {
      return Optional.empty();
    }
    if (number != Family.IPV4.number() && number != Family.IPV6.number()) {
      return Optional.empty();
    }
    var family = number == Family.IPV4.number() ? Family.IPV4 : Family.IPV6;
    var draft = new Draft(family, header);
    while (attributes.next()) {
      draft.read(attributes);
    }
    return Optional.of(draft.route(type.get(), header));
  }

  /// Collects the values of a message.
  private static final class Draft {
    private final Family family;
    private final HopDraft own = new HopDraft();
    private final List<NextHop> hops = new ArrayList<>();
    private Optional<IpAddress> destination = Optional.empty();
    private Optional<IpAddress> from = Optional.empty();
    private Optional<IpAddress> preferredSource = Optional.empty();
    private long table;
    private long metric;
    private RouteMetrics metrics = RouteMetrics.NONE;
    private Route.Preference preference = Route.Preference.MEDIUM;
    private Optional<Duration> expires = Optional.empty();
    private Optional<Boolean> ttlPropagation = Optional.empty();

    Draft(Family family, ByteBuffer header) {
      this.family = family;
      table = header.get(4) & 0xFF;
      own.onLink = (header.getInt(8) & RTNH_F_ONLINK) != 0;
    }

    void read(AttributeReader attribute) {
      switch (attribute.type()) {
        case RTA_DST -> destination = Optional.of(sameFamily(attribute));
        case RTA_SRC -> from = Optional.of(sameFamily(attribute));
        case RTA_PREFSRC -> preferredSource = Optional.of(sameFamily(attribute));
        case RTA_TABLE -> table = attribute.u32();
        case RTA_PRIORITY -> metric = attribute.u32();
        case RTA_METRICS -> metrics = RouteMetrics.decode(attribute.nested());
        case RTA_PREF -> preference = Route.Preference.of(attribute.u8());
        case RTA_CACHEINFO -> {
          int ticks = attribute.struct(CACHEINFO_SIZE).getInt(CACHEINFO_EXPIRES);
          expires =
              ticks > 0
                  ? Optional.of(Duration.ofSeconds((ticks + USER_HZ - 1) / USER_HZ))
                  : Optional.empty();
        }
        case RTA_TTL_PROPAGATE -> ttlPropagation = Optional.of(attribute.u8() != 0);
        case RTA_MULTIPATH -> readHops(attribute.value());
        case RTA_OIF -> own.link = attribute.s32();
        default -> own.read(attribute);
      }
    }

    private IpAddress sameFamily(AttributeReader attribute) {
      var address = attribute.address();
      if (address.family() != family) {
        throw new MalformedMessage(address + " in a route of " + family);
      }
      return address;
    }

    private void readHops(ByteBuffer list) {
      while (list.remaining() >= RTNEXTHOP) {
        int start = list.position();
        int length = list.getShort(start) & 0xFFFF;
        if (length < RTNEXTHOP || length > list.remaining()) {
          throw new MalformedMessage("next hop of length " + length);
        }
        var hop = new HopDraft();
        hop.onLink = (list.get(start + 2) & RTNH_F_ONLINK) != 0;
        hop.weight = (list.get(start + 3) & 0xFF) + 1;
        hop.link = list.getInt(start + 4);
        var attributes = new AttributeReader(list.slice(start + RTNEXTHOP, length - RTNEXTHOP));
        while (attributes.next()) {
          hop.read(attributes);
        }
        hops.add(hop.hop());
        list.position(Math.min(list.limit(), start + ((length + 3) & ~3)));
      }
    }

    Route route(RouteType type, ByteBuffer header) {
      if (hops.isEmpty() && own.isSaid()) {
        hops.add(own.hop());
      }
      var any = family == Family.IPV4 ? Ipv4Address.UNSPECIFIED : Ipv6Address.UNSPECIFIED;
      var prefix = prefix(destination.orElse(any), header.get(1) & 0xFF);
      var key =
          new RouteKey(
              prefix,
              from.map(f -> prefix(f, header.get(2) & 0xFF)),
              header.get(3) & 0xFF,
              table,
              metric);
      return new Route(
          key,
          type,
          header.get(5) & 0xFF,
          header.get(6) & 0xFF,
          preferredSource,
          hops,
          metrics,
          new Route.Extras(preference, expires, ttlPropagation));
    }

    private static IpPrefix prefix(IpAddress address, int length) {
      if (length > address.family().bits()) {
        throw new MalformedMessage("prefix length " + length + " of " + address.family());
      }
      return new IpPrefix(address, length);
    }
  }
}
