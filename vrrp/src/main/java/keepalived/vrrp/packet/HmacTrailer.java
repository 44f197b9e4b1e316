package keepalived.vrrp.packet;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;

/// The signature that keepalived 2.4 appends to an advertisement (`auth_hmac`).
///
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |     Type      |    Key ID     |           Reserved            |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |                      Seconds (UTC)                            |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |       Fraction of a second    |            Counter            |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |                16 bytes of HMAC-SHA-256                       |
///
/// @param sequence seconds, fraction and counter as one unsigned number that only increases
public record HmacTrailer(int type, int keyId, int reserved, long sequence, Code code) {

  /// HMAC-SHA-256 cut to 16 bytes.
  public static final int SHA256 = 1;

  public static final int LENGTH = 28;
  private static final int CODE_LENGTH = 16;
  private static final int CHECKSUM_OFFSET = 6;
  private static final int PSEUDO_HEADER_LENGTH = 20;

  /// A message authentication code of 16 bytes.
  public record Code(long high, long low) {

    public static final Code ZERO = new Code(0, 0);

    /// Compares in constant time.
    public boolean matches(Code other) {
      return MessageDigest.isEqual(bytes(), other.bytes());
    }

    private byte[] bytes() {
      return ByteBuffer.allocate(CODE_LENGTH).putLong(high).putLong(low).array();
    }
  }

  /// The seconds (UTC) at which it was signed.
  public long seconds() {
    return sequence >>> 32;
  }

  /// This trailer for `advertisement`, with the code computed with `key`. Ignores a trailer at the
  /// end of the advertisement's bytes.
  public HmacTrailer signed(List<Byte> key, IpAddress source, ByteBuffer advertisement) {
    return new HmacTrailer(type, keyId, reserved, sequence, codeFor(key, source, advertisement));
  }

  /// The code that this trailer should have: over a pseudo header, the advertisement with a zero
  /// checksum, and the trailer with a zero code.
  public Code codeFor(List<Byte> key, IpAddress source, ByteBuffer advertisement) {
    var part = advertisement.slice();
    int length = lengthOf(part, source.family());
    var input = ByteBuffer.allocate(PSEUDO_HEADER_LENGTH + length + LENGTH);
    input.put((byte) (source.family() == Family.IPV4 ? 4 : 6));
    input.put((byte) ((part.get(0) & 0xFF) >>> 4)).put(part.get(1)).put((byte) 0);
    input.put(source.bytes()).position(PSEUDO_HEADER_LENGTH);
    input.put(part.slice(0, length));
    input.putShort(PSEUDO_HEADER_LENGTH + CHECKSUM_OFFSET, (short) 0);
    new HmacTrailer(type, keyId, reserved, sequence, Code.ZERO).encode(input);
    var code = ByteBuffer.wrap(hmac(key, input.array()));
    return new Code(code.getLong(), code.getLong());
  }

  private static int lengthOf(ByteBuffer advertisement, Family family) {
    int version = (advertisement.get(0) & 0xFF) >>> 4;
    return Advertisement.length(version, family, advertisement.get(3) & 0xFF);
  }

  private static byte[] hmac(List<Byte> key, byte[] input) {
    byte[] raw = new byte[key.size()];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = key.get(i);
    }
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(raw, "HmacSHA256"));
      return mac.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HMAC-SHA-256", e);
    }
  }

  void encode(ByteBuffer out) {
    out.put((byte) type).put((byte) keyId).putShort((short) reserved).putLong(sequence);
    out.putLong(code.high()).putLong(code.low());
  }

  /// Decodes the 28 bytes of `in`.
  static HmacTrailer decode(ByteBuffer in) {
    return new HmacTrailer(
        in.get() & 0xFF,
        in.get() & 0xFF,
        in.getShort() & 0xFFFF,
        in.getLong(),
        new Code(in.getLong(), in.getLong()));
  }
}
