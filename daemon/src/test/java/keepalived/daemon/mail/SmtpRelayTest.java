package keepalived.daemon.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.GlobalSettings.MailSecurity;
import keepalived.core.config.GlobalSettings.MailSecurity.Tls;
import keepalived.linux.kernel.NamedPipe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmtpRelayTest {

  private static final ZonedDateTime WHEN = ZonedDateTime.parse("2026-11-21T10:29:44Z");
  private static final Mail LETTER =
      new Mail("VRRP Instance VI_2 - Stopping", "=> VRRP Instance stopping <=");

  @TempDir static Path directory;
  private static Certificates certificates;

  private SmtpServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = Certificates.make(directory);
  }

  @BeforeEach
  void start() throws Exception {
    server = new SmtpServer(Optional.of(certificates.server()));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private MailSettings settings(MailSecurity security) {
    return settings(server.port(), "127.0.0.1", security, Duration.ofSeconds(20));
  }

  private static MailSettings settings(
      int port, String host, MailSecurity security, Duration timeout) {
    return new MailSettings(
        new GlobalSettings.Mail.Server(host, port),
        "R1",
        "ka@ex.org",
        List.of("Ops <a@ex.org>", "b@ex.org"),
        "helo.ex.org",
        timeout,
        security);
  }

  private static Relay.Outcome send(MailSettings settings) {
    return new SmtpRelay(List.of(certificates.bundle())).send(settings, LETTER, WHEN);
  }

  private SmtpServer.Dialogue dialogue() {
    while (server.dialogues().isEmpty()) {
      Thread.onSpinWait();
    }
    return server.dialogues().getFirst();
  }

  private static MailSecurity tls(Tls tls, boolean verify) {
    return new MailSecurity(tls, Optional.empty(), Optional.empty(), verify);
  }

  /// As recorded from keepalived 2.2.7, except for the recipient with a name, which it formatted
  /// wrongly.
  @Test
  void theDialogueOfTheOriginal() {
    assertEquals(new Relay.Sent(""), send(settings(MailSecurity.NONE)));
    assertEquals(
        List.of(
            "HELO helo.ex.org\r\n",
            "MAIL FROM:<ka@ex.org>\r\n",
            "RCPT TO:<a@ex.org>\r\n",
            "RCPT TO:<b@ex.org>\r\n",
            "DATA\r\n",
            "Date: Sat, 21 Nov 2026 10:29:44 +0000\r\n",
            "From: ka@ex.org\r\n",
            "Subject: [R1] VRRP Instance VI_2 - Stopping\r\n",
            "X-Mailer: Keepalived\r\n",
            "To: Ops <a@ex.org>, b@ex.org\r\n",
            "\r\n",
            "=> VRRP Instance stopping <=\r\n",
            "\r\n",
            ".\r\n",
            "QUIT\r\n"),
        dialogue().lines());
  }

  @Test
  void startTlsWithACertificateTheHostTrustsAndALogin() throws Exception {
    Path password = Files.writeString(directory.resolve("password"), "s3cret\n");
    var security =
        new MailSecurity(Tls.STARTTLS, Optional.of("ops"), Optional.of(password.toString()), true);
    assertEquals(new Relay.Sent(""), send(settings(security)));
    assertEquals(List.of("EHLO helo.ex.org\r\n", "STARTTLS\r\n"), dialogue().lines());
    var secured = dialogue().secured();
    assertEquals("EHLO helo.ex.org\r\n", secured.get(0));
    String token = java.util.Base64.getEncoder().encodeToString("ops\0ops\0s3cret".getBytes());
    assertEquals("AUTH PLAIN " + token + "\r\n", secured.get(1));
    assertTrue(secured.contains("Subject: [R1] VRRP Instance VI_2 - Stopping\r\n"));
  }

  /// The mail thread must not wait for a writer of the FIFO.
  @Test
  void aPasswordFileThatIsAFifoIsAReasonNotToSend() {
    Path fifo = directory.resolve("fifo");
    NamedPipe.make(fifo, 0600);
    var security =
        new MailSecurity(Tls.STARTTLS, Optional.of("ops"), Optional.of(fifo.toString()), false);
    assertEquals(
        new Relay.Unreachable(fifo + ": is a FIFO, not a regular file"), send(settings(security)));
  }

  @Test
  void aCertificateNobodyTrustsIsRefusedUnlessVerificationIsOff() {
    var distrusting = new SmtpRelay(List.of(Path.of("/nonexistent")));
    var outcome = distrusting.send(settings(tls(Tls.STARTTLS, true)), LETTER, WHEN);
    var unreachable = assertInstanceOf(Relay.Unreachable.class, outcome);
    assertTrue(unreachable.reason().contains("certification path"), unreachable.reason());
    outcome = distrusting.send(settings(tls(Tls.STARTTLS, false)), LETTER, WHEN);
    assertEquals(new Relay.Sent(""), outcome);
  }

  /// Configured encryption is never dropped silently.
  @Test
  void aRelayWithoutStartTlsGetsNothing() throws Exception {
    try (var plain = new SmtpServer(Optional.empty())) {
      var settings =
          settings(plain.port(), "127.0.0.1", tls(Tls.STARTTLS, true), Duration.ofSeconds(20));
      assertInstanceOf(Relay.Unreachable.class, send(settings));
      while (plain.dialogues().isEmpty()) {
        Thread.onSpinWait();
      }
      assertTrue(
          plain.dialogues().getFirst().lines().stream().noneMatch(l -> l.startsWith("MAIL")));
    }
  }

  @Test
  void anotherHostsCertificateIsRefused() throws Exception {
    // The certificate is for localhost and 127.0.0.1; 127.0.0.2 is the same server by another name.
    try (var other = new OtherAddress(certificates.server())) {
      var settings =
          settings(other.port(), "127.0.0.2", tls(Tls.IMPLICIT, true), Duration.ofSeconds(20));
      var unreachable = assertInstanceOf(Relay.Unreachable.class, send(settings));
      assertTrue(unreachable.reason().contains("127.0.0.2"), unreachable.reason());
    }
  }

  @Test
  void aRelayThatIsDownOrSilentIsUnreachable() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    var down = settings(free, "127.0.0.1", MailSecurity.NONE, Duration.ofSeconds(20));
    assertEquals(new Relay.Unreachable("Connection refused"), send(down));
    server.silent = true;
    var silent = settings(server.port(), "127.0.0.1", MailSecurity.NONE, Duration.ofMillis(200));
    var unreachable = assertInstanceOf(Relay.Unreachable.class, send(silent));
    assertTrue(unreachable.reason().contains("timed out"), unreachable.reason());
  }

  @Test
  void refusalsForGoodAndForNow() {
    server.answers.put("MAIL", "550 not you");
    var refused = assertInstanceOf(Relay.Refused.class, send(settings(MailSecurity.NONE)));
    assertTrue(refused.reason().contains("550 not you"), refused.reason());
    server.answers.put("MAIL", "451 busy");
    var deferred = assertInstanceOf(Relay.Deferred.class, send(settings(MailSecurity.NONE)));
    assertTrue(deferred.reason().contains("451 busy"), deferred.reason());
    server.answers.remove("MAIL");
    server.answers.put("RCPT", "550 no such user");
    refused = assertInstanceOf(Relay.Refused.class, send(settings(MailSecurity.NONE)));
    assertTrue(refused.reason().contains("550 no such user"), refused.reason());
    server.answers.put("RCPT", "450 greylisted");
    assertInstanceOf(Relay.Deferred.class, send(settings(MailSecurity.NONE)));
    server.answers.remove("RCPT");
    server.answers.put(".", "554 spam");
    refused = assertInstanceOf(Relay.Refused.class, send(settings(MailSecurity.NONE)));
    assertTrue(refused.reason().contains("554 spam"), refused.reason());
    server.answers.remove(".");
    server.answers.put("CONNECT", "421 not now");
    assertInstanceOf(Relay.Unreachable.class, send(settings(MailSecurity.NONE)));
  }

  @Test
  void anAddressThatIsNoneIsRefusedWithoutAsking() {
    var settings =
        new MailSettings(
            new GlobalSettings.Mail.Server("127.0.0.1", server.port()),
            "R1",
            "ka@ex.org",
            List.of("a@ex.org>\r\nRCPT TO:<evil@ex.org"),
            "helo",
            Duration.ofSeconds(5),
            MailSecurity.NONE);
    assertInstanceOf(Relay.Refused.class, send(settings));
    assertEquals(List.of(), server.dialogues());
  }
}
