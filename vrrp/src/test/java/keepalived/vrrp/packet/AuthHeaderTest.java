package keepalived.vrrp.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keepalived.core.net.Ipv4Address;
import keepalived.vrrp.packet.Advertisement.Authenticator;
import keepalived.vrrp.packet.Advertisement.Sum;
import org.junit.jupiter.api.Test;

class AuthHeaderTest {

  private static final Ipv4Address ROUTER = Ipv4Address.of("10.0.0.1");
  private static final Ipv4Address GROUP = Ipv4Address.of("224.0.0.18");
  private static final long SECRET = 0x7365_6372_6574_0000L;

  @Test
  void theCapturedPacketsVerifyAndAreReproduced() {
    assertVector("v2-ah", 100, 1);
    assertVector("v2-ah-resign", 0, 6);
  }

  private static void assertVector(String name, int priority, int sequence) {
    var packet = Vectors.read(name);
    var payload = packet.slice(Ipv4Header.LENGTH, packet.remaining() - Ipv4Header.LENGTH);
    var header = AuthHeader.decode(payload).orElseThrow();
    assertEquals(ROUTER.bits(), header.spi());
    assertEquals(sequence, header.sequence());
    assertTrue(header.verifies(packet, SECRET));
    assertFalse(header.verifies(packet, SECRET + 1));

    var advert =
        new Advertisement(
            2,
            53,
            priority,
            Duration.ofSeconds(1),
            List.of(Ipv4Address.of("10.0.0.103")),
            new Authenticator(2, 0),
            Sum.PLAIN,
            Optional.empty());
    var behind = payload.slice(AuthHeader.LENGTH, payload.remaining() - AuthHeader.LENGTH);
    assertEquals(advert, Advertisement.decode(behind, ROUTER, GROUP));
    var body = AuthHeader.before(advert.encode(ROUTER, GROUP), ROUTER.bits(), sequence);
    var built = Ipv4Header.packet(sequence, 255, AuthHeader.PROTOCOL, ROUTER, GROUP, body);
    AuthHeader.sign(built, SECRET);
    assertEquals(Vectors.hex(packet), Vectors.hex(built));
  }

  @Test
  void whatRoutersChangeOnTheWayIsNotCovered() {
    var packet = Vectors.read("v2-ah");
    var code = AuthHeader.codeFor(packet, SECRET);
    var travelled = ByteBuffer.wrap(packet.array().clone());
    travelled.put(1, (byte) 0).putShort(10, (short) 0x1234);
    assertEquals(code, AuthHeader.codeFor(travelled, SECRET));
    travelled.put(12, (byte) 11);
    assertFalse(code.matches(AuthHeader.codeFor(travelled, SECRET)));
  }

  @Test
  void aCodeThatCountsTheTtlAsZeroIsAcceptedToo() {
    var packet = Vectors.read("v2-ah");
    packet.put(8, (byte) 0);
    AuthHeader.sign(packet, SECRET);
    packet.put(8, (byte) 255);
    var payload = packet.slice(Ipv4Header.LENGTH, packet.remaining() - Ipv4Header.LENGTH);
    assertTrue(AuthHeader.decode(payload).orElseThrow().verifies(packet, SECRET));
  }

  /// keepalived 2.2.7 sends unicast adverts in this form, and refuses others.
  @Test
  void unicastCodesDoNotCoverTheTtl() {
    var packet = Vectors.read("v2-ah");
    packet.put(16, new byte[] {10, 0, 0, 9});
    AuthHeader.sign(packet, SECRET);
    packet.put(8, (byte) 7);
    var payload = packet.slice(Ipv4Header.LENGTH, packet.remaining() - Ipv4Header.LENGTH);
    assertTrue(AuthHeader.decode(payload).orElseThrow().verifies(packet, SECRET));
  }

  @Test
  void shortHeadersAndOtherPayloadsAreEmpty() {
    var packet = Vectors.read("v2-ah");
    var payload = packet.slice(Ipv4Header.LENGTH, packet.remaining() - Ipv4Header.LENGTH);
    for (int length = 0; length < AuthHeader.LENGTH; length++) {
      assertTrue(AuthHeader.decode(payload.slice(0, length)).isEmpty());
    }
    var tcp = ByteBuffer.wrap(packet.array().clone());
    tcp.put(Ipv4Header.LENGTH, (byte) 6);
    assertTrue(AuthHeader.decode(tcp.slice(Ipv4Header.LENGTH, 24)).isEmpty());
  }
}
