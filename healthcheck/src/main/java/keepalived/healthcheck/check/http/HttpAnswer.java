package keepalived.healthcheck.check.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalInt;

/// Collects the bytes of an HTTP response: separates header and body, computes the digest of the
/// body, and keeps the start of the body for a pattern search. Nothing is decoded: as in
/// keepalived, chunks and compression stay as they are.
final class HttpAnswer {

  /// Limit in bytes; a longer header fails the check.
  static final int HEADER_MAX = 64 * 1024;

  /// Number of bytes at the start of the body that are kept for a pattern search.
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

  /// @param keep whether the body will be searched and is therefore kept
  static HttpAnswer begin(boolean keep) {
    try {
      return new HttpAnswer(MessageDigest.getInstance("MD5"), keep ? WINDOW : 0);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  /// Adds received bytes; returns false when the header exceeds [#HEADER_MAX].
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

  /// Detects the end of the header: CR LF CR LF, the only form keepalived accepts.
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
  /// return. As in keepalived, the text before the first blank is ignored (`ICY`, a byte order
  /// mark).
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

  /// The MD5 digest of the whole body, in hexadecimal. No bytes may be added afterwards.
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
