package keepalived.vrrp.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Optional;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.core.net.MacAddress;
import org.junit.jupiter.api.Test;

class AnnouncementPacketsTest {

  @Test
  void gratuitousArpEqualsTheCapturedFrame() {
    var frame = Vectors.read("gratuitous-arp");
    var arp = GratuitousArp.decode(frame).orElseThrow();
    assertEquals(Ipv4Address.of("10.0.0.100"), arp.address());
    assertEquals(Vectors.hex(frame), Vectors.hex(arp.encode()));
    for (int length = 0; length < GratuitousArp.LENGTH; length++) {
      assertTrue(GratuitousArp.decode(frame.slice(0, length)).isEmpty());
    }
  }

  @Test
  void neighbourAdvertisementEqualsTheCapturedPacket() {
    var packet = Vectors.read("unsolicited-na");
    var part = packet.slice(40, packet.remaining() - 40);
    var advert = NeighborAdvertisement.decode(part).orElseThrow();
    assertEquals(Ipv6Address.of("2001:db8::100"), advert.address());
    assertEquals(false, advert.router());
    assertEquals(Vectors.hex(part), Vectors.hex(advert.encode()));
  }

  @Test
  void aFlippedBitNeverReadsAsTheSameAdvertisement() {
    var good =
        new NeighborAdvertisement(
            Ipv6Address.of("2001:db8::1"), new MacAddress(0x00_00_5E_00_02_07L), true);
    byte[] bytes = good.encode().array();
    assertEquals(Optional.of(good), NeighborAdvertisement.decode(ByteBuffer.wrap(bytes)));
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (0x80 >>> (bit % 8));
      assertNotEquals(
          Optional.of(good), NeighborAdvertisement.decode(ByteBuffer.wrap(flipped)), "bit " + bit);
    }
  }

  @Test
  void ipv4HeaderNeedsItsOptionsToo() {
    var packet = Vectors.read("v2-none");
    var withOptions = ByteBuffer.allocate(packet.remaining()).put(packet.slice()).flip();
    withOptions.put(0, (byte) 0x46);
    assertEquals(24, Ipv4Header.decode(withOptions).orElseThrow().headerLength());
    withOptions.put(0, (byte) 0x44);
    assertTrue(Ipv4Header.decode(withOptions).isEmpty());
    withOptions.put(0, (byte) 0x4F);
    assertTrue(Ipv4Header.decode(withOptions.slice(0, 40)).isEmpty());
    withOptions.put(0, (byte) 0x65);
    assertTrue(Ipv4Header.decode(withOptions).isEmpty());
  }
}
