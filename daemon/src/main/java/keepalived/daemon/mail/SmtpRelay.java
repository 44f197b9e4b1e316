package keepalived.daemon.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import keepalived.core.config.GlobalSettings.MailSecurity.Tls;
import keepalived.linux.file.PlainFile;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// A relay reached by SMTP. As in the original, there is one connection for each mail, and without
/// TLS and login the dialogue is the same, HELO included. TLS and login need EHLO (RFC 3207, RFC
/// 4954).
final class SmtpRelay implements Relay {

  private static final int PASSWORD_MAX = 64 * 1024;

  private final List<Path> bundles;

  SmtpRelay(List<Path> bundles) {
    this.bundles = bundles;
  }

  @Override
  public Outcome send(MailSettings settings, Mail letter, ZonedDateTime when) {
    try {
      var session = Session.getInstance(properties(settings));
      byte[] text = MessageText.of(settings, letter, when);
      // A message that is parsed from bytes keeps its headers and their order.
      var message = new MimeMessage(session, new ByteArrayInputStream(text));
      var recipients = recipients(settings.recipients());
      var relay = new URLName("smtp", settings.server().host(), -1, null, null, null);
      try (var transport = new SMTPTransport(session, relay)) {
        connect(transport, settings);
        return deliver(transport, message, recipients);
      }
    } catch (AddressException e) {
      return new Refused(e.getMessage());
    } catch (AuthenticationFailedException e) {
      return new Unreachable("login refused: " + e.getMessage().strip());
    } catch (MessagingException | IOException | GeneralSecurityException e) {
      return new Unreachable(reason(e));
    }
  }

  private static void connect(SMTPTransport transport, MailSettings settings)
      throws MessagingException, IOException {
    var server = settings.server();
    var login = settings.security().login();
    if (login.isEmpty()) {
      transport.connect(server.host(), server.port(), null, null);
      return;
    }
    // The password file is read each time, so that a changed password needs no reload.
    String password =
        settings.security().passwordFile().isPresent()
            ? password(Path.of(settings.security().passwordFile().get()))
            : "";
    transport.connect(server.host(), server.port(), login.get(), password);
  }

  private static String password(Path file) throws IOException {
    return new String(PlainFile.whole(file, PASSWORD_MAX), StandardCharsets.UTF_8).strip();
  }

  private static Outcome deliver(
      SMTPTransport transport, MimeMessage message, InternetAddress[] recipients) {
    try {
      transport.sendMessage(message, recipients);
      return new Sent("");
    } catch (SendFailedException e) {
      var failures = failures(e);
      String reason = String.join("; ", failures.stream().map(Failure::text).toList());
      if (e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0) {
        return new Sent("not to all recipients: " + reason);
      }
      boolean forGood = failures.stream().allMatch(f -> f.code() >= 500);
      return forGood ? new Refused(reason) : new Deferred(reason);
    } catch (MessagingException e) {
      return new Unreachable(reason(e));
    }
  }

  private record Failure(int code, String text) {}

  private static List<Failure> failures(SendFailedException e) {
    var found = new ArrayList<Failure>();
    for (Exception at = e; at instanceof MessagingException m; at = m.getNextException()) {
      switch (m) {
        case SMTPAddressFailedException a ->
            found.add(
                new Failure(a.getReturnCode(), a.getAddress() + " " + a.getMessage().strip()));
        case SMTPSenderFailedException s ->
            found.add(
                new Failure(s.getReturnCode(), s.getAddress() + " " + s.getMessage().strip()));
        case SMTPSendFailedException s when s.getReturnCode() > 0 && s.getCommand() != null ->
            found.add(new Failure(s.getReturnCode(), s.getMessage().strip()));
        default -> {}
      }
    }
    if (found.isEmpty()) {
      found.add(new Failure(0, reason(e)));
    }
    return found;
  }

  private static InternetAddress[] recipients(List<String> configured) throws AddressException {
    var all = new ArrayList<InternetAddress>();
    for (String one : configured) {
      all.addAll(List.of(InternetAddress.parse(one, false)));
    }
    return all.toArray(InternetAddress[]::new);
  }

  private Properties properties(MailSettings settings)
      throws IOException, GeneralSecurityException, AddressException {
    var security = settings.security();
    var properties = new Properties();
    String millis = Long.toString(settings.timeout().toMillis());
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.localhost", settings.heloName());
    properties.put("mail.smtp.from", new InternetAddress(settings.from(), false).getAddress());
    properties.put("mail.smtp.sendpartial", "true");
    boolean extended = settings.isEncrypted() || security.login().isPresent();
    properties.put("mail.smtp.ehlo", Boolean.toString(extended));
    properties.put("mail.smtp.auth", Boolean.toString(security.login().isPresent()));
    boolean startTls = security.tls() == Tls.STARTTLS;
    properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
    properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
    properties.put("mail.smtp.ssl.enable", Boolean.toString(security.tls() == Tls.IMPLICIT));
    // When our certificates reject a connection, it is not retried with others.
    properties.put("mail.smtp.socketFactory.fallback", "false");
    if (settings.isEncrypted()) {
      properties.put("mail.smtp.ssl.checkserveridentity", Boolean.toString(security.verify()));
      if (security.verify()) {
        properties.put(
            "mail.smtp.ssl.ciphersuites", String.join(" ", TrustedCertificates.suites()));
        TrustedCertificates.sockets(bundles)
            .ifPresent(sockets -> properties.put("mail.smtp.ssl.socketFactory", sockets));
      } else {
        properties.put("mail.smtp.ssl.socketFactory", TrustedCertificates.unverified());
      }
    }
    return properties;
  }

  /// The message of the innermost cause, which is the most precise: `Connection refused` instead of
  /// `Couldn't connect to host`.
  private static String reason(Exception e) {
    Throwable at = e;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    return Optional.ofNullable(at.getMessage()).orElseGet(at::toString).strip();
  }
}
