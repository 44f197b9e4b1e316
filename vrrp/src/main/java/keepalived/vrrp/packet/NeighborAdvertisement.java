package keepalived.vrrp.packet;

import java.nio.ByteBuffer;
import java.util.Optional;
import keepalived.core.net.Checksum;
import keepalived.core.net.Ipv6Address;
import keepalived.core.net.MacAddress;

/// An unsolicited neighbour advertisement (RFC 4861 4.4), override flag set, sent to all nodes from
/// the address it announces.
///
///     |   136   |   0   |          Checksum             |
///     |R|S|O|                Reserved                   |
///     |             Target Address (16)                 |
///     | 2 | 1 |      link-layer address (6)             |
///
/// @param router set when this host forwards
public record NeighborAdvertisement(Ipv6Address address, MacAddress sender, boolean router) {

  public static final int PROTOCOL = 58;
  public static final int LENGTH = 32;
  public static final Ipv6Address ALL_NODES = Ipv6Address.of("ff02::1");
  private static final int TYPE = 136;
  private static final int ROUTER = 0x8000_0000;
  private static final int OVERRIDE = 0x2000_0000;
  private static final int TARGET_LINK_LAYER = 0x0201;

  public ByteBuffer encode() {
    var out = ByteBuffer.allocate(LENGTH);
    out.put((byte) TYPE).put((byte) 0).putShort((short) 0);
    out.putInt(OVERRIDE | (router ? ROUTER : 0)).put(address.bytes());
    out.putShort((short) TARGET_LINK_LAYER).put(sender.bytes()).flip();
    return out.putShort(2, (short) Checksum.of(address, ALL_NODES, PROTOCOL, out));
  }

  /// Decodes the ICMPv6 part; empty when it is another message or its checksum is wrong.
  public static Optional<NeighborAdvertisement> decode(ByteBuffer packet) {
    var in = packet.slice();
    if (in.remaining() != LENGTH
        || (in.getShort(0) & 0xFFFF) != TYPE << 8
        || (in.getInt(4) & OVERRIDE) == 0
        || in.getShort(24) != TARGET_LINK_LAYER) {
      return Optional.empty();
    }
    byte[] target = new byte[16];
    byte[] sender = new byte[6];
    in.get(8, target).get(26, sender);
    var address = Ipv6Address.of(target);
    if (Checksum.of(address, ALL_NODES, PROTOCOL, in) != 0) {
      return Optional.empty();
    }
    return Optional.of(
        new NeighborAdvertisement(address, MacAddress.of(sender), (in.getInt(4) & ROUTER) != 0));
  }
}
