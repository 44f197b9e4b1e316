package keepalived.vrrp.advert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.VrrpInstance.AdvertOptions;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.ChecksumForm;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Each reason for refusing an advert, with an advert that is refused for it.
class AdvertValidatorTest {

  private static final Ipv4Address SELF = Ipv4Address.of("10.0.0.5");
  private static final Ipv4Address PEER = Ipv4Address.of("10.0.0.2");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final InstanceFixture PLAIN = InstanceFixture.of("V", 51, 100);
  private static final Set<Counter> seen = EnumSet.noneOf(Counter.class);

  private static ElectionInput router(InstanceFixture sketch, Ipv4Address address) {
    return new ElectionInput(sketch.instance(), sketch.priority(), Optional.of(address), false);
  }

  private static ByteBuffer packet(InstanceFixture sender, SequenceState wire, Instant wall) {
    return AdvertWriter.write(router(sender, PEER), wire, sender.priority(), wall)
        .packets()
        .getFirst()
        .bytes();
  }

  private static Verdict screen(InstanceFixture receiver, ByteBuffer packet) {
    return screen(receiver, SequenceState.FRESH, packet);
  }

  private static Verdict screen(InstanceFixture receiver, SequenceState wire, ByteBuffer packet) {
    return AdvertValidator.check(
        Envelope.ofIpv4(packet),
        new AdvertValidator.Context(receiver.instance(), Optional.empty(), wire, NOON));
  }

  private static ByteBuffer from(InstanceFixture sender) {
    return packet(sender, SequenceState.FRESH, NOON);
  }

  private static ByteBuffer changed(ByteBuffer packet, int at, int value) {
    return packet.put(at, (byte) value);
  }

  private static void assertRefused(Counter counter, String text, Verdict screened) {
    var refused = assertInstanceOf(Verdict.Refused.class, screened);
    assertEquals(counter, refused.counter());
    assertEquals("(V) " + text, refused.line().text());
    seen.add(counter);
  }

  private static Verdict.Accepted assertAccepted(Verdict screened) {
    return assertInstanceOf(Verdict.Accepted.class, screened);
  }

  @AfterAll
  static void everyReasonHasBeenSeen() {
    var reasons = EnumSet.range(Counter.LENGTH, Counter.SIGNATURE_REPLAY);
    reasons.addAll(
        List.of(
            Counter.VERSION,
            Counter.CHECKSUM,
            Counter.CAST,
            Counter.UNKNOWN_PEER,
            Counter.OWNER_IGNORED));
    reasons.removeAll(seen);
    assertEquals(Set.of(), reasons);
  }

  @Test
  void goodAdvertsOfBothVersionsAreAccepted() {
    assertEquals(List.of(), assertAccepted(screen(PLAIN, from(PLAIN))).remarks());
    var three = PLAIN.version3();
    assertEquals(100, assertAccepted(screen(three, from(three))).advert().priority());
  }

  @Test
  void lengthBeforeAnythingElse() {
    var packet = changed(from(PLAIN), 23, 9);
    assertRefused(Counter.LENGTH, "invalid advert length 20 from 10.0.0.2", screen(PLAIN, packet));
  }

  @Test
  void aMulticastAdvertComesWithItsWholeTtl() {
    assertRefused(
        Counter.TTL,
        "invalid TTL/HL from 10.0.0.2. Received 254 and expect 255",
        screen(PLAIN, changed(from(PLAIN), 8, 254)));
  }

  @Test
  void versionsDoNotMix() {
    assertRefused(
        Counter.VERSION,
        "wrong VRRP version from 10.0.0.2. Received 3 and expect 2",
        screen(PLAIN, from(PLAIN.version3())));
    assertRefused(
        Counter.VERSION,
        "wrong VRRP version from 10.0.0.2. Received 7 and expect 2",
        screen(PLAIN, changed(from(PLAIN), 20, 0x71)));
  }

  @Test
  void onlyAdvertisementsCount() {
    assertRefused(
        Counter.INVALID_TYPE,
        "Invalid packet type. 2 and expect 1",
        screen(PLAIN, changed(from(PLAIN), 20, 0x22)));
  }

  @Test
  void passwordsMustMatch() {
    var secret = PLAIN.authentication(new Authentication.Password("secret"));
    var other = PLAIN.authentication(new Authentication.Password("Secret"));
    assertAccepted(screen(secret, from(secret)));
    assertRefused(
        Counter.AUTH_FAILURE,
        "received an invalid passwd from 10.0.0.2!",
        screen(secret, from(other)));
    assertRefused(
        Counter.AUTH_TYPE_MISMATCH, "received a 1 auth, expecting 0!", screen(PLAIN, from(secret)));
    assertRefused(
        Counter.AUTH_TYPE_INVALID,
        "Invalid auth type: 7",
        screen(PLAIN, changed(from(PLAIN), 24, 7)));
  }

  @Test
  void onlyTheFirstEightBytesOfAPasswordCount() {
    var longer = PLAIN.authentication(new Authentication.Password("12345678x"));
    var other = PLAIN.authentication(new Authentication.Password("12345678y"));
    assertAccepted(screen(longer, from(other)));
  }

