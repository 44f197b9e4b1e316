package keepalived.vrrp.packet;

import java.nio.ByteBuffer;
import java.util.Optional;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.MacAddress;

/// A gratuitous ARP request in an Ethernet frame (RFC 826, RFC 5227 3): sender and target address
/// are the one announced.
///
///     | broadcast (6) | sender MAC (6) | 0x0806 |
///     | 1 Ethernet | 0x0800 IPv4 | 6 | 4 | 1 request |
///     | sender MAC (6) | address (4) | broadcast (6) | address (4) |
public record GratuitousArp(MacAddress sender, Ipv4Address address) {

  public static final int LENGTH = 42;

  /// The EtherType of ARP.
  public static final int ETHERTYPE = 0x0806;

  private static final long PREAMBLE = 0x0001_0800_0604_0001L;

  public ByteBuffer encode() {
    var out = ByteBuffer.allocate(LENGTH);
    out.put(MacAddress.BROADCAST.bytes()).put(sender.bytes()).putShort((short) ETHERTYPE);
    out.putLong(PREAMBLE);
    out.put(sender.bytes()).putInt(address.bits());
    out.put(MacAddress.BROADCAST.bytes()).putInt(address.bits());
    return out.flip();
  }

  /// Decodes a frame; empty when it is not a gratuitous ARP request of this form.
  public static Optional<GratuitousArp> decode(ByteBuffer frame) {
    var in = frame.slice();
    if (in.remaining() < LENGTH
        || (in.getShort(12) & 0xFFFF) != ETHERTYPE
        || in.getLong(14) != PREAMBLE
        || in.getInt(28) != in.getInt(38)) {
      return Optional.empty();
    }
    byte[] sender = new byte[6];
    in.get(22, sender);
    return Optional.of(new GratuitousArp(MacAddress.of(sender), new Ipv4Address(in.getInt(28))));
  }
}
