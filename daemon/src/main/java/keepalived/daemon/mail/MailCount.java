package keepalived.daemon.mail;

/// The counters of alert mail.
public enum MailCount {
  SENT,
  /// Refused by the relay permanently.
  REFUSED,
  /// An attempt failed and will be repeated.
  RETRIED,
  /// Discarded: too old, too many, or unsent at the stop.
  DROPPED
}
