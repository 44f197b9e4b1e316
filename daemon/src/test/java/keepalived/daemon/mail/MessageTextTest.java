package keepalived.daemon.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import keepalived.core.config.GlobalSettings;
import org.junit.jupiter.api.Test;

class MessageTextTest {

  private static final ZonedDateTime WHEN = ZonedDateTime.parse("2026-11-01T09:05:44+01:00");

  static MailSettings settings(int port, List<String> recipients) {
    return new MailSettings(
        new GlobalSettings.Mail.Server("127.0.0.1", port),
        "R1",
        "ka@ex.org",
        recipients,
        "helo.ex.org",
        Duration.ofSeconds(5),
        GlobalSettings.MailSecurity.NONE);
  }

  /// Byte for byte what keepalived 2.2.7 sent between DATA and the final dot.
  @Test
  void asTheOriginal() {
    assertEquals(
        """
        Date: Sun, 01 Nov 2026 09:05:44 +0100
        From: ka@ex.org
        Subject: [R1] VRRP Instance VI_2 - Entering MASTER state
        X-Mailer: Keepalived
        To: Ops <a@ex.org>, b@ex.org

        => VRRP Instance is now owning VRRP VIPs <=

        """
            .replace("\n", "\r\n"),
        text(
            List.of("Ops <a@ex.org>", "b@ex.org"),
            new Mail(
                "VRRP Instance VI_2 - Entering MASTER state",
                "=> VRRP Instance is now owning VRRP VIPs <=")));
  }

  @Test
  void aNameIsNotAHeader() {
    String text =
        text(
            List.of("a@b"),
            new Mail("VRRP Instance x\r\nBcc: all@ex.org - Stopping", "b\r\n.\r\n"));
    assertTrue(
        text.contains("Subject: [R1] VRRP Instance x\\r\\nBcc: all@ex.org - Stopping\r\n"), text);
    assertTrue(text.endsWith("\r\n\r\nb\\r\\n.\\r\\n\r\n\r\n"), text);
  }

  /// Each text of the configuration that becomes a header or a command.
  @Test
  void noSettingIsAHeaderEither() {
    String evil = "x\r\nBcc: all@ex.org\u001b";
    String shown = "x\\r\\nBcc: all@ex.org\\x1b";
    var settings =
        new MailSettings(
            new GlobalSettings.Mail.Server("127.0.0.1", 25),
            evil,
            evil,
            List.of(evil, "b@ex.org"),
            evil,
            Duration.ofSeconds(5),
            GlobalSettings.MailSecurity.NONE);
    assertEquals(shown, settings.heloName());
    var text =
        new String(MessageText.of(settings, new Mail("s", "b"), WHEN), StandardCharsets.UTF_8);
    assertTrue(text.contains("Subject: [" + shown + "] s\r\n"), text);
    assertTrue(text.contains("From: " + shown + "\r\n"), text);
    assertTrue(text.contains("To: " + shown + ", b@ex.org\r\n"), text);
    assertEquals(8, text.lines().count(), text);
  }

  @Test
  void otherAlphabetsAreEncodedInWholeCharacters() {
    String name = "Zürich-☎".repeat(9);
    String text = text(List.of("a@b"), new Mail("VRRP Instance " + name, "=> ok <="));
    String header = text.substring(text.indexOf("Subject: "), text.indexOf("X-Mailer"));
    var decoded = new StringBuilder();
    for (String word : header.substring("Subject: ".length()).split("\r\n ")) {
      assertTrue(word.strip().length() <= 75, word);
      String base64 = word.strip().substring("=?UTF-8?B?".length(), word.strip().length() - 2);
      decoded.append(
          new String(java.util.Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    }
    assertEquals("[R1] VRRP Instance " + name, decoded.toString());
    assertTrue(!text.contains("Content-Type"));
    assertTrue(
        text(List.of("a@b"), new Mail("s", "=> zurück <="))
            .contains(
                "To: a@b\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    + "Content-Transfer-Encoding: 8bit\r\n\r\n=> zurück <=\r\n"));
  }

  @Test
  void aLongBodyIsCutBetweenCharacters() {
    assertEquals("a".repeat(512), new Mail("s", "a".repeat(600)).body());
    assertEquals("a" + "é".repeat(255), new Mail("s", "a" + "é".repeat(300)).body());
  }

  @Test
  void manyRecipientsAreFolded() {
    String text = text(Collections.nCopies(100, "operator@example.org"), new Mail("s", "b"));
    for (String line : text.split("\r\n")) {
      assertTrue(line.length() < 998);
    }
    assertTrue(text.contains("To: operator@example.org,\r\n operator@example.org,"));
  }

  private static String text(List<String> recipients, Mail letter) {
    return new String(
        MessageText.of(settings(25, recipients), letter, WHEN), StandardCharsets.UTF_8);
  }
}
