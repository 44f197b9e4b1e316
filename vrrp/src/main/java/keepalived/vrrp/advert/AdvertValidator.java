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
import keepalived.core.log.Level;
import keepalived.core.log.LogId;
import keepalived.core.log.LogLine;
import keepalived.core.log.Part;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.vrrp.advert.Verdict.Accepted;
import keepalived.vrrp.advert.Verdict.Refused;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Advertisement.Sum;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.packet.HmacTrailer;
import keepalived.vrrp.packet.Rejected;

/// The checks of an advert that need the configuration, in the order of keepalived. Each refusal
/// has its own counter and log line.
public final class AdvertValidator {

  private final VrrpInstance config;
  private final Envelope envelope;
  private final IpAddress source;

  private AdvertValidator(VrrpInstance config, Envelope envelope) {
    this.config = config;
    this.envelope = envelope;
    this.source = envelope.source();
  }

  /// The state that a received advert is compared with.
  ///
  /// @param sender the sender of the last accepted advert
  /// @param sequences of the previous adverts
  /// @param wall the time of day, for the age of signatures
  public record Context(
      VrrpInstance config, Optional<IpAddress> sender, SequenceState sequences, Instant wall) {}

  public static Verdict check(Envelope envelope, Context context) {
    return new AdvertValidator(context.config(), envelope)
        .check(context.sender(), context.sequences(), context.wall());
  }

  private Verdict check(Optional<IpAddress> sender, SequenceState sequences, Instant wall) {
    var refused = authHeaderPresence().or(this::length).or(this::ttl).or(this::version);
    if (refused.isPresent()) {
      return refused.get();
    }
    return switch (envelope.content()) {
      case Rejected rejected ->
          refuse(Counter.INVALID_TYPE, RefusalTexts.packetType(rejected.found()));
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
      remarks.add(new Refused(Counter.CHECKSUM, line(Level.INFO, RefusalTexts.oldChecksum())));
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
        wanted ? RefusalTexts.noAuthHeader() : RefusalTexts.unexpectedAuthHeader());
  }