  @Test
  void authenticationHeadersAreCheckedAndMayNotGoBack() {
    var secret = PLAIN.authentication(new Authentication.AuthHeader("secret"));
    var accepted = assertAccepted(screen(secret, from(secret)));
    assertEquals(1, accepted.sequences().authSequence());
    assertRefused(
        Counter.AUTH_FAILURE,
        "IPSEC-AH : invalid IPSEC HMAC-MD5 value. Due to fields mutation or bad password !",
        screen(secret, changed(from(secret), 46, 99)));
    assertRefused(
        Counter.AUTH_FAILURE,
        "IPSEC-AH : sequence number 1 already processed. Packet dropped. Local(5)",
        screen(secret, SequenceState.FRESH.authAccepted(5), from(secret)));
    assertRefused(
        Counter.AUTH_TYPE_MISMATCH,
        "No AH header but auth type is AH",
        screen(secret, from(PLAIN)));
    assertRefused(
        Counter.AUTH_TYPE_MISMATCH,
        "Received AH header but auth type not AH",
        screen(PLAIN, from(secret)));
  }

  @Test
  void sequencesWrap() {
    assertTrue(SequenceState.FRESH.authAccepted(0xFFFF_FFFFL).authFresh(1));
    assertEquals(
        1, SequenceState.FRESH.authAccepted(0xFFFF_FFFFL).nextAuthSequence().authSequence());
  }

  @Test
  void version2AgreesAboutTheIntervalVersion3Learns() {
    assertRefused(
        Counter.INTERVAL,
        "advertisement interval mismatch mine=1 sec rcv'd=2 sec from 10.0.0.2",
        screen(PLAIN, from(PLAIN.interval(Duration.ofSeconds(2)))));
    var three = PLAIN.version3();
    assertAccepted(screen(three, from(three.interval(Duration.ofMillis(20)))));
    assertRefused(
        Counter.INTERVAL,
        "advertisement interval mismatch mine=1 sec rcv'd=0 sec from 10.0.0.2",
        screen(three, from(three.interval(Duration.ZERO))));
  }

  private static InstanceFixture form(InstanceFixture sketch, ChecksumForm form) {
    return sketch.options(new AdvertOptions(false, false, false, form));
  }

  @Test
  void checksumsOfBothFormsAreAcceptedWrongOnesNot() {
    assertRefused(
        Counter.CHECKSUM,
        "Invalid VRRPv2 checksum from 10.0.0.2",
        screen(PLAIN, changed(from(PLAIN), 26, 0)));
    var three = PLAIN.version3();
    var asV2 = form(three, ChecksumForm.AS_V2);
    assertAccepted(screen(three, from(asV2)));
    assertAccepted(screen(asV2, from(three)));
    assertAccepted(screen(asV2, changed(from(three), 26, 0)));
  }

  private static InstanceFixture unicast(
      InstanceFixture sketch, Ipv4Address peer, boolean check, int minTtl) {
    return sketch.transport(
        new Transport.Unicast(
            Optional.empty(), List.of(new Transport.Peer(peer, minTtl, 255)), 255, check, false));
  }

  @Test
  void aUnicastPeerWithTheOldChecksumIsAnsweredInKind() {
    var three = unicast(PLAIN.version3(), PEER, false, 0);
    var old = form(unicast(PLAIN.version3(), SELF, false, 0), ChecksumForm.OLD_UNICAST);
    var accepted = assertAccepted(screen(three, from(old)));
    assertTrue(accepted.sequences().oldChecksum());
    assertEquals(
        "(V) Setting unicast VRRPv3 checksum to old version",
        accepted.remarks().getFirst().line().text());
    assertRefused(
        Counter.CHECKSUM,
        "Invalid VRRPv3 checksum from 10.0.0.2",
        screen(form(three, ChecksumForm.NEVER_OLD), from(old)));
  }

  @Test
  void unicastAndMulticastDoNotMix() {
    assertRefused(
        Counter.CAST,
        "discarding unicast packet on multicast instance",
        screen(PLAIN, from(unicast(PLAIN, SELF, false, 0))));
    assertRefused(
        Counter.CAST,
        "discarding multicast packet on unicast instance",
        screen(unicast(PLAIN, PEER, false, 0), from(PLAIN)));
  }

  @Test
  void unicastSourcesAndTtlsMayBeBounded() {
    var stranger = Ipv4Address.of("10.0.0.77");
    var good = from(unicast(PLAIN, SELF, false, 0));
    assertAccepted(screen(unicast(PLAIN, PEER, true, 255), good));
    assertAccepted(screen(unicast(PLAIN, stranger, false, 0), good));
    assertRefused(
        Counter.UNKNOWN_PEER,
        "unicast source address 10.0.0.2 not a unicast peer",
        screen(unicast(PLAIN, stranger, true, 0), good));
    assertRefused(
        Counter.TTL,
        "TTL/HL 250 not in range 255 - 255",
        screen(unicast(PLAIN, PEER, true, 255), changed(good, 8, 250)));
  }

