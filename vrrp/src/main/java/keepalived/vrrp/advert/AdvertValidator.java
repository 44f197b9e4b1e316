package keepalived.vrrp.advert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.ChecksumForm;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.VrrpInstance.Version;
import keepalived.core.log.LogId;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.vrrp.advert.Verdict.Accepted;
import keepalived.vrrp.advert.Verdict.Refused;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.Report;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Advertisement.Sum;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.packet.HmacTrailer;
import keepalived.vrrp.packet.Rejected;

/// The checks of an advert that need the configuration, in keepalived's order. Each refusal has a
/// counter and a log line of its own.
public final class AdvertValidator {

  private final VrrpInstance config;
  private final Envelope envelope;
  private final IpAddress source;

  private AdvertValidator(VrrpInstance config, Envelope envelope) {
    this.config = config;
    this.envelope = envelope;
    this.source = envelope.source();
  }

  /// @param sender whom the last advert was accepted from
  /// @param wall the time of day, for the freshness of signatures
  public static Verdict check(
      ElectionInput input,
      Optional<IpAddress> sender,
      SequenceState sequences,
      Envelope envelope,
      Instant wall) {
    return new AdvertValidator(input.config(), envelope).check(sender, sequences, wall);
  }

  private Verdict check(Optional<IpAddress> sender, SequenceState sequences, Instant wall) {
    var refused = authHeaderPresence().or(this::length).or(this::ttl).or(this::version);
    if (refused.isPresent()) {
      return refused.get();
    }
    return switch (envelope.content()) {
      case Rejected rejected ->
          refuse(
              Counter.INVALID_TYPE,
              "Invalid packet type. %d and expect 1".formatted(rejected.found()));
      case Advertisement advert -> check(advert, sender, sequences, wall);
    };
  }

  private Verdict check(
      Advertisement advert, Optional<IpAddress> sender, SequenceState sequences, Instant wall) {
    var refused =
        signature(advert, sequences, wall)
            .or(() -> authentication(advert, sequences))
            .or(() -> interval(advert))
            .or(() -> checksum(advert))
            .or(this::cast)
            .or(this::ownerIgnores)
            .or(this::peer);
    if (refused.isPresent()) {
      return refused.get();
    }
    var next = accept(advert, sequences);
    var remarks = new ArrayList<Refused>();
    boolean sameSender = sender.filter(source::equals).isPresent();
    if (!config.advertOptions().skipCheckAddresses() || !sameSender) {
      addresses(advert).ifPresent(remarks::add);
    }
    if (next.oldChecksum() && !sequences.oldChecksum()) {
      remarks.add(
          new Refused(
              Counter.CHECKSUM,
              Report.info(
                  "(" + config.name() + ") Setting unicast VRRPv3 checksum to old version")));
    }
    return new Accepted(advert, next, remarks);
  }

  private SequenceState accept(Advertisement advert, SequenceState sequences) {
    var next = sequences;
    if (envelope.authHeader().isPresent()) {
      next = next.authAccepted(envelope.authHeader().get().sequence());
    }
    if (advert.trailer().isPresent() && config.authentication() instanceof Authentication.Hmac) {
      int peers = config.transport() instanceof Transport.Unicast u ? u.peers().size() : 0;
      next = next.signatureAccepted(source, advert.trailer().get().sequence(), peers);
    }
    return advert.sum() == Sum.GROUP_PSEUDO ? next.withOldChecksum() : next;
  }

  private Optional<Refused> authHeaderPresence() {
    boolean wanted = config.authentication() instanceof Authentication.AuthHeader;
    boolean there = envelope.authHeader().isPresent();
    if (wanted == there) {
      return Optional.empty();
    }
    return refused(
        Counter.AUTH_TYPE_MISMATCH,
        wanted ? "No AH header but auth type is AH" : "Received AH header but auth type not AH");
  }

  /// Signed adverts are too long for those who do not expect a signature.
  private Optional<Refused> length() {
    boolean wrong =
        switch (envelope.content()) {
          case Rejected(var reason, _, _) ->
              switch (reason) {
                case IP_HEADER, IP_LENGTH, AUTH_HEADER, TRUNCATED, LENGTH -> true;
                case VERSION, TYPE -> false;
              };
          case Advertisement advert ->
              advert.trailer().isPresent()
                  && !(config.authentication() instanceof Authentication.Hmac);
        };
    return wrong
        ? refused(
            Counter.LENGTH,
            "invalid advert length %d from %s".formatted(envelope.payload().remaining(), source))
        : Optional.empty();
  }

