package keepalived.core.log;

/// The importance of a log line, most important first: the syslog severities (RFC 5424 table 2)
/// that keepalived uses, and two levels that are written only on request (keepalived(8), `-D`).
public enum Level {
  ALERT(1, 0),
  ERROR(3, 0),
  WARNING(4, 0),
  NOTICE(5, 0),
  INFO(6, 0),
  /// Needs `-D`.
  DETAIL(6, 1),
  /// Needs `-D -D`.
  DEBUG(6, 2);

  private final int severity;
  private final int detail;

  Level(int severity, int detail) {
    this.severity = severity;
    this.detail = detail;
  }

  /// The syslog severity, 0 (emergency) to 7 (debug).
  public int severity() {
    return severity;
  }

  /// How often `-D` must be given for the line to be written.
  public int detail() {
    return detail;
  }
}
