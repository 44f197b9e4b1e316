package keepalived.daemon.mail;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.core.text.Printable;

/// How letters are sent, complete: taken when a letter leaves, so that a corrected relay also gets
/// what waited for the wrong one.
///
/// None of its texts can end a line: they become headers and commands.
///
/// @param routerId in front of every subject
/// @param from of header and envelope
/// @param heloName how we introduce ourselves
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

  /// @param host gives the host's name; asked only where the configuration leaves it open
  /// @return empty when no mail is wanted: no relay, or nobody to write to
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
