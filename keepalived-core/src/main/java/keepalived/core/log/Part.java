package keepalived.core.log;

/// The parts of the daemon, each of which is a process in the original.
public enum Part {
  PARENT("Keepalived"),
  VRRP("Keepalived_vrrp"),
  CHECKER("Keepalived_healthcheckers"),
  BFD("Keepalived_bfd");

  private final String ident;

  Part(String ident) {
    this.ident = ident;
  }

  /// The syslog ident, without `_NAMESPACE` and `_INSTANCE`: `Keepalived_vrrp`.
  public String ident() {
    return ident;
  }
}
