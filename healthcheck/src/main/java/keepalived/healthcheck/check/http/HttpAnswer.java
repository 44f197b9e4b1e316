package keepalived.healthcheck.check.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalInt;

/// Takes the bytes of an HTTP answer as they come: splits header and body, digests the body, keeps
/// of it what a pattern is to be looked for in. Nothing is decoded: chunks and compression stay as
/// they are, as keepalived leaves them.
final class HttpAnswer {

  /// Headers longer than this are no headers.
  static final int HEADER_MAX = 64 * 1024;

  /// How much of the body a pattern is looked for in.
  static final int WINDOW = 1024 * 1024;

  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  private final ByteArrayOutputStream header = new ByteArrayOutputStream();
  private final ByteArrayOutputStream window = new ByteArrayOutputStream();
  private final MessageDigest digest;
  private final int windowMax;
  private boolean inBody;
  private int matched;
  private long bodyLength;

  private HttpAnswer(MessageDigest digest, int windowMax) {
    this.digest = digest;
    this.windowMax = windowMax;
  }

  /// @param keep whether the body will be searched
  static HttpAnswer begin(boolean keep) {
    try {
      return new HttpAnswer(MessageDigest.getInstance("MD5"), keep ? WINDOW : 0);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  /// Takes the next bytes; false when the header grows beyond all measure.
  boolean take(byte[] bytes) {
    int i = 0;
    while (!inBody && i < bytes.length) {
      headerByte(bytes[i++]);
    }
    if (inBody && i < bytes.length) {
      int length = bytes.length - i;
      digest.update(bytes, i, length);
      window.write(bytes, i, (int) Math.min(length, Math.max(0, windowMax - bodyLength)));
      bodyLength += length;
    }
    return header.size() <= HEADER_MAX;
  }

  /// The header ends with an empty line: CR LF CR LF, as keepalived wants it.
  private void headerByte(byte b) {
    header.write(b);
    if (b == END[matched]) {
      matched++;
    } else {
      matched = b == END[0] ? 1 : 0;
    }
    inBody = matched == END.length;
  }

  boolean isEmpty() {
    return header.size() == 0;
  }

  boolean hasHeader() {
    return inBody;
  }

  String header() {
    return header.toString(StandardCharsets.ISO_8859_1);
  }

  /// The status code: three digits between the first blank and the next one, before any carriage
  /// return. What stands in front of the blank does not matter (`ICY`, a byte order mark), as it
  /// does not to keepalived.
  OptionalInt status() {
    var text = header();
    int end = text.indexOf('\r');
    var words = (end < 0 ? text : text.substring(0, end)).split(" ", 3);
    return words.length == 3 && words[1].matches("[0-9]{3}")
        ? OptionalInt.of(Integer.parseInt(words[1]))
        : OptionalInt.empty();
  }

  long bodyLength() {
    return bodyLength;
  }

  /// The digest of the whole body; ends the taking of bytes.
  String md5() {
    return HexFormat.of().formatHex(digest.digest());
  }

  byte[] window() {
    return window.toByteArray();
  }

  boolean truncated() {
    return bodyLength > window.size();
  }
}
