package keepalived.daemon.log;

/// The parts that the original runs as processes, by the names they have in syslog.
public enum Part {
  PARENT("Keepalived"),
  VRRP("Keepalived_vrrp"),
  CHECKERS("Keepalived_healthcheckers"),
  BFD("Keepalived_bfd");

  private final String ident;

  Part(String ident) {
    this.ident = ident;
  }

  public String ident() {
    return ident;
  }
}
