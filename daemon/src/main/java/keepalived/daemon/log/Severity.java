package keepalived.daemon.log;

/// Syslog severities (RFC 5424 table 2) that keepalived uses.
public enum Severity {
  ALERT(1),
  ERROR(3),
  WARNING(4),
  NOTICE(5),
  INFO(6);

  private final int number;

  Severity(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