  private Optional<Refused> ttl() {
    boolean multicast = config.transport() instanceof Transport.Multicast;
    return multicast && envelope.ttl() != 255
        ? refused(
            Counter.TTL,
            "invalid TTL/HL from %s. Received %d and expect 255".formatted(source, envelope.ttl()))
        : Optional.empty();
  }

  private Optional<Refused> version() {
    int expected = config.version().number();
    int found =
        switch (envelope.content()) {
          case Rejected(var reason, _, var value) when reason == Rejected.Reason.VERSION -> value;
          case Rejected _ -> expected;
          case Advertisement advert -> advert.version();
        };
    return found == expected
        ? Optional.empty()
        : refused(
            Counter.VERSION,
            "wrong VRRP version from %s. Received %d and expect %d"
                .formatted(source, found, expected));
  }

  private Optional<Refused> signature(Advertisement advert, SequenceState sequences, Instant wall) {
    if (!(config.authentication() instanceof Authentication.Hmac hmac)) {
      return Optional.empty();
    }
    if (advert.trailer().isEmpty()) {
      return hmac.mode() == Authentication.Mode.ENFORCE
          ? refused(Counter.SIGNATURE_MISSING, "received an unsigned advert from " + source)
          : Optional.empty();
    }
    var trailer = advert.trailer().get();
    if (trailer.type() != HmacTrailer.SHA256 || trailer.reserved() != 0) {
      return refused(Counter.SIGNATURE_MALFORMED, "received a malformed signature from " + source);
    }
    var key = hmac.keys().get(trailer.keyId());
    if (key == null) {
      return refused(
          Counter.SIGNATURE_UNKNOWN_KEY,
          "received an advert signed with unknown key %d from %s"
              .formatted(trailer.keyId(), source));
    }
    if (hmac.antiReplay() == Authentication.AntiReplay.TIME
        && distance(trailer, wall).compareTo(hmac.timeWindow()) > 0) {
      return refused(
          Counter.SIGNATURE_STALE, "received an advert outside the time window from " + source);
    }
    if (!trailer.code().matches(trailer.codeFor(key.bytes(), source, envelope.payload()))) {
      return refused(Counter.SIGNATURE_INVALID, "received an invalid signature from " + source);
    }
    return sequences.signatureRises(source, trailer.sequence())
        ? Optional.empty()
        : refused(Counter.SIGNATURE_REPLAY, "received a replayed advert from " + source);
  }

  private static Duration distance(HmacTrailer trailer, Instant wall) {
    long fraction = (trailer.sequence() >>> 16) & 0xFFFF;
    var sent = Instant.ofEpochSecond(trailer.seconds(), fraction * 1_000_000_000L >>> 16);
    return Duration.between(sent, wall).abs();
  }

  private Optional<Refused> authentication(Advertisement advert, SequenceState sequences) {
    if (config.version() != Version.V2) {
      return Optional.empty();
    }
    int type = advert.authenticator().type();
    int expected =
        switch (config.authentication()) {
          case Authentication.None _, Authentication.Hmac _ -> 0;
          case Authentication.Password _ -> 1;
          case Authentication.AuthHeader _ -> 2;
        };
    if (type > 2) {
      return refused(Counter.AUTH_TYPE_INVALID, "Invalid auth type: " + type);
    }
    if (type != expected) {
      return refused(
          Counter.AUTH_TYPE_MISMATCH,
          "received a %d auth, expecting %d!".formatted(type, expected));
    }
    return switch (config.authentication()) {
      case Authentication.None _, Authentication.Hmac _ -> Optional.empty();
      case Authentication.Password(var password) ->
          passwordMatches(advert.authenticator().data(), password)
              ? Optional.empty()
              : refused(Counter.AUTH_FAILURE, "received an invalid passwd from " + source + "!");
      case Authentication.AuthHeader(var password) -> authHeader(password, sequences);
    };
  }

  /// In constant time.
  private static boolean passwordMatches(long found, String password) {
    return (found ^ AdvertWriter.passwordBits(password)) == 0;
  }

