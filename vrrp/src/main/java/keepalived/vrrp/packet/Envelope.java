package keepalived.vrrp.packet;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;

/// A received packet of protocol 112 or 51, decoded: addresses, TTL, authentication header and
/// content. Decoding is total.
///
/// @param packet all received bytes, with the IP header for IPv4
/// @param payload where VRRP starts
public record Envelope(
    IpAddress source,
    IpAddress destination,
    int ttl,
    Optional<AuthHeader> authHeader,
    Decoded content,
    ByteBuffer packet,
    ByteBuffer payload) {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  public Family family() {
    return source.family();
  }

  /// Decodes an IPv4 packet with its header, as a raw socket delivers it. Cuts off padding.
  public static Envelope ofIpv4(ByteBuffer packet) {
    var header = Ipv4Header.decode(packet);
    if (header.isEmpty()) {
      return refused(Ipv4Address.UNSPECIFIED, Ipv4Address.UNSPECIFIED, 0, packet)
          .apply(Rejected.Reason.IP_HEADER);
    }
    var ip = header.get();
    var refused = refused(ip.source(), ip.destination(), ip.ttl(), packet);
    if (ip.totalLength() > packet.remaining() || ip.totalLength() < ip.headerLength()) {
      return refused.apply(Rejected.Reason.IP_LENGTH);
    }
    var whole = packet.slice(packet.position(), ip.totalLength());
    var body = whole.slice(ip.headerLength(), ip.totalLength() - ip.headerLength());
    Optional<AuthHeader> authHeader = Optional.empty();
    if (ip.protocol() == AuthHeader.PROTOCOL) {
      authHeader = AuthHeader.decode(body);
      if (authHeader.isEmpty()) {
        return refused.apply(Rejected.Reason.AUTH_HEADER);
      }
      body = body.slice(AuthHeader.LENGTH, body.remaining() - AuthHeader.LENGTH);
    }
    var content = Advertisement.decode(body, ip.source(), ip.destination());
    return new Envelope(ip.source(), ip.destination(), ip.ttl(), authHeader, content, whole, body);
  }

  /// Decodes the payload of an IPv6 packet, whose header came as ancillary data.
  public static Envelope ofIpv6(
      Ipv6Address source, Ipv6Address destination, int hopLimit, ByteBuffer payload) {
    var content = Advertisement.decode(payload, source, destination);
    return new Envelope(source, destination, hopLimit, Optional.empty(), content, payload, payload);
  }

  private static Function<Rejected.Reason, Envelope> refused(
      IpAddress source, IpAddress destination, int ttl, ByteBuffer packet) {
    return reason ->
        new Envelope(
            source, destination, ttl, Optional.empty(), Rejected.of(reason), packet, NOTHING);
  }
}
