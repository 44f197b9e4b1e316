package keepalived.daemon.mail;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.core.text.Printable;

/// The complete settings for sending. They are read when a mail is sent, so that a corrected relay
/// also receives the mails that waited for the wrong one.
///
/// No text can contain a line end: the texts become headers and commands.
///
/// @param routerId prefix of each subject
/// @param from of header and envelope
/// @param heloName our name in HELO
public record MailSettings(
    GlobalSettings.Mail.Server server,
    String routerId,
    String from,
    List<String> recipients,
    String heloName,
    Duration timeout,
    GlobalSettings.MailSecurity security) {

  public MailSettings {
    routerId = Printable.of(routerId);
    from = Printable.of(from);
    recipients = recipients.stream().map(Printable::of).toList();
    heloName = Printable.of(heloName);
  }

  /// The settings from a configuration.
  ///
  /// @param host the host's name, used only where the configuration has none
  /// @return empty when no mail is to be sent: no relay or no recipient
  static Optional<MailSettings> of(GlobalSettings global, LocalName host) {
    var mail = global.mail();
    if (mail.server().isEmpty() || mail.recipients().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new MailSettings(
            mail.server().get(),
            global.routerId().orElseGet(host::name),
            mail.from().orElseGet(() -> host.user() + "@" + host.name()),
            mail.recipients(),
            mail.heloName().orElseGet(host::name),
            mail.connectTimeout(),
            mail.security()));
  }

  boolean isEncrypted() {
    return security.tls() != GlobalSettings.MailSecurity.Tls.NONE;
  }

  String relay() {
    return "[" + server.host() + "]:" + server.port();
  }
}
