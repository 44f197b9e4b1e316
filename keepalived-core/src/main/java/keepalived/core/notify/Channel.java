package keepalived.core.notify;

/// A way to notify operators.
public enum Channel {
  SCRIPT,
  FIFO,
  /// An SNMP trap. Engines use it where keepalived sends a trap; this daemon has no SNMP.
  TRAP,
  MAIL,
  /// Mail about one check of a real server whose state did not change; `no_checker_emails`
  /// suppresses it.
  CHECKER_MAIL
}
