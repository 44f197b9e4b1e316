package keepalived.core.config.field;

/// The effect of a change at a reload.
public enum Meaning {
  /// The change applies at once; state and timers stay.
  KEPT(""),
  ELECTION("a new election may follow"),
  /// Routers with different values reject each other's adverts, and both become master.
  PAIR("the pair must change together"),
  /// Routers with different values accept each other's adverts, but behave differently.
  EVERY_NODE("a failover loses it unless every node has it"),
  RESTART("only a restart changes it: the whole reload is refused");

  private final String text;

  Meaning(String text) {
    this.text = text;
  }

  /// The text for the operator; empty for [#KEPT].
  public String text() {
    return text;
  }
}
