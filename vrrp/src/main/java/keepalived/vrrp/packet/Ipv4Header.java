package keepalived.vrrp.packet;

import java.nio.ByteBuffer;
import java.util.Optional;
import keepalived.core.net.Checksum;
import keepalived.core.net.Ipv4Address;

/// An IPv4 header (RFC 791). Sent without options; options are skipped when received.
///
///     |Version|  IHL  |Type of Service|          Total Length         |
///     |         Identification        |Flags|      Fragment Offset    |
///     |  Time to Live |    Protocol   |         Header Checksum       |
///     |                       Source Address                          |
///     |                    Destination Address                        |
///
/// @param headerLength bytes, with options
public record Ipv4Header(
    int headerLength,
    int tos,
    int totalLength,
    int id,
    int ttl,
    int protocol,
    Ipv4Address source,
    Ipv4Address destination) {

  public static final int LENGTH = 20;

  /// The type of service of adverts: precedence "internetwork control".
  public static final int TOS = 0xC0;

  private static final int CHECKSUM_OFFSET = 10;

  /// A packet: this header with its checksum, then the payload.
  public static ByteBuffer packet(
      int id, int ttl, int protocol, Ipv4Address source, Ipv4Address destination, ByteBuffer body) {
    int total = LENGTH + body.remaining();
    var header = new Ipv4Header(LENGTH, TOS, total, id, ttl, protocol, source, destination);
    var out = ByteBuffer.allocate(total);
    header.encode(out);
    return out.put(body.slice()).flip();
  }

  private void encode(ByteBuffer out) {
    out.put((byte) 0x45).put((byte) tos).putShort((short) totalLength);
    out.putShort((short) id).putShort((short) 0);
    out.put((byte) ttl).put((byte) protocol).putShort((short) 0);
    out.putInt(source.bits()).putInt(destination.bits());
    out.putShort(CHECKSUM_OFFSET, (short) Checksum.of(out.slice(0, LENGTH)));
  }

  /// Decodes a header; empty when there are too few bytes or another version. The kernel has
  /// verified the checksum.
  public static Optional<Ipv4Header> decode(ByteBuffer packet) {
    var in = packet.slice();
    if (in.remaining() < LENGTH || (in.get(0) & 0xF0) != 0x40) {
      return Optional.empty();
    }
    int headerLength = (in.get(0) & 0xF) * 4;
    if (headerLength < LENGTH || in.remaining() < headerLength) {
      return Optional.empty();
    }
    return Optional.of(
        new Ipv4Header(
            headerLength,
            in.get(1) & 0xFF,
            in.getShort(2) & 0xFFFF,
            in.getShort(4) & 0xFFFF,
            in.get(8) & 0xFF,
            in.get(9) & 0xFF,
            new Ipv4Address(in.getInt(12)),
            new Ipv4Address(in.getInt(16))));
  }
}
