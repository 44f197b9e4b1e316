package keepalived.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.function.Consumer;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import org.junit.jupiter.api.Test;

/// Golden bytes of a little-endian machine, in both directions.
class AttributeTest {

  private static byte[] written(Consumer<AttributeWriter> body) {
    var out = ByteBuffer.allocate(512);
    body.accept(new AttributeWriter(out));
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  /// Parses hexadecimal bytes; ignores blanks, and comments from `#` to the end of the line.
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("#[^\n]*", "").replaceAll("\\s", ""));
  }

  private static AttributeReader reading(byte[] bytes) {
    return new AttributeReader(ByteBuffer.wrap(bytes));
  }

  @Test
  void anIpvsServiceIsNestedWithItsLengthPatched() {
    byte[] expected =
        hex(
            """
            2800 0180             # IPVS_CMD_ATTR_SERVICE, 40 bytes, nested
              0600 0100 0200 0000 #   AF: AF_INET, padded
              0600 0400 0050 0000 #   PORT: 80 in network order, padded
              0800 0600 776c6300  #   SCHED_NAME: "wlc" with its zero
              0c00 0700           #   FLAGS: a structure
                02000000 ffffffff
            """);
    byte[] bytes =
        written(
            w ->
                w.nested(
                    1,
                    service ->
                        service
                            .u16(1, 2)
                            .port(4, 80)
                            .string(6, "wlc")
                            .struct(7, data -> data.putInt(2).putInt(-1))));
    assertArrayEquals(expected, bytes);

    var outer = reading(expected);
    assertTrue(outer.next());
    assertEquals(1, outer.type());
    var inner = outer.nested();
    assertTrue(inner.next());
    assertEquals(2, inner.u16());
    assertTrue(inner.next());
    assertEquals(80, inner.port());
    assertTrue(inner.next());
    assertEquals("wlc", inner.string());
    assertTrue(inner.next());
    assertEquals(-1, inner.struct(8).getInt(4));
    assertFalse(inner.next());
    assertFalse(outer.next());
  }

  @Test
  void everyKindOfValueHasItsBytes() {
    assertArrayEquals(hex("0500 0300 ff000000"), written(w -> w.u8(3, 255)));
    assertArrayEquals(hex("0800 0300 efbeadde"), written(w -> w.u32(3, 0xDEADBEEFL)));
    assertArrayEquals(
        hex("0c00 0300 0807060504030201"), written(w -> w.u64(3, 0x0102030405060708L)));
    assertArrayEquals(hex("0800 0300 deadbeef"), written(w -> w.be32(3, 0xDEADBEEFL)));
    assertArrayEquals(
        hex("0c00 0300 0102030405060708"), written(w -> w.be64(3, 0x0102030405060708L)));
    assertArrayEquals(hex("0600 0300 0170 0000"), written(w -> w.port(3, 368)));
    assertArrayEquals(hex("0400 0300"), written(w -> w.flag(3)));
    assertArrayEquals(hex("0700 0300 010203 00"), written(w -> w.bytes(3, new byte[] {1, 2, 3})));
    assertArrayEquals(
        hex("0800 0300 0a000001"), written(w -> w.address(3, Ipv4Address.of("10.0.0.1"))));
    assertArrayEquals(
        hex("1400 0300 fe80 0000 0000 0000 0000 0000 0000 0001"),
        written(w -> w.address(3, Ipv6Address.of("fe80::1"))));
    assertArrayEquals(
        hex("0201 0000"), written(w -> w.header(out -> out.put((byte) 2).put((byte) 1))));
  }

  @Test
  void readersAreTheInverseOfWriters() {
    var reader =
        reading(
            written(
                w ->
                    w.u8(1, 200)
                        .u16(2, 65000)
                        .u32(3, 4_000_000_000L)
                        .u64(4, -2)
                        .port(5, 65000)
                        .be32(6, 4_000_000_000L)
                        .be64(7, -3)
                        .string(8, "eth0")
                        .address(9, IpAddress.parse("2001:db8::9").orElseThrow())
                        .u32(10, -1)));
    assertTrue(reader.next());
    assertEquals(200, reader.u8());
    assertTrue(reader.next());
    assertEquals(65000, reader.u16());
    assertTrue(reader.next());
    assertEquals(4_000_000_000L, reader.u32());
    assertTrue(reader.next());
    assertEquals(-2, reader.u64());
    assertTrue(reader.next());
    assertEquals(65000, reader.port());
    assertTrue(reader.next());
    assertEquals(4_000_000_000L, reader.be32());
    assertTrue(reader.next());
    assertEquals(-3, reader.be64());
    assertTrue(reader.next());
    assertEquals("eth0", reader.string());
    assertTrue(reader.next());
    assertEquals(Ipv6Address.of("2001:db8::9"), reader.address());
    assertTrue(reader.next());
    assertEquals(-1, reader.s32());
    assertFalse(reader.next());
  }

  @Test
  void aWrongLengthIsAMalformedMessage() {
    assertThrows(MalformedMessage.class, () -> reading(hex("0300 0100")).next());
    assertThrows(MalformedMessage.class, () -> reading(hex("0900 0100 00000000")).next());
    var shortValue = reading(hex("0600 0100 0102 0000"));
    assertTrue(shortValue.next());
    assertEquals(0x0201, shortValue.u16());
    assertThrows(MalformedMessage.class, shortValue::u32);
    assertThrows(MalformedMessage.class, shortValue::be32);
    assertThrows(MalformedMessage.class, shortValue::address);
    assertThrows(MalformedMessage.class, () -> shortValue.struct(3));
  }

  @Test
  void restShorterThanAHeaderIsPadding() {
    var reader = reading(hex("0800 0100 00000000 000000"));
    assertTrue(reader.next());
    assertFalse(reader.next());
  }

  @Test
  void aStringMayLackItsZero() {
    var reader = reading(hex("0800 0100 65746830"));
    assertTrue(reader.next());
    assertEquals("eth0", reader.string());
  }

  @Test
  void theWriterWorksInTheMachinesOrder() {
    assertEquals(ByteOrder.LITTLE_ENDIAN, ByteOrder.nativeOrder());
  }
}
