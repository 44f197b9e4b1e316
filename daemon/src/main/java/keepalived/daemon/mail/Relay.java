package keepalived.daemon.mail;

import java.time.ZonedDateTime;

/// A mail server that accepts mails. Its method blocks and must not run on a loop.
public interface Relay {

  /// @param when the mail was written
  Outcome send(MailSettings settings, Mail letter, ZonedDateTime when);

  sealed interface Outcome {}

  /// @param remark for the operator; may be empty
  record Sent(String remark) implements Outcome {}

  /// The mail is refused permanently.
  record Refused(String reason) implements Outcome {}

  /// The mail may be accepted later; other mails may be accepted now.
  record Deferred(String reason) implements Outcome {}

  /// No mail can be sent at the moment.
  record Unreachable(String reason) implements Outcome {}
}
