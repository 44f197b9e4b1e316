package keepalived.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;

/// A cursor over netlink attributes:
///
///     while (attributes.next()) {
///       switch (attributes.type()) {
///         case IFLA_MTU -> mtu = attributes.u32();
///       }
///     }
///
/// Unknown attributes are skipped, as the format requires: kernels add new ones. A value that is too
/// short for its accessor, or a length that does not fit, throws [MalformedMessage].
public final class AttributeReader {

  private static final int TYPE_MASK = 0x3FFF; // linux/netlink.h, NLA_TYPE_MASK

  private final ByteBuffer data;
  private int type;
  private ByteBuffer value;

  public AttributeReader(ByteBuffer attributes) {
    data = attributes.duplicate().order(ByteOrder.nativeOrder());
    value = data.slice(data.position(), 0);
  }

  /// Moves to the next attribute; false at the end. A remainder shorter than a header is padding.
  public boolean next() {
    if (data.remaining() < 4) {
      return false;
    }
    int start = data.position();
    int length = data.getShort() & 0xFFFF;
    type = data.getShort() & TYPE_MASK;
    if (length < 4 || length > data.limit() - start) {
      throw new MalformedMessage(
          "attribute " + type + " of length " + length + ", left " + (data.limit() - start));
    }
    value = data.slice(start + 4, length - 4).order(ByteOrder.nativeOrder());
    data.position(Math.min(data.limit(), start + ((length + 3) & ~3)));
    return true;
  }

  /// The type of the current attribute, without the bits for nesting and byte order.
  public int type() {
    return type;
  }

  /// The bytes of the current value, as a view.
  public ByteBuffer value() {
    return value.duplicate().order(ByteOrder.nativeOrder());
  }

  /// The current value as a structure of at least this size.
  public ByteBuffer struct(int size) {
    return need(size).duplicate().order(ByteOrder.nativeOrder());
  }

  public int u8() {
    return need(1).get(0) & 0xFF;
  }

  public int u16() {
    return need(2).getShort(0) & 0xFFFF;
  }

  public int s32() {
    return need(4).getInt(0);
  }

  public long u32() {
    return need(4).getInt(0) & 0xFFFF_FFFFL;
  }

  public long u64() {
    return need(8).getLong(0);
  }

  /// A port number: 16 bits in network order.
  public int port() {
    return ((need(2).get(0) & 0xFF) << 8) | (value.get(1) & 0xFF);
  }

  /// 32 bits in network order.
  public long be32() {
    return bigEndian(4);
  }

  /// 64 bits in network order.
  public long be64() {
    return bigEndian(8);
  }

  /// A string up to its terminating zero, or to the end of the value.
  public String string() {
    byte[] bytes = bytes();
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  public byte[] bytes() {
    byte[] bytes = new byte[value.remaining()];
    value.get(0, bytes);
    return bytes;
  }

  /// An address of 4 or 16 bytes in network order; the size decides the family.
  public IpAddress address() {
    return switch (value.remaining()) {
      case 4 -> Ipv4Address.of(bytes());
      case 16 -> Ipv6Address.of(bytes());
      default ->
          throw new MalformedMessage("address of " + value.remaining() + " bytes in " + type);
    };
  }

  /// A reader of the attributes inside the current one.
  public AttributeReader nested() {
    return new AttributeReader(value);
  }

  private ByteBuffer need(int size) {
    if (value.remaining() < size) {
      throw new MalformedMessage(
          "attribute " + type + " has " + value.remaining() + " bytes, expected " + size);
    }
    return value;
  }

  private long bigEndian(int size) {
    need(size);
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = (number << 8) | (value.get(i) & 0xFF);
    }
    return number;
  }
}
