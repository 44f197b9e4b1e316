package keepalived.linux.netlink.rt.route;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.linux.netlink.AttributeReader;
import keepalived.linux.netlink.AttributeWriter;
import keepalived.linux.netlink.MalformedMessage;

/// The light-weight tunnel of a next hop (linux/lwtunnel.h).
public sealed interface Encapsulation {

  /// Metadata for an IPv4 tunnel device.
  record Ip(long id, Ipv4Address source, Ipv4Address destination, int ttl, int tos, int flags)
      implements Encapsulation {}

  /// Metadata for an IPv6 tunnel device.
  record Ip6(
      long id,
      Ipv6Address source,
      Ipv6Address destination,
      int hopLimit,
      int trafficClass,
      int flags)
      implements Encapsulation {}

  /// A stack of MPLS labels, the outermost first.
  record Mpls(List<Integer> labels) implements Encapsulation {
    public Mpls {
      labels = List.copyOf(labels);
    }
  }

  /// An identifier-locator address: the locator that replaces the upper half of the destination.
  record Ila(long locator) implements Encapsulation {}

  // linux/lwtunnel.h, lwtunnel_encap_types
  int ENCAP_MPLS = 1;
  int ENCAP_IP = 2;
  int ENCAP_ILA = 3;
  int ENCAP_IP6 = 4;

  // linux/lwtunnel.h, lwtunnel_ip_t; lwtunnel_ip6_t has the hop limit as 4 and the class as 5
  int TUNNEL_ID = 1;
  int TUNNEL_DESTINATION = 2;
  int TUNNEL_SOURCE = 3;
  int TUNNEL_TTL = 4;
  int TUNNEL_TOS = 5;
  int TUNNEL_FLAGS = 6;

  int MPLS_IPTUNNEL_DST = 1; // linux/mpls_iptunnel.h
  int ILA_ATTR_LOCATOR = 1; // linux/ila.h

  int LABEL_SHIFT = 12; // linux/mpls.h, MPLS_LS_LABEL_SHIFT
  int BOTTOM_OF_STACK = 1 << 8; // linux/mpls.h, MPLS_LS_S_MASK

  /// The value for RTA_ENCAP_TYPE.
  default int type() {
    return switch (this) {
      case Ip _ -> ENCAP_IP;
      case Ip6 _ -> ENCAP_IP6;
      case Mpls _ -> ENCAP_MPLS;
      case Ila _ -> ENCAP_ILA;
    };
  }

  /// Writes the attributes inside RTA_ENCAP.
  default void encode(AttributeWriter body) {
    switch (this) {
      case Ip(var id, var source, var destination, var ttl, var tos, var flags) ->
          body.be64(TUNNEL_ID, id)
              .address(TUNNEL_DESTINATION, destination)
              .address(TUNNEL_SOURCE, source)
              .u8(TUNNEL_TTL, ttl)
              .u8(TUNNEL_TOS, tos)
              .port(TUNNEL_FLAGS, flags);
      case Ip6(var id, var source, var destination, var limit, var trafficClass, var flags) ->
          body.be64(TUNNEL_ID, id)
              .address(TUNNEL_DESTINATION, destination)
              .address(TUNNEL_SOURCE, source)
              .u8(TUNNEL_TTL, limit)
              .u8(TUNNEL_TOS, trafficClass)
              .port(TUNNEL_FLAGS, flags);
      case Mpls(var labels) -> body.bytes(MPLS_IPTUNNEL_DST, stack(labels));
      case Ila(var locator) -> body.be64(ILA_ATTR_LOCATOR, locator);
    }
  }

  /// Reads the attributes inside RTA_ENCAP; empty for other kinds of tunnels.
  static Optional<Encapsulation> decode(int type, AttributeReader body) {
    return switch (type) {
      case ENCAP_IP, ENCAP_IP6 -> Optional.of(decodeTunnel(type, body));
      case ENCAP_MPLS -> Optional.of(new Mpls(labels(single(body, MPLS_IPTUNNEL_DST))));
      case ENCAP_ILA -> {
        var locator = single(body, ILA_ATTR_LOCATOR);
        if (locator.remaining() < 8) {
          throw new MalformedMessage("locator of " + locator.remaining() + " bytes");
        }
        yield Optional.of(new Ila(ByteBuffer.wrap(copy(locator)).getLong()));
      }
      default -> Optional.empty();
    };
  }

  private static Encapsulation decodeTunnel(int type, AttributeReader body) {
    long id = 0;
    byte[] destination = new byte[type == ENCAP_IP ? 4 : 16];
    byte[] source = destination.clone();
    int ttl = 0;
    int tos = 0;
    int flags = 0;
    while (body.next()) {
      switch (body.type()) {
        case TUNNEL_ID -> id = body.be64();
        case TUNNEL_DESTINATION -> destination = exactly(destination.length, body);
        case TUNNEL_SOURCE -> source = exactly(source.length, body);
        case TUNNEL_TTL -> ttl = body.u8();
        case TUNNEL_TOS -> tos = body.u8();
        case TUNNEL_FLAGS -> flags = body.port();
        default -> {}
      }
    }
    return type == ENCAP_IP
        ? new Ip(id, Ipv4Address.of(source), Ipv4Address.of(destination), ttl, tos, flags)
        : new Ip6(id, Ipv6Address.of(source), Ipv6Address.of(destination), ttl, tos, flags);
  }

  private static byte[] exactly(int size, AttributeReader attribute) {
    byte[] bytes = attribute.bytes();
    if (bytes.length != size) {
      throw new MalformedMessage("tunnel address of " + bytes.length + " bytes");
    }
    return bytes;
  }

  private static ByteBuffer single(AttributeReader body, int type) {
    while (body.next()) {
      if (body.type() == type) {
        return body.value();
      }
    }
    throw new MalformedMessage("encapsulation without attribute " + type);
  }

  private static byte[] copy(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.get(bytes);
    return bytes;
  }

  private static byte[] stack(List<Integer> labels) {
    var bytes = ByteBuffer.allocate(4 * labels.size());
    for (int i = 0; i < labels.size(); i++) {
      int bottom = i == labels.size() - 1 ? BOTTOM_OF_STACK : 0;
      bytes.putInt((labels.get(i) << LABEL_SHIFT) | bottom);
    }
    return bytes.array();
  }

  private static List<Integer> labels(ByteBuffer stack) {
    var bytes = ByteBuffer.wrap(copy(stack));
    var labels = new ArrayList<Integer>();
    while (bytes.remaining() >= 4) {
      labels.add(bytes.getInt() >>> LABEL_SHIFT);
    }
    return labels;
  }
}
