package keepalived.vrrp.packet;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.net.Checksum;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;

/// A VRRP advertisement, version 2 (RFC 3768) or 3 (RFC 9568).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |Version| Type  | Virtual Rtr ID|   Priority    |Count IP Addrs |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///  v2 |   Auth Type   | Interval (s)  |           Checksum            |
///  v3 |(rsvd) | Interval (10 ms)      |                               |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |                     IPv4 or IPv6 addresses                    |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///  v2 |                  8 bytes of authentication data               |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |        28 bytes of signature, when signed ([HmacTrailer])     |
///
/// @param priority 0 means that the master resigns
/// @param authenticator zero in version 3
/// @param sum the form of checksum found, or to be written
/// @param trailer outside the checksum
public record Advertisement(
    int version,
    int vrid,
    int priority,
    Duration interval,
    List<IpAddress> addresses,
    Authenticator authenticator,
    Sum sum,
    Optional<HmacTrailer> trailer)
    implements Decoded {

  /// The protocol number of VRRP.
  public static final int PROTOCOL = 112;

  static final int HEADER_LENGTH = 8;
  private static final int CHECKSUM_OFFSET = 6;
  private static final int AUTHENTICATION_LENGTH = 8;
  private static final long INTERVAL_UNIT_MS = 10;

  /// The group that releases up to 1.3.6 put into the pseudo header even of unicast adverts.
  private static final Ipv4Address GROUP = Ipv4Address.of("224.0.0.18");

  public Advertisement {
    addresses = List.copyOf(addresses);
  }

  /// The authentication fields of version 2.
  ///
  /// @param type 0 none, 1 simple password, 2 authentication header
  /// @param data the 8 bytes at the end, first byte highest
  public record Authenticator(int type, long data) {
    public static final Authenticator NONE = new Authenticator(0, 0);
  }

  /// The form of a checksum.
  public enum Sum {
    /// Over the VRRP part alone: version 2, and version 3 of some vendors.
    PLAIN,
    /// With the pseudo header: version 3.
    PSEUDO,
    /// With a pseudo header that names the multicast group although the advert is unicast.
    GROUP_PSEUDO,
    /// None of these fit. Only for received adverts.
    WRONG
  }

  /// Bytes of an advertisement without a trailer.
  public static int length(int version, Family family, int addresses) {
    return HEADER_LENGTH + addresses * family.bytes() + (version == 2 ? AUTHENTICATION_LENGTH : 0);
  }

  /// Writes the VRRP part, with its checksum and trailer.
  public ByteBuffer encode(IpAddress source, IpAddress destination) {
    var out =
        ByteBuffer.allocate(
            length(version, source.family(), addresses.size())
                + (trailer.isPresent() ? HmacTrailer.LENGTH : 0));
    out.put((byte) (version << 4 | 1)).put((byte) vrid).put((byte) priority);
    out.put((byte) addresses.size());
    if (version == 2) {
      out.put((byte) authenticator.type()).put((byte) interval.toSeconds());
    } else {
      out.putShort((short) (interval.toMillis() / INTERVAL_UNIT_MS & 0xFFF));
    }
    out.putShort((short) 0);
    addresses.forEach(address -> out.put(address.bytes()));
    if (version == 2) {
      out.putLong(authenticator.data());
    }
    int end = out.position();
    out.putShort(CHECKSUM_OFFSET, (short) sum(sum, out.slice(0, end), source, destination));
    trailer.ifPresent(signature -> signature.encode(out));
    return out.flip();
  }

  /// Reads the VRRP part of a packet between these two addresses.
  public static Decoded decode(ByteBuffer packet, IpAddress source, IpAddress destination) {
    var in = packet.slice();
    if (in.remaining() < HEADER_LENGTH) {
      return in.remaining() > 1
          ? Rejected.of(Rejected.Reason.TRUNCATED, in.get(1) & 0xFF, in.remaining())
          : Rejected.of(Rejected.Reason.TRUNCATED);
    }
    var family = source.family();
    int version = (in.get(0) & 0xFF) >>> 4;
    int type = in.get(0) & 0xF;
    int vrid = in.get(1) & 0xFF;
    int count = in.get(3) & 0xFF;
    if (version != 3 && (version != 2 || family == Family.IPV6)) {
      return Rejected.of(Rejected.Reason.VERSION, vrid, version);
    }
    int length = length(version, family, count);
    int trailing = in.remaining() - length;
    if (trailing != 0 && trailing != HmacTrailer.LENGTH) {
      return Rejected.of(Rejected.Reason.LENGTH, vrid, in.remaining());
    }
    if (type != 1) {
      return Rejected.of(Rejected.Reason.TYPE, vrid, type);
    }
    var sum = sumFound(version, in.slice(0, length), source, destination);
    Optional<HmacTrailer> trailer =
        trailing == 0
            ? Optional.empty()
            : Optional.of(HmacTrailer.decode(in.slice(length, trailing)));
    return read(in.slice(0, length), family, sum, trailer);
  }

  private static Advertisement read(
      ByteBuffer in, Family family, Sum sum, Optional<HmacTrailer> trailer) {
    int version = (in.get(0) & 0xFF) >>> 4;
    int count = in.get(3) & 0xFF;
    var interval =
        version == 2
            ? Duration.ofSeconds(in.get(5) & 0xFF)
            : Duration.ofMillis(INTERVAL_UNIT_MS * (in.getShort(4) & 0xFFF));
    int authType = in.get(4) & 0xFF;
    var addresses = new ArrayList<IpAddress>(count);
    in.position(HEADER_LENGTH);
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[family.bytes()];
      in.get(bytes);
      addresses.add(IpAddress.of(bytes));
    }
    var authenticator =
        version == 2 ? new Authenticator(authType, in.getLong()) : Authenticator.NONE;
    return new Advertisement(
        version,
        in.get(1) & 0xFF,
        in.get(2) & 0xFF,
        interval,
        addresses,
        authenticator,
        sum,
        trailer);
  }

  private static Sum sumFound(int version, ByteBuffer part, IpAddress source, IpAddress target) {
    if (version == 3 && Checksum.of(source, target, PROTOCOL, part) == 0) {
      return Sum.PSEUDO;
    }
    if (source.family() == Family.IPV4 && Checksum.of(part) == 0) {
      return Sum.PLAIN;
    }
    boolean old = version == 3 && source.family() == Family.IPV4 && !target.isMulticast();
    return old && Checksum.of(source, GROUP, PROTOCOL, part) == 0 ? Sum.GROUP_PSEUDO : Sum.WRONG;
  }

  private static int sum(Sum form, ByteBuffer part, IpAddress source, IpAddress target) {
    return switch (form) {
      case PLAIN -> Checksum.of(part);
      case PSEUDO -> Checksum.of(source, target, PROTOCOL, part);
      case GROUP_PSEUDO -> Checksum.of(source, GROUP, PROTOCOL, part);
      case WRONG -> throw new IllegalArgumentException("a wrong checksum is not for sending");
    };
  }
}
