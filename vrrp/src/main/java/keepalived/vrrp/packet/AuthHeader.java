package keepalived.vrrp.packet;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The IP authentication header (RFC 2402) that may precede VRRPv2, with HMAC-MD5-96.
///
///     | Next Header   |  Payload Len  |          RESERVED             |
///     |                 Security Parameters Index (SPI)               |
///     |                    Sequence Number Field                      |
///     |              Authentication Data (12 bytes)                   |
///
/// @param sequence unsigned 32 bits
public record AuthHeader(int nextHeader, int spi, long sequence, Code code) {

  public static final int PROTOCOL = 51;
  public static final int LENGTH = 24;
  private static final int CODE_OFFSET = 12;
  private static final int CODE_LENGTH = 12;
  private static final int PAYLOAD_LENGTH = LENGTH / 4 - 2;

  /// An integrity check value of 12 bytes.
  public record Code(long high, int low) {

    static final Code ZERO = new Code(0, 0);

    /// Compares in constant time.
    public boolean matches(Code other) {
      return MessageDigest.isEqual(bytes(), other.bytes());
    }

    private byte[] bytes() {
      return ByteBuffer.allocate(CODE_LENGTH).putLong(high).putInt(low).array();
    }
  }

  /// Puts a header with a zero code before `advertisement`.
  public static ByteBuffer before(ByteBuffer advertisement, int spi, long sequence) {
    var out = ByteBuffer.allocate(LENGTH + advertisement.remaining());
    out.put((byte) Advertisement.PROTOCOL).put((byte) PAYLOAD_LENGTH).putShort((short) 0);
    out.putInt(spi).putInt((int) sequence).position(LENGTH);
    return out.put(advertisement.slice()).flip();
  }

  /// Writes the code into a complete IPv4 packet whose payload starts with an authentication
  /// header. As in keepalived, the TTL is covered in multicast packets, where it must be 255, and
  /// counts as zero in unicast ones.
  public static void sign(ByteBuffer packet, long password) {
    boolean multicast = (packet.get(packet.position() + 16) & 0xF0) == 0xE0;
    var code = codeFor(multicast ? packet : withoutTtl(packet), password);
    int at = packet.position() + Ipv4Header.LENGTH + CODE_OFFSET;
    packet.putLong(at, code.high()).putInt(at + 8, code.low());
  }

  /// Whether this header's code fits the packet it came in, with the TTL covered (as keepalived
  /// sends it) or counted as zero (as RFC 2402 3.3.3.1.1 requires).
  public boolean verifies(ByteBuffer packet, long password) {
    return code.matches(codeFor(packet, password))
        || code.matches(codeFor(withoutTtl(packet), password));
  }

  private static ByteBuffer withoutTtl(ByteBuffer packet) {
    var copy = ByteBuffer.allocate(packet.remaining()).put(packet.slice()).flip();
    return copy.put(8, (byte) 0);
  }

  /// The code that a packet should have. Fields that change in transit count as zero: type of
  /// service, flags and fragment offset, header checksum, and the code itself, but not the TTL.
  static Code codeFor(ByteBuffer packet, long password) {
    int headerLength = (packet.get(packet.position()) & 0xF) * 4;
    var input = ByteBuffer.allocate(packet.remaining());
    input.put(packet.slice());
    input.put(1, (byte) 0).putShort(6, (short) 0).putShort(10, (short) 0);
    input.putLong(headerLength + CODE_OFFSET, 0).putInt(headerLength + CODE_OFFSET + 8, 0);
    try {
      var mac = Mac.getInstance("HmacMD5");
      byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(password).array();
      mac.init(new SecretKeySpec(key, "HmacMD5"));
      var digest = ByteBuffer.wrap(mac.doFinal(input.array()));
      return new Code(digest.getLong(), digest.getInt());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HMAC-MD5", e);
    }
  }

  /// Decodes a header that carries VRRP; empty when it does not, or is too short.
  public static Optional<AuthHeader> decode(ByteBuffer payload) {
    var in = payload.slice();
    if (in.remaining() < LENGTH
        || (in.get(0) & 0xFF) != Advertisement.PROTOCOL
        || (in.get(1) & 0xFF) != PAYLOAD_LENGTH) {
      return Optional.empty();
    }
    return Optional.of(
        new AuthHeader(
            in.get(0) & 0xFF,
            in.getInt(4),
            in.getInt(8) & 0xFFFF_FFFFL,
            new Code(in.getLong(12), in.getInt(20))));
  }
}
