package keepalived.daemon.mail;

import java.time.ZonedDateTime;

/// A mail server that takes letters. Waits; not for a loop.
public interface Relay {

  /// @param when the letter was written
  Outcome send(MailSettings settings, Mail letter, ZonedDateTime when);

  sealed interface Outcome {}

  /// @param remark what the operator should know of it, or empty
  record Sent(String remark) implements Outcome {}

  /// This letter will never be taken.
  record Refused(String reason) implements Outcome {}

  /// This letter may be taken later; others may be taken now.
  record Deferred(String reason) implements Outcome {}

  /// Nothing can be sent at the moment.
  record Unreachable(String reason) implements Outcome {}
}
