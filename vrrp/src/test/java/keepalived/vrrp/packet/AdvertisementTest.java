package keepalived.vrrp.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.vrrp.packet.Advertisement.Authenticator;
import keepalived.vrrp.packet.Advertisement.Sum;
import keepalived.vrrp.packet.Rejected.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdvertisementTest {

  private static final Ipv4Address ROUTER = Ipv4Address.of("10.0.0.1");
  private static final Ipv4Address PEER = Ipv4Address.of("10.0.0.2");
  private static final Ipv4Address GROUP = Ipv4Address.of("224.0.0.18");
  private static final long SECRET = 0x7365_6372_6574_0000L;

  private static List<IpAddress> addresses(String... texts) {
    var list = new ArrayList<IpAddress>();
    for (String text : texts) {
      list.add(IpAddress.parse(text).orElseThrow());
    }
    return list;
  }

  private static Advertisement advertisement(
      int version, int vrid, int priority, Duration interval, Sum sum, String... addresses) {
    return new Advertisement(
        version,
        vrid,
        priority,
        interval,
        addresses(addresses),
        Authenticator.NONE,
        sum,
        Optional.empty());
  }

  /// Asserts a captured IPv4 packet in both directions, header included.
  private static void assertVector(String name, Ipv4Address destination, Advertisement advert) {
    var packet = Vectors.read(name);
    var header = Ipv4Header.decode(packet).orElseThrow();
    assertEquals(packet.remaining(), header.totalLength());
    assertEquals(advert, Advertisement.decode(body(packet), ROUTER, destination));
    var encoded = advert.encode(ROUTER, destination);
    assertEquals(
        Vectors.hex(packet),
        Vectors.hex(
            Ipv4Header.packet(
                header.id(), header.ttl(), Advertisement.PROTOCOL, ROUTER, destination, encoded)));
  }

  private static ByteBuffer body(ByteBuffer packet) {
    return packet.slice(Ipv4Header.LENGTH, packet.remaining() - Ipv4Header.LENGTH);
  }

  @Test
  void versionTwoWithoutAuthentication() {
    var second = Duration.ofSeconds(1);
    assertVector(
        "v2-none", GROUP, advertisement(2, 51, 101, second, Sum.PLAIN, "10.0.0.100", "10.0.0.101"));
    assertVector(
        "v2-none-resign",
        GROUP,
        advertisement(2, 51, 0, second, Sum.PLAIN, "10.0.0.100", "10.0.0.101"));
  }

  @Test
  void versionTwoWithPassword() {
    assertVector(
        "v2-pass",
        GROUP,
        new Advertisement(
            2,
            52,
            100,
            Duration.ofSeconds(1),
            addresses("10.0.0.102"),
            new Authenticator(1, SECRET),
            Sum.PLAIN,
            Optional.empty()));
  }

  @Test
  void versionThreeHasThePseudoHeaderInItsChecksum() {
    assertVector(
        "v3-multicast",
        GROUP,
        advertisement(3, 54, 200, Duration.ofMillis(500), Sum.PSEUDO, "10.0.0.104"));
    assertVector(
        "v3-unicast",
        PEER,
        advertisement(3, 56, 120, Duration.ofSeconds(1), Sum.PSEUDO, "10.0.0.105"));
  }

  @Test
  void veryOldReleasesPutTheGroupIntoThePseudoHeaderOfUnicastAdverts() {
    assertVector(
        "v3-old-unicast",
        PEER,
        advertisement(3, 57, 120, Duration.ofSeconds(1), Sum.GROUP_PSEUDO, "10.0.0.106"));
  }

  @Test
  void versionThreeOverIpv6() {
    var packet = Vectors.read("v3-ipv6");
    var source = Ipv6Address.of("fe80::fc2a:42ff:fed1:ef2f");
    var group = Ipv6Address.of("ff02::12");
    var advert =
        advertisement(3, 55, 150, Duration.ofSeconds(1), Sum.PSEUDO, "fe80::100", "2001:db8::100");
    var part = packet.slice(40, packet.remaining() - 40);
    assertEquals(advert, Advertisement.decode(part, source, group));
    assertEquals(Vectors.hex(part), Vectors.hex(advert.encode(source, group)));
  }

  @Test
  void aSignedAdvertisementCarriesItsTrailerOutsideTheChecksum() {
    var trailer =
        new HmacTrailer(
            HmacTrailer.SHA256,
            7,
            0,
            1_790_000_000L << 32 | 0x8000_0003L,
            new HmacTrailer.Code(0, 0));
    var plain =
        new Advertisement(
            3,
            54,
            200,
            Duration.ofMillis(500),
            addresses("10.0.0.104"),
            Authenticator.NONE,
            Sum.PSEUDO,
            Optional.of(trailer));
    var key = new ArrayList<Byte>();
    for (byte b : "0123456789abcdef0123456789abcdef".getBytes()) {
      key.add(b);
    }
    var signed = trailer.signed(key, ROUTER, plain.encode(ROUTER, GROUP));
    var advert =
        new Advertisement(
            plain.version(),
            plain.vrid(),
            plain.priority(),
            plain.interval(),
            plain.addresses(),
            plain.authenticator(),
            plain.sum(),
            Optional.of(signed));
    assertVector("v3-hmac", GROUP, advert);
    assertEquals(signed.code(), signed.codeFor(key, ROUTER, body(Vectors.read("v3-hmac"))));
    assertEquals(1_790_000_000L, signed.seconds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2-none", "v2-pass", "v3-multicast", "v3-unicast", "v3-hmac"})
  void everyPrefixAndEveryBitFlipDecodesToAValue(String name) {
    byte[] good = new byte[body(Vectors.read(name)).remaining()];
    body(Vectors.read(name)).get(good);
    for (int length = 0; length < good.length; length++) {
      var cut = Advertisement.decode(ByteBuffer.wrap(good, 0, length), ROUTER, GROUP);
      if (!name.equals("v3-hmac") || length != good.length - HmacTrailer.LENGTH) {
        assertInstanceOf(Rejected.class, cut, "a prefix of " + length + " bytes");
      }
    }
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (0x80 >>> (bit % 8));
      var decoded = Advertisement.decode(ByteBuffer.wrap(flipped), ROUTER, GROUP);
      assertNotNull(decoded);
      boolean covered = bit / 8 < good.length - (name.equals("v3-hmac") ? HmacTrailer.LENGTH : 0);
      if (covered && decoded instanceof Advertisement advert) {
        assertEquals(Sum.WRONG, advert.sum(), "bit " + bit);
      }
    }
  }

  @Test
  void anyBytesDecodeToAValue() {
    var random = new Random(112);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      if (noise.length > 0 && i % 2 == 0) {
        noise[0] = (byte) (random.nextBoolean() ? 0x21 : 0x31);
      }
      assertNotNull(Advertisement.decode(ByteBuffer.wrap(noise), ROUTER, PEER));
      assertNotNull(
          Advertisement.decode(
              ByteBuffer.wrap(noise), Ipv6Address.of("fe80::1"), Ipv6Address.of("ff02::12")));
      Ipv4Header.decode(ByteBuffer.wrap(noise));
      AuthHeader.decode(ByteBuffer.wrap(noise));
      GratuitousArp.decode(ByteBuffer.wrap(noise));
      NeighborAdvertisement.decode(ByteBuffer.wrap(noise));
    }
  }

  @Test
  void whatIsEncodedDecodesToItself() {
    var random = new Random(9568);
    for (int i = 0; i < 5_000; i++) {
      var family = random.nextInt(3) == 0 ? Family.IPV6 : Family.IPV4;
      int version = family == Family.IPV6 || random.nextBoolean() ? 3 : 2;
      var source = address(family, random, false);
      boolean unicast = random.nextBoolean();
      var destination = address(family, random, !unicast);
      var advert = randomAdvertisement(random, family, version, unicast);
      assertEquals(
          advert, Advertisement.decode(advert.encode(source, destination), source, destination));
    }
  }

  private static IpAddress address(Family family, Random random, boolean multicast) {
    if (multicast) {
      return family == Family.IPV4 ? GROUP : Ipv6Address.of("ff02::12");
    }
    return family == Family.IPV4
        ? new Ipv4Address(0x0A00_0000 | random.nextInt(1 << 24))
        : new Ipv6Address(0xFE80L << 48, random.nextLong());
  }

  private static Advertisement randomAdvertisement(
      Random random, Family family, int version, boolean unicast) {
    var list = new ArrayList<IpAddress>();
    for (int n = random.nextInt(256); n > 0; n--) {
      list.add(address(family, random, false));
    }
    var sum =
        version == 2
            ? Sum.PLAIN
            : unicast && family == Family.IPV4 && random.nextInt(4) == 0
                ? Sum.GROUP_PSEUDO
                : Sum.PSEUDO;
    Optional<HmacTrailer> trailer =
        random.nextInt(4) == 0
            ? Optional.of(
                new HmacTrailer(
                    random.nextInt(256),
                    random.nextInt(256),
                    random.nextInt(65536),
                    random.nextLong(),
                    new HmacTrailer.Code(random.nextLong(), random.nextLong())))
            : Optional.empty();
    return new Advertisement(
        version,
        random.nextInt(256),
        random.nextInt(256),
        version == 2
            ? Duration.ofSeconds(random.nextInt(256))
            : Duration.ofMillis(10L * random.nextInt(4096)),
        list,
        version == 2
            ? new Authenticator(random.nextInt(256), random.nextLong())
            : Authenticator.NONE,
        sum,
        trailer);
  }

  @Test
  void eachReasonHasBytesThatGiveIt() {
    byte[] good = new byte[body(Vectors.read("v3-multicast")).remaining()];
    body(Vectors.read("v3-multicast")).get(good);
    assertEquals(
        new Rejected(Reason.TRUNCATED, OptionalInt.empty(), 0), rejected(new byte[] {0x31}));
    assertEquals(
        new Rejected(Reason.TRUNCATED, OptionalInt.of(9), 3), rejected(new byte[] {0x31, 9, 1}));
    assertEquals(
        new Rejected(Reason.VERSION, OptionalInt.of(54), 4), rejected(with(good, 0, 0x41)));
    assertEquals(new Rejected(Reason.TYPE, OptionalInt.of(54), 2), rejected(with(good, 0, 0x32)));
    assertEquals(new Rejected(Reason.LENGTH, OptionalInt.of(54), 12), rejected(with(good, 3, 2)));
    var v2OverIpv6 =
        Advertisement.decode(
            ByteBuffer.wrap(with(good, 0, 0x21)),
            Ipv6Address.of("fe80::1"),
            Ipv6Address.of("ff02::12"));
    assertEquals(new Rejected(Reason.VERSION, OptionalInt.of(54), 2), v2OverIpv6);
  }

  private static Decoded rejected(byte[] bytes) {
    return Advertisement.decode(ByteBuffer.wrap(bytes), ROUTER, GROUP);
  }

  private static byte[] with(byte[] good, int at, int value) {
    byte[] changed = good.clone();
    changed[at] = (byte) value;
    return changed;
  }

  @Test
  void reservedBitsAreIgnoredOnReceipt() {
    byte[] bytes = new byte[body(Vectors.read("v3-multicast")).remaining()];
    body(Vectors.read("v3-multicast")).get(bytes);
    bytes[4] |= (byte) 0xF0;
    var advert =
        assertInstanceOf(
            Advertisement.class, Advertisement.decode(ByteBuffer.wrap(bytes), ROUTER, GROUP));
    assertEquals(Duration.ofMillis(500), advert.interval());
  }

  @Test
  void aWrongChecksumCannotBeSent() {
    var wrong = advertisement(3, 1, 1, Duration.ofSeconds(1), Sum.WRONG, "10.0.0.9");
    assertThrows(IllegalArgumentException.class, () -> wrong.encode(ROUTER, GROUP));
  }
}
