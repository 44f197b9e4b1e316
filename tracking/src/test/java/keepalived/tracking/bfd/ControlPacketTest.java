package keepalived.tracking.bfd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Random;
import keepalived.tracking.bfd.ControlPacket.Discriminators;
import keepalived.tracking.bfd.ControlPacket.Flags;
import keepalived.tracking.bfd.ControlPacket.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlPacketTest {

  /// Version 1, detection time expired, Up, poll, multiplier 3, 300 ms and 250 ms.
  private static final String UP = "21e0031800000abc00000def000493e00003d09000000000";

  private static final ControlPacket PACKET =
      new ControlPacket(
          State.UP,
          Diagnostic.DETECTION_TIME_EXPIRED,
          new Flags(true, false, false),
          3,
          new Discriminators(0xabc, 0xdef),
          Duration.ofMillis(300),
          Duration.ofMillis(250));

  private static ControlDecoded decode(String hex) {
    return ControlPacket.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  @Test
  void theLayoutIsTheOneOfTheRfc() {
    assertEquals(UP, HexFormat.of().formatHex(PACKET.encode().array()));
    assertEquals(PACKET, decode(UP));
  }

  @ParameterizedTest
  @CsvSource({
    "21e0031800000abc00000def000493e00003d090000000, TOO_SHORT",
    "41e0031800000abc00000def000493e00003d09000000000, VERSION",
    "21e0031700000abc00000def000493e00003d09000000000, LENGTH",
    "21e0031900000abc00000def000493e00003d09000000000, LENGTH",
    "29e0031800000abc00000def000493e00003d09000000000, DIAGNOSTIC",
    "21e0001800000abc00000def000493e00003d09000000000, MULTIPLIER",
    "21e1031800000abc00000def000493e00003d09000000000, MULTIPOINT",
    "21f0031800000abc00000def000493e00003d09000000000, POLL_AND_FINAL",
    "21e4031800000abc00000def000493e00003d09000000000, AUTHENTICATED",
    "21e003180000000000000def000493e00003d09000000000, MY_DISCRIMINATOR",
    "21e0031800000abc00000000000493e00003d09000000000, YOUR_DISCRIMINATOR"
  })
  void refuses(String hex, ControlRejected.Reason reason) {
    assertEquals(new ControlRejected(reason), decode(hex));
  }

  @Test
  void aSessionMayBeginWithoutYourDiscriminator() {
    assertInstanceOf(
        ControlPacket.class, decode("2040031800000abc00000000000493e00003d09000000000"));
  }

  @Test
  void decodingIsTotal() {
    var bytes = HexFormat.of().parseHex(UP);
    var seen = EnumSet.noneOf(ControlRejected.Reason.class);
    for (int length = 0; length < bytes.length; length++) {
      assertEquals(
          new ControlRejected(ControlRejected.Reason.TOO_SHORT),
          ControlPacket.decode(ByteBuffer.wrap(bytes, 0, length)));
    }
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      var flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      var decoded = ControlPacket.decode(ByteBuffer.wrap(flipped));
      assertNotNull(decoded);
      if (decoded instanceof ControlRejected(var reason)) {
        seen.add(reason);
      }
    }
    assertEquals(
        EnumSet.complementOf(
            EnumSet.of(
                ControlRejected.Reason.TOO_SHORT,
                ControlRejected.Reason.MULTIPLIER,
                ControlRejected.Reason.MY_DISCRIMINATOR,
                ControlRejected.Reason.YOUR_DISCRIMINATOR)),
        seen);
  }

  @Test
  void whatIsEncodedIsDecoded() {
    var random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      boolean poll = random.nextBoolean();
      var packet =
          new ControlPacket(
              State.values()[random.nextInt(4)],
              Diagnostic.values()[random.nextInt(9)],
              new Flags(poll, !poll && random.nextBoolean(), random.nextBoolean()),
              1 + random.nextInt(255),
              new Discriminators(
                  1 + random.nextLong(0xFFFF_FFFFL), 1 + random.nextLong(0xFFFF_FFFFL)),
              Duration.ofNanos(1000 * random.nextLong(1L << 32)),
              Duration.ofNanos(1000 * random.nextLong(1L << 32)));
      assertEquals(packet, ControlPacket.decode(packet.encode()));
    }
  }
}
