package keepalived.daemon.mail;

/// What is counted about alert mail.
public enum MailCount {
  SENT,
  /// The relay will never take it.
  REFUSED,
  /// A try that failed and will be made again.
  RETRIED,
  /// Given up: too old, too many, or still there at stop.
  DROPPED
}
