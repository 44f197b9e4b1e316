package keepalived.vrrp.advert;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.ChecksumForm;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Advertisement.Authenticator;
import keepalived.vrrp.packet.Advertisement.Sum;
import keepalived.vrrp.packet.AuthHeader;
import keepalived.vrrp.packet.HmacTrailer;
import keepalived.vrrp.packet.Ipv4Header;

/// Writes the packets of one advertisement: one for a group, one for each unicast peer.
public final class AdvertWriter {

  private static final int MULTICAST_TTL = 255;

  private AdvertWriter() {}

  /// @param sequences the state after these packets
  public record Written(SequenceState sequences, List<OutgoingPacket> packets) {}

  /// The fields in which a real advert and a probe differ.
  private record Saying(int vrid, int priority, int multicastTtl) {}

  private record Way(IpAddress source, IpAddress destination, int ttl) {
    OutgoingPacket packet(int protocol, ByteBuffer bytes) {
      return new OutgoingPacket(protocol, source, destination, ttl, bytes);
    }
  }

  /// @param wall the time of day, for signatures
  public static Written write(
      ElectionInput input, SequenceState sequences, int priority, Instant wall) {
    return write(
        input, sequences, new Saying(input.config().vrid(), priority, MULTICAST_TTL), wall);
  }

  /// A probe: an advert with VRID 0, which every router ignores. If the probe can be sent, real
  /// adverts can be sent too. Over IPv4 multicast its TTL of 0 keeps it on this host, so that no
  /// switch learns a virtual MAC that we do not own.
  public static Written probe(ElectionInput input, SequenceState sequences, Instant wall) {
    return write(input, sequences, new Saying(0, 0, 0), wall);
  }

  private static Written write(
      ElectionInput input, SequenceState sequences, Saying saying, Instant wall) {
    if (input.address().isEmpty()) {
      return new Written(sequences, List.of());
    }
    var source = input.address().get();
    var config = input.config();
    var destinations = destinations(config.transport());
    var next = sequences;
    Optional<HmacTrailer> trailer = Optional.empty();
    if (config.authentication() instanceof Authentication.Hmac hmac
        && hmac.mode() != Authentication.Mode.RECEIVE_ONLY
        && !destinations.isEmpty()) {
      next = next.signedAt(sequence(wall));
      trailer = Optional.of(signature(input, saying, next, destinations.getFirst()));
    }
    if (config.authentication() instanceof Authentication.AuthHeader) {
      next = next.nextAuthSequence();
    }
    var packets = new ArrayList<OutgoingPacket>(destinations.size());
    for (var destination : destinations) {
      next = next.nextId();
      var advert = advertisement(config, saying, next, trailer);
      var way = new Way(source, destination, ttl(config.transport(), saying));
      packets.add(packet(config, next, way, advert.encode(source, destination)));
    }
    return new Written(next, packets);
  }

  private static List<IpAddress> destinations(Transport transport) {
    return switch (transport) {
      case Transport.Multicast(_, var group) -> List.of(group);
      case Transport.Unicast(_, var peers, _, _, _) ->
          peers.stream().map(Transport.Peer::address).toList();
    };
  }

  private static int ttl(Transport transport, Saying saying) {
    return switch (transport) {
      case Transport.Multicast _ -> saying.multicastTtl();
      case Transport.Unicast unicast -> unicast.ttl();
    };
  }

  private static OutgoingPacket packet(
      VrrpInstance config, SequenceState sequences, Way way, ByteBuffer body) {
    if (!(way.source() instanceof Ipv4Address from
        && way.destination() instanceof Ipv4Address to)) {
      return way.packet(Advertisement.PROTOCOL, body);
    }
    if (config.authentication() instanceof Authentication.AuthHeader(var password)) {
      var behind = AuthHeader.before(body, from.bits(), sequences.authSequence());
      var packet =
          Ipv4Header.packet(sequences.ipId(), way.ttl(), AuthHeader.PROTOCOL, from, to, behind);
      AuthHeader.sign(packet, passwordBits(password));
      return way.packet(AuthHeader.PROTOCOL, packet);
    }
    var packet =
        Ipv4Header.packet(sequences.ipId(), way.ttl(), Advertisement.PROTOCOL, from, to, body);
    return way.packet(Advertisement.PROTOCOL, packet);
  }

