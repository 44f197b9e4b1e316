package keepalived.daemon.mail;

import java.nio.charset.StandardCharsets;
import keepalived.core.text.Printable;

/// One alert.
///
/// @param subject without the prefix `[router_id] `
/// @param body one line, without line end
public record Mail(String subject, String body) {

  /// Size of the original's buffer; longer bodies are cut.
  private static final int BODY_BYTES = 512;

  public Mail {
    // A name that contains a line end must not become a header.
    subject = Printable.of(subject);
    body = cut(Printable.of(body));
  }

  private static String cut(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= BODY_BYTES) {
      return text;
    }
    int end = BODY_BYTES;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--; // cuts between characters
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