  /// Refuses a signed advert, whose length is wrong for an instance without HMAC.
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
        ? refused(Counter.LENGTH, RefusalTexts.length(envelope.payload().remaining(), source))
        : Optional.empty();
  }

  private Optional<Refused> ttl() {
    boolean multicast = config.transport() instanceof Transport.Multicast;
    return multicast && envelope.ttl() != 255
        ? refused(Counter.TTL, RefusalTexts.ttl(envelope.ttl(), source))
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
        : refused(Counter.VERSION, RefusalTexts.version(found, expected, source));
  }

  private Optional<Refused> signature(Advertisement advert, SequenceState sequences, Instant wall) {
    if (!(config.authentication() instanceof Authentication.Hmac hmac)) {
      return Optional.empty();
    }
    if (advert.trailer().isEmpty()) {
      return hmac.mode() == Authentication.Mode.ENFORCE
          ? refused(Counter.SIGNATURE_MISSING, RefusalTexts.unsigned(source))
          : Optional.empty();
    }
    var trailer = advert.trailer().get();
    if (trailer.type() != HmacTrailer.SHA256 || trailer.reserved() != 0) {
      return refused(Counter.SIGNATURE_MALFORMED, RefusalTexts.signatureMalformed(source));
    }
    var key = hmac.keys().get(trailer.keyId());
    if (key == null) {
      return refused(
          Counter.SIGNATURE_UNKNOWN_KEY, RefusalTexts.unknownKey(trailer.keyId(), source));
    }
    if (hmac.antiReplay() == Authentication.AntiReplay.TIME
        && distance(trailer, wall).compareTo(hmac.timeWindow()) > 0) {
      return refused(Counter.SIGNATURE_STALE, RefusalTexts.signatureStale(source));
    }
    if (!trailer.code().matches(trailer.codeFor(key.bytes(), source, envelope.payload()))) {
      return refused(Counter.SIGNATURE_INVALID, RefusalTexts.signatureInvalid(source));
    }
    return sequences.signatureRises(source, trailer.sequence())
        ? Optional.empty()
        : refused(Counter.SIGNATURE_REPLAY, RefusalTexts.replayed(source));
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
      return refused(Counter.AUTH_TYPE_INVALID, RefusalTexts.authType(type));
    }
    if (type != expected) {
      return refused(Counter.AUTH_TYPE_MISMATCH, RefusalTexts.authMismatch(type, expected));
    }
    return switch (config.authentication()) {
      case Authentication.None _, Authentication.Hmac _ -> Optional.empty();
      case Authentication.Password(var password) ->
          passwordMatches(advert.authenticator().data(), password)
              ? Optional.empty()
              : refused(Counter.AUTH_FAILURE, RefusalTexts.password(source));
      case Authentication.AuthHeader(var password) -> authHeader(password, sequences);
    };
  }

  /// Compares in constant time.
  private static boolean passwordMatches(long found, String password) {
    return (found ^ AdvertWriter.passwordBits(password)) == 0;
  }

  private Optional<Refused> authHeader(String password, SequenceState sequences) {
    var header = envelope.authHeader().orElseThrow();
    if (!header.verifies(envelope.packet(), AdvertWriter.passwordBits(password))) {
      return refused(Counter.AUTH_FAILURE, RefusalTexts.authHeaderCode());
    }
    return sequences.authFresh(header.sequence())
        ? Optional.empty()
        : refused(
            Counter.AUTH_FAILURE,
            RefusalTexts.authHeaderSequence(header.sequence(), sequences.authSequence()));
  }

  private Optional<Refused> interval(Advertisement advert) {
    var ours = config.election().advertInterval();
    boolean wrong =
        config.version() == Version.V2
            ? !advert.interval().equals(ours)
            : advert.interval().isZero();
    return wrong
        ? refused(Counter.INTERVAL, RefusalTexts.interval(ours, advert.interval(), source))
        : Optional.empty();
  }

  /// Version 3 over IPv4 is accepted with both forms of checksum, whichever form we send.
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
        : refused(Counter.CHECKSUM, RefusalTexts.checksum(advert.version(), source));
  }

  private Optional<Refused> cast() {
    boolean multicast = config.transport() instanceof Transport.Multicast;
    return envelope.destination().isMulticast() == multicast
        ? Optional.empty()
        : refused(Counter.CAST, RefusalTexts.cast(multicast));
  }

  private Optional<Refused> ownerIgnores() {
    return config.election().owner() && config.election().ownerIgnoresAdverts()
        ? Optional.of(
            new Refused(
                Counter.OWNER_IGNORED,
                line(Level.DETAIL, RefusalTexts.ownerIgnores()).with(id(Counter.OWNER_IGNORED))))
        : Optional.empty();
  }

  private Optional<Refused> peer() {
    if (!(config.transport() instanceof Transport.Unicast unicast)) {
      return Optional.empty();
    }
    var peer = unicast.peers().stream().filter(p -> p.address().equals(source)).findFirst();
    if (peer.isEmpty()) {
      return unicast.checkSource()
          ? refused(Counter.UNKNOWN_PEER, RefusalTexts.notAPeer(source))
          : Optional.empty();
    }
    int ttl = envelope.ttl();
    return ttl < peer.get().minTtl() || ttl > peer.get().maxTtl()
        ? refused(Counter.TTL, RefusalTexts.ttlRange(ttl, peer.get().minTtl(), peer.get().maxTtl()))
        : Optional.empty();
  }

  /// Address-list mismatch: log and count, but accept the advert. Dropping it would create a second
  /// master.
  private Optional<Refused> addresses(Advertisement advert) {
    List<IpAddress> ours = AdvertWriter.advertised(config);
    var theirs = advert.addresses();
    if (ours.size() != theirs.size()) {
      return refused(
          Counter.ADDRESS_LIST, RefusalTexts.addressCount(ours.size(), theirs.size(), source));
    }
    var known = new HashSet<>(theirs);
    for (var address : ours) {
      if (!known.contains(address)) {
        return refused(Counter.ADDRESS_LIST, RefusalTexts.addressMissing(config.vrid(), address));
      }
    }
    return Optional.empty();
  }

  private Optional<Refused> refused(Counter counter, String text) {
    return Optional.of(refuse(counter, text));
  }

  private Refused refuse(Counter counter, String text) {
    return new Refused(counter, line(Level.INFO, text).with(id(counter)));
  }

  private LogLine line(Level level, String text) {
    return new LogLine(Part.VRRP, level, "(%s) %s".formatted(config.name(), text));
  }

  /// Refusals are rate limited by their counter.
  private static LogId id(Counter counter) {
    return new LogId(counter.name());
  }
}