  private static Advertisement advertisement(
      VrrpInstance config, Saying saying, SequenceState sequences, Optional<HmacTrailer> trailer) {
    return new Advertisement(
        config.version().number(),
        saying.vrid(),
        saying.priority(),
        config.election().advertInterval(),
        advertised(config),
        authenticator(config),
        sum(config, sequences),
        trailer);
  }

  /// The addresses of the instance's family, in the order of the configuration.
  static List<IpAddress> advertised(VrrpInstance config) {
    var list = new ArrayList<IpAddress>(config.addresses().size());
    for (VirtualAddress address : config.addresses()) {
      if (address.prefix().family() == config.family()) {
        list.add(address.prefix().address());
      }
    }
    return list;
  }

  private static Authenticator authenticator(VrrpInstance config) {
    if (config.version() != VrrpInstance.Version.V2) {
      return Authenticator.NONE;
    }
    return switch (config.authentication()) {
      case Authentication.None _, Authentication.Hmac _ -> Authenticator.NONE;
      case Authentication.Password(var password) -> new Authenticator(1, passwordBits(password));
      case Authentication.AuthHeader _ -> new Authenticator(2, 0);
    };
  }

  /// The first 8 bytes of a password, zero padded.
  static long passwordBits(String password) {
    byte[] bytes = Arrays.copyOf(password.getBytes(StandardCharsets.UTF_8), Long.BYTES);
    return ByteBuffer.wrap(bytes).getLong();
  }

  private static Sum sum(VrrpInstance config, SequenceState sequences) {
    if (config.version() == VrrpInstance.Version.V2) {
      return Sum.PLAIN;
    }
    if (config.family() == Family.IPV6) {
      return Sum.PSEUDO;
    }
    boolean unicast = config.transport() instanceof Transport.Unicast;
    return switch (config.advertOptions().checksum()) {
      case AS_V2 -> Sum.PLAIN;
      case OLD_UNICAST -> unicast ? Sum.GROUP_PSEUDO : Sum.PSEUDO;
      case NEVER_OLD -> Sum.PSEUDO;
      case STANDARD -> unicast && sequences.oldChecksum() ? Sum.GROUP_PSEUDO : Sum.PSEUDO;
    };
  }

  /// Signed once; all unicast copies share it, since neither checksum nor destination is covered.
  private static HmacTrailer signature(
      ElectionInput input, Saying saying, SequenceState sequences, IpAddress destination) {
    var hmac = (Authentication.Hmac) input.config().authentication();
    var source = input.address().orElseThrow();
    var unsigned =
        new HmacTrailer(
            HmacTrailer.SHA256, hmac.activeKey(), 0, sequences.signed(), HmacTrailer.Code.ZERO);
    var advert = advertisement(input.config(), saying, sequences, Optional.of(unsigned));
    var key = hmac.keys().get(hmac.activeKey());
    return unsigned.signed(key.bytes(), source, advert.encode(source, destination));
  }

  /// The seconds in the high half, then a 16-bit fraction, then a counter that starts at zero.
  static long sequence(Instant wall) {
    return wall.getEpochSecond() << 32 | (((long) wall.getNano() << 16) / 1_000_000_000L) << 16;
  }

  /// Whether an advert with a wrong checksum is accepted.
  static boolean toleratesChecksum(VrrpInstance config) {
    return config.advertOptions().checksum() == ChecksumForm.AS_V2
        && config.version() == VrrpInstance.Version.V3;
  }
}
