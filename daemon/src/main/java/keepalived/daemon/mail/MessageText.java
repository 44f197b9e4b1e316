package keepalived.daemon.mail;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// The text of a mail after DATA (RFC 5322): the original's headers in the original's order, the
/// body line, an empty line.
final class MessageText {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

  /// Bytes in a line; the limit is 998 (RFC 5322, 2.1.1).
  private static final int LINE = 900;

  /// Bytes of text in one encoded word, which has at most 75 characters (RFC 2047, 2).
  private static final int WORD_BYTES = 39;

  private MessageText() {}

  static byte[] of(MailSettings settings, Mail letter, ZonedDateTime when) {
    String subject = "[" + settings.routerId() + "] " + letter.subject();
    var text = new StringBuilder();
    text.append("Date: ").append(DATE.format(when)).append("\r\n");
    text.append("From: ").append(settings.from()).append("\r\n");
    text.append("Subject: ").append(isAscii(subject) ? subject : encoded(subject)).append("\r\n");
    text.append("X-Mailer: Keepalived\r\n");
    text.append("To: ").append(recipients(settings.recipients())).append("\r\n");
    if (!isAscii(letter.body())) {
      text.append("MIME-Version: 1.0\r\n");
      text.append("Content-Type: text/plain; charset=utf-8\r\n");
      text.append("Content-Transfer-Encoding: 8bit\r\n");
    }
    text.append("\r\n").append(letter.body()).append("\r\n\r\n");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String recipients(List<String> all) {
    String line = String.join(", ", all);
    return line.length() < LINE ? line : String.join(",\r\n ", all);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static String encoded(String text) {
    var words = new StringBuilder();
    int start = 0;
    while (start < text.length()) {
      int end = start;
      int bytes = 0;
      while (end < text.length()) {
        int next = text.offsetByCodePoints(end, 1);
        bytes += text.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > WORD_BYTES) {
          break;
        }
        end = next;
      }
      byte[] part = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
      words.append(start == 0 ? "" : "\r\n ");
      words.append("=?UTF-8?B?").append(Base64.getEncoder().encodeToString(part)).append("?=");
      start = end;
    }
    return words.toString();
  }
}
