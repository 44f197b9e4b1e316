package keepalived.healthcheck.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import keepalived.linux.file.PlainFile;

/// Reads private keys in PEM as OpenSSL writes them. Java reads PKCS #8; the older RSA form (PKCS
/// #1) is wrapped into PKCS #8.
final class PemKeys {

  private static final Pattern RSA =
      Pattern.compile(
          "-----BEGIN RSA PRIVATE KEY-----([^-]*)-----END RSA PRIVATE KEY-----", Pattern.DOTALL);

  /// INTEGER 0, and the algorithm rsaEncryption with NULL (RFC 5208, RFC 3279).
  private static final byte[] RSA_PREFIX = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private static final int FILE_MAX = 4 << 20;

  private PemKeys() {}

  /// The content of a file with keys or certificates.
  static byte[] file(Path path) throws IOException {
    return PlainFile.whole(path, FILE_MAX);
  }

  /// The key in a file, as PKCS #8 PEM text.
  static byte[] pkcs8(Path file) throws IOException {
    var text = new String(file(file), StandardCharsets.ISO_8859_1);
    var rsa = RSA.matcher(text);
    if (!rsa.find()) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
    if (rsa.group(1).contains("DEK-Info")) {
      throw new IOException(
          file + ": encrypted in the old form; convert it with openssl pkcs8 -topk8");
    }
    var key = Base64.getMimeDecoder().decode(rsa.group(1).strip());
    var content = new ByteArrayOutputStream();
    content.write(RSA_PREFIX);
    content.write(element(0x04, key));
    var wrapped = Base64.getMimeEncoder().encodeToString(element(0x30, content.toByteArray()));
    return ("-----BEGIN PRIVATE KEY-----\n" + wrapped + "\n-----END PRIVATE KEY-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// A DER element with a two-byte length, which is enough for RSA keys.
  private static byte[] element(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x82);
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }
}
