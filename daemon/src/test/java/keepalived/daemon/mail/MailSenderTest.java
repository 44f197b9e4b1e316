package keepalived.daemon.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.GlobalSettings.MailSecurity;
import keepalived.core.log.Part;
import keepalived.daemon.log.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailSenderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final MailQueue.Rules QUICK =
      new MailQueue.Rules(
          3,
          Duration.ofHours(1),
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          100,
          Duration.ofMillis(1));

  @TempDir Path directory;

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Journal journal =
      new Journal(() -> Instant.EPOCH, 1, () -> line -> log.add(line.text()));

  private static GlobalSettings global(int port, MailSecurity security) {
    var d = GlobalSettings.DEFAULT;
    var mail =
        new GlobalSettings.Mail(
            Optional.of(new GlobalSettings.Mail.Server("127.0.0.1", port)),
            Optional.empty(),
            List.of("ops@ex.org"),
            Optional.empty(),
            Duration.ofSeconds(10),
            false,
            false,
            security);
    return new GlobalSettings(
        Optional.empty(),
        d.process(),
        mail,
        d.scripts(),
        d.fifos(),
        d.vrrp(),
        d.lvs(),
        d.reload(),
        d.dumps(),
        d.snmp(),
        d.dbus(),
        d.nftables());
  }

  private static Mail letter(String subject) {
    return new Mail(subject, "=> body <=");
  }

  /// A relay with one answer from the test for each mail.
  private static final class Scripted implements Relay {
    final LinkedBlockingQueue<Outcome> answers = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();

    @Override
    public Outcome send(MailSettings settings, Mail letter, java.time.ZonedDateTime when) {
      asked.add(letter.subject());
      try {
        return answers.take();
      } catch (InterruptedException e) {
        return new Unreachable("interrupted");
      }
    }

    String asked() throws InterruptedException {
      return String.valueOf(asked.poll(20, TimeUnit.SECONDS));
    }
  }

  private MailSender office(Relay relay) {
    return new MailSender(journal, () -> Instant.EPOCH, () -> "host.ex.org", () -> relay, QUICK);
  }

  /// An exception of the mail library must not end the thread that sends the other mails.
  @Test
  void aLetterThatCannotBeMadeDoesNotStopTheOthers() throws Exception {
    var sent = new LinkedBlockingQueue<String>();
    var office =
        office(
            (settings, letter, when) -> {
              if (letter.subject().equals("bad")) {
                throw new IllegalArgumentException("command contains illegal CR/LF");
              }
              sent.add(letter.subject());
              return new Relay.Sent("");
            });
    office.reconfigure(global(1, MailSecurity.NONE));
    office.post(Part.VRRP, letter("bad"));
    office.post(Part.VRRP, letter("good"));
    assertEquals("good", sent.poll(20, TimeUnit.SECONDS));
    office.close(PATIENCE);
    journal.close();
    assertTrue(
        log.toString().contains("internal error: java.lang.IllegalArgumentException"),
        log::toString);
  }

  @Test
  void delivers() throws Exception {
    var green = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    green.start();
    try {
      var office = office(new SmtpRelay(List.of()));
      office.reconfigure(global(green.getSmtp().getPort(), MailSecurity.NONE));
      office.post(Part.VRRP, letter("VRRP Group G1 - Stopping"));
      office.close(PATIENCE);
      assertTrue(green.waitForIncomingEmail(20_000, 1));
      var message = green.getReceivedMessages()[0];
      assertEquals("[host.ex.org] VRRP Group G1 - Stopping", message.getSubject());
      assertEquals(
          System.getProperty("user.name") + "@host.ex.org", message.getFrom()[0].toString());
      assertEquals("=> body <=", message.getContent().toString().strip());
      assertEquals(1, office.count(MailCount.SENT));
    } finally {
      green.stop();
    }
    journal.close();
    assertEquals(List.of("SMTP alert successfully sent."), log);
  }

  @Test
  void deliversToARelayThatWantsTlsAndALogin() throws Exception {
    var green = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    green.setUser("ops@ex.org", "ops", "s3cret");
    green.start();
    try {
      Path password = Files.writeString(directory.resolve("p"), "s3cret\n");
      var security =
          new MailSecurity(
              MailSecurity.Tls.IMPLICIT,
              Optional.of("ops"),
              Optional.of(password.toString()),
              false);
      var office = office(new SmtpRelay(List.of()));
      office.reconfigure(global(green.getSmtps().getPort(), security));
      office.post(Part.VRRP, letter("one"));
      assertTrue(green.waitForIncomingEmail(20_000, 1));
      Files.writeString(password, "wrong");
      office.post(Part.VRRP, letter("two"));
      office.close(PATIENCE);
      assertEquals(1, office.count(MailCount.SENT));
      assertEquals(1, office.count(MailCount.DROPPED));
    } finally {
      green.stop();
    }
    journal.close();
    assertTrue(log.stream().anyMatch(l -> l.contains("login refused")), () -> log.toString());
  }

  @Test
  void triesAgainInOrderAndSaysWhy() throws Exception {
    var relay = new Scripted();
    var office = office(relay);
    office.reconfigure(global(25, MailSecurity.NONE));
    office.post(Part.VRRP, letter("a"));
    assertEquals("a", relay.asked());
    office.post(Part.VRRP, letter("b"));
    relay.answers.add(new Relay.Unreachable("Connection refused"));
    assertEquals("a", relay.asked());
    relay.answers.add(new Relay.Sent(""));
    assertEquals("b", relay.asked());
    relay.answers.add(new Relay.Refused("550 no"));
    office.close(PATIENCE);
    assertEquals(1, office.count(MailCount.SENT));
    assertEquals(1, office.count(MailCount.REFUSED));
    assertEquals(1, office.count(MailCount.RETRIED));
    journal.close();
    assertEquals(
        "SMTP relay [127.0.0.1]:25 did not take 'b': 550 no; not tried again", log.getLast());
    assertTrue(
        log.getFirst().startsWith("SMTP relay [127.0.0.1]:25: Connection refused; 1 alerts wait"),
        log::getFirst);
  }

  @Test
  void aCorrectedRelayAlsoGetsWhatWaited() throws Exception {
    var relay = new Scripted();
    var office = office(relay);
    office.reconfigure(global(25, MailSecurity.NONE));
    office.post(Part.VRRP, letter("a"));
    assertEquals("a", relay.asked());
    office.reconfigure(GlobalSettings.DEFAULT);
    relay.answers.add(new Relay.Deferred("450 later"));
    office.close(PATIENCE);
    assertEquals(1, office.count(MailCount.DROPPED));
    journal.close();
    assertEquals("SMTP alert 'a' is lost: no relay is configured any more", log.getLast());
  }

  @Test
  void tooManyPushOutTheOldest() throws Exception {
    var relay = new Scripted();
    var office = office(relay);
    office.reconfigure(global(25, MailSecurity.NONE));
    office.post(Part.VRRP, letter("held"));
    assertEquals("held", relay.asked());
    List.of("b", "c", "d", "e").forEach(s -> office.post(Part.VRRP, letter(s)));
    for (int i = 0; i < 6; i++) {
      relay.answers.add(new Relay.Sent(""));
    }
    office.close(PATIENCE);
    // "held" had left already; of the four that followed, three may wait
    assertEquals(4, office.count(MailCount.SENT));
    assertEquals(1, office.count(MailCount.DROPPED));
  }

  @Test
  void withoutALetterThereIsNoThread() {
    var office = office(new Scripted());
    office.reconfigure(global(25, MailSecurity.NONE));
    assertFalse(
        Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals("mail")));
    office.close(PATIENCE);
  }
}
