package keepalived.core.notify;

/// A way to notify operators.
public enum Channel {
  SCRIPT,
  FIFO,
  /// An SNMP trap. Engines name it where keepalived sends one; this daemon has no SNMP.
  TRAP,
  MAIL,
  /// Mail about one check of a real server that stayed up or down; `no_checker_emails` stops it.
  CHECKER_MAIL
}