  private Optional<Refused> authHeader(String password, SequenceState sequences) {
    var header = envelope.authHeader().orElseThrow();
    if (!header.verifies(envelope.packet(), AdvertWriter.passwordBits(password))) {
      return refused(
          Counter.AUTH_FAILURE,
          "IPSEC-AH : invalid IPSEC HMAC-MD5 value. Due to fields mutation or bad password !");
    }
    return sequences.authFresh(header.sequence())
        ? Optional.empty()
        : refused(
            Counter.AUTH_FAILURE,
            "IPSEC-AH : sequence number %d already processed. Packet dropped. Local(%d)"
                .formatted(header.sequence(), sequences.authSequence()));
  }

  private Optional<Refused> interval(Advertisement advert) {
    var ours = config.election().advertInterval();
    boolean wrong =
        config.version() == Version.V2
            ? !advert.interval().equals(ours)
            : advert.interval().isZero();
    return wrong
        ? refused(
            Counter.INTERVAL,
            "advertisement interval mismatch mine=%d sec rcv'd=%d sec from %s"
                .formatted(ours.toSeconds(), advert.interval().toSeconds(), source))
        : Optional.empty();
  }

  /// Both forms of version 3 over IPv4 are accepted, whatever we send.
  private Optional<Refused> checksum(Advertisement advert) {
    boolean right =
        switch (advert.sum()) {
          case PLAIN -> config.family() == Family.IPV4;
          case PSEUDO -> true;
          case GROUP_PSEUDO -> config.advertOptions().checksum() != ChecksumForm.NEVER_OLD;
          case WRONG -> AdvertWriter.toleratesChecksum(config);
        };
    return right
        ? Optional.empty()
        : refused(
            Counter.CHECKSUM,
            "Invalid VRRPv%d checksum from %s".formatted(advert.version(), source));
  }

  private Optional<Refused> cast() {
    boolean multicast = config.transport() instanceof Transport.Multicast;
    return envelope.destination().isMulticast() == multicast
        ? Optional.empty()
        : refused(
            Counter.CAST,
            "discarding %sicast packet on %sicast instance"
                .formatted(multicast ? "un" : "mult", multicast ? "mult" : "un"));
  }

  private Optional<Refused> ownerIgnores() {
    return config.election().owner() && config.election().ownerIgnoresAdverts()
        ? Optional.of(
            new Refused(
                Counter.OWNER_IGNORED,
                Report.detail("(" + config.name() + ") address owner ignores advert")
                    .about(new LogId(Counter.OWNER_IGNORED.name()))))
        : Optional.empty();
  }

  private Optional<Refused> peer() {
    if (!(config.transport() instanceof Transport.Unicast unicast)) {
      return Optional.empty();
    }
    var peer = unicast.peers().stream().filter(p -> p.address().equals(source)).findFirst();
    if (peer.isEmpty()) {
      return unicast.checkSource()
          ? refused(
              Counter.UNKNOWN_PEER, "unicast source address " + source + " not a unicast peer")
          : Optional.empty();
    }
    int ttl = envelope.ttl();
    return ttl < peer.get().minTtl() || ttl > peer.get().maxTtl()
        ? refused(
            Counter.TTL,
            "TTL/HL %d not in range %d - %d"
                .formatted(ttl, peer.get().minTtl(), peer.get().maxTtl()))
        : Optional.empty();
  }

  /// Another list of addresses is worth a word, not a second master.
  private Optional<Refused> addresses(Advertisement advert) {
    List<IpAddress> ours = AdvertWriter.advertised(config);
    var theirs = advert.addresses();
    if (ours.size() != theirs.size()) {
      return refused(
          Counter.ADDRESS_LIST,
          "expected %d VIPs but received %d from %s".formatted(ours.size(), theirs.size(), source));
    }
    var known = new HashSet<>(theirs);
    for (var address : ours) {
      if (!known.contains(address)) {
        return refused(
            Counter.ADDRESS_LIST,
            "ip address associated with VRID %d not present in MASTER advert: %s"
                .formatted(config.vrid(), address));
      }
    }
    return Optional.empty();
  }

  private Optional<Refused> refused(Counter counter, String text) {
    return Optional.of(refuse(counter, text));
  }

  private Refused refuse(Counter counter, String text) {
    var line = Report.info("(" + config.name() + ") " + text);
    return new Refused(counter, line.about(new LogId(counter.name())));
  }
}
