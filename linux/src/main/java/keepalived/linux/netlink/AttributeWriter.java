package keepalived.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import keepalived.core.net.IpAddress;

/// Writes netlink attributes: a length and a type of 16 bits each, the value, padding to 4 bytes.
/// The writer fills in the lengths. Integers are in the machine's byte order unless the method's
/// name says otherwise.
public final class AttributeWriter {

  private static final int NLA_F_NESTED = 0x8000; // linux/netlink.h

  private final ByteBuffer out;

  public AttributeWriter(ByteBuffer out) {
    this.out = out.order(ByteOrder.nativeOrder());
  }

  /// Writes the fixed structure before the attributes, padded to 4 bytes.
  public AttributeWriter header(Consumer<ByteBuffer> structure) {
    structure.accept(out);
    return pad();
  }

  public AttributeWriter u8(int type, int value) {
    return put(type, 1, data -> data.put((byte) value));
  }

  public AttributeWriter u16(int type, int value) {
    return put(type, 2, data -> data.putShort((short) value));
  }

  public AttributeWriter u32(int type, long value) {
    return put(type, 4, data -> data.putInt((int) value));
  }

  public AttributeWriter u64(int type, long value) {
    return put(type, 8, data -> data.putLong(value));
  }

  /// A port number: 16 bits in network order.
  public AttributeWriter port(int type, int value) {
    return put(type, 2, data -> data.put((byte) (value >> 8)).put((byte) value));
  }

  /// 32 bits in network order.
  public AttributeWriter be32(int type, long value) {
    return put(type, 4, data -> data.putInt(swap((int) value)));
  }

  /// 64 bits in network order.
  public AttributeWriter be64(int type, long value) {
    return put(type, 8, data -> putBigEndian(data, value));
  }

  /// A string with its terminating zero.
  public AttributeWriter string(int type, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return put(type, text.length + 1, data -> data.put(text).put((byte) 0));
  }

  public AttributeWriter bytes(int type, byte[] value) {
    return put(type, value.length, data -> data.put(value));
  }

  /// An address in network order, 4 or 16 bytes.
  public AttributeWriter address(int type, IpAddress value) {
    return bytes(type, value.bytes());
  }

  /// An attribute without a value.
  public AttributeWriter flag(int type) {
    return put(type, 0, _ -> {});
  }

  /// A structure as the value.
  public AttributeWriter struct(int type, Consumer<ByteBuffer> structure) {
    return patched(type, structure);
  }

  /// Attributes inside an attribute, with the flag for nesting: strict families require it, others
  /// ignore it.
  public AttributeWriter nested(int type, Consumer<AttributeWriter> inner) {
    return patched(type | NLA_F_NESTED, _ -> inner.accept(this));
  }

  private AttributeWriter put(int type, int size, Consumer<ByteBuffer> value) {
    out.putShort((short) (4 + size)).putShort((short) type);
    value.accept(out);
    return pad();
  }

  private AttributeWriter patched(int type, Consumer<ByteBuffer> value) {
    int start = out.position();
    out.putShort((short) 0).putShort((short) type);
    value.accept(out);
    int length = out.position() - start;
    if (length > 0xFFFF) {
      throw new IllegalStateException("attribute " + type + " of " + length + " bytes");
    }
    out.putShort(start, (short) length);
    return pad();
  }

  private AttributeWriter pad() {
    while ((out.position() & 3) != 0) {
      out.put((byte) 0);
    }
    return this;
  }

  private static int swap(int value) {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(value) : value;
  }

  private static void putBigEndian(ByteBuffer data, long value) {
    data.putInt(swap((int) (value >>> 32))).putInt(swap((int) value));
  }
}