  @Test
  void anOwnerMayIgnoreAll() {
    var deaf = PLAIN.deafOwner();
    assertRefused(Counter.OWNER_IGNORED, "address owner ignores advert", screen(deaf, from(PLAIN)));
  }

  @Test
  void anotherListOfAddressesIsOnlyRemarked() {
    var more =
        PLAIN.addresses(
            List.of(
                PLAIN.addresses().getFirst(), InstanceFixture.virtual(IpPrefix.of("10.0.0.9/24"))));
    var remark = assertAccepted(screen(PLAIN, from(more))).remarks().getFirst();
    assertEquals("(V) expected 1 VIPs but received 2 from 10.0.0.2", remark.line().text());
    seen.add(remark.counter());
    var other = PLAIN.addresses(List.of(InstanceFixture.virtual(IpPrefix.of("10.0.0.9/24"))));
    assertEquals(
        "(V) ip address associated with VRID 51 not present in MASTER advert: 10.0.0.151",
        assertAccepted(screen(PLAIN, from(other))).remarks().getFirst().line().text());
    var lax = PLAIN.options(new AdvertOptions(false, false, true, ChecksumForm.STANDARD));
    var again =
        AdvertValidator.check(
            Envelope.ofIpv4(from(other)),
            new AdvertValidator.Context(
                lax.instance(), Optional.of(PEER), SequenceState.FRESH, NOON));
    assertEquals(List.of(), assertAccepted(again).remarks());
  }

  private static InstanceFixture signing(int key, Authentication.Mode mode) {
    return PLAIN
        .version3()
        .authentication(
            new Authentication.Hmac(
                Map.of(
                    key, Authentication.Secret.of("0123456789abcdef0123456789abcdef".getBytes())),
                key,
                Duration.ofSeconds(5),
                Authentication.AntiReplay.TIME,
                mode));
  }

  @Test
  void signaturesAreCheckedInOrder() {
    var enforcing = signing(1, Authentication.Mode.ENFORCE);
    var accepted = assertAccepted(screen(enforcing, from(enforcing)));
    assertRefused(
        Counter.SIGNATURE_REPLAY,
        "received a replayed advert from 10.0.0.2",
        screen(enforcing, accepted.sequences(), from(enforcing)));
    assertRefused(
        Counter.SIGNATURE_MISSING,
        "received an unsigned advert from 10.0.0.2",
        screen(enforcing, from(PLAIN.version3())));
    assertRefused(
        Counter.SIGNATURE_MALFORMED,
        "received a malformed signature from 10.0.0.2",
        screen(enforcing, changed(from(enforcing), 32, 9)));
    assertRefused(
        Counter.SIGNATURE_UNKNOWN_KEY,
        "received an advert signed with unknown key 2 from 10.0.0.2",
        screen(enforcing, from(signing(2, Authentication.Mode.ENFORCE))));
    assertRefused(
        Counter.SIGNATURE_STALE,
        "received an advert outside the time window from 10.0.0.2",
        screen(enforcing, packet(enforcing, SequenceState.FRESH, NOON.minusSeconds(6))));
    assertRefused(
        Counter.SIGNATURE_INVALID,
        "received an invalid signature from 10.0.0.2",
        screen(enforcing, changed(from(enforcing), 22, 99)));
  }

  @Test
  void signingIsRolledOutInSteps() {
    var unsigned = PLAIN.version3();
    var receiving = signing(1, Authentication.Mode.RECEIVE_ONLY);
    assertAccepted(screen(receiving, from(unsigned)));
    assertAccepted(screen(unsigned, from(receiving)));
    assertAccepted(screen(receiving, from(signing(1, Authentication.Mode.ENFORCE))));
    assertAccepted(screen(signing(1, Authentication.Mode.PERMISSIVE), from(unsigned)));
    assertRefused(
        Counter.LENGTH,
        "invalid advert length 40 from 10.0.0.2",
        screen(unsigned, from(signing(1, Authentication.Mode.PERMISSIVE))));
  }

  @Test
  void signaturesOfOneInstantStillRise() {
    var enforcing = signing(1, Authentication.Mode.ENFORCE);
    var first = AdvertWriter.write(router(enforcing, PEER), SequenceState.FRESH, 100, NOON);
    var second = AdvertWriter.write(router(enforcing, PEER), first.sequences(), 100, NOON);
    var accepted = assertAccepted(screen(enforcing, first.packets().getFirst().bytes()));
    assertAccepted(screen(enforcing, accepted.sequences(), second.packets().getFirst().bytes()));
  }

  @Test
  void theOldestOfFiveSendersIsForgotten() {
    var wire = SequenceState.FRESH;
    for (int i = 1; i <= 5; i++) {
      wire = wire.signatureAccepted(Ipv4Address.of("10.0.0." + i), 100, 0);
    }
    assertTrue(wire.signatureRises(Ipv4Address.of("10.0.0.1"), 1));
    assertEquals(false, wire.signatureRises(Ipv4Address.of("10.0.0.2"), 1));
  }
}
