package keepalived.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ChecksumTest {

  private static ByteBuffer hex(String text) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(text.replace(" ", "")));
  }

  /// The worked example of RFC 1071 section 3: the sum of these words is ddf2.
  @Test
  void rfc1071Example() {
    assertEquals(~0xddf2 & 0xFFFF, Checksum.of(hex("0001 f203 f4f5 f6f7")));
  }

  @Test
  void dataWithItsChecksumSumsToZero() {
    // an IPv4 header from textbooks: checksum b861
    assertEquals(0xb861, Checksum.of(hex("4500 0073 0000 4000 4011 0000 c0a8 0001 c0a8 00c7")));
    assertEquals(0, Checksum.of(hex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7")));
  }

  @Test
  void oddLengthIsPaddedWithZero() {
    assertEquals(Checksum.of(hex("0102 0300")), Checksum.of(hex("0102 03")));
  }

  /// VRRPv3, VRID 1, priority 100, 1 s, 10.0.0.100 from 10.0.0.1 to 224.0.0.18, summed by hand.
  @Test
  void pseudoHeader() {
    var packet = hex("31 01 64 01 00 64 00 00 0a 00 00 64");
    int sum = 0x0a00 + 0x0001 + 0xe000 + 0x0012 + 112 + 12;
    sum += 0x3101 + 0x6401 + 0x0064 + 0x0a00 + 0x0064;
    sum = (sum & 0xFFFF) + (sum >>> 16);
    assertEquals(
        ~sum & 0xFFFF,
        Checksum.of(Ipv4Address.of("10.0.0.1"), Ipv4Address.of("224.0.0.18"), 112, packet));
    assertEquals(0, packet.position());
  }
}
