package keepalived.core.config.field;

/// What a reload makes of a change.
public enum Meaning {
  /// It is in force at once, and state and timers stay.
  KEPT(""),
  ELECTION("a new election may follow"),
  /// Routers that differ in it do not hear each other, and both become master.
  PAIR("the pair must change together"),
  /// Routers that differ in it hear each other, but do not do the same.
  EVERY_NODE("a failover loses it unless every node has it"),
  RESTART("only a restart changes it: the whole reload is refused");

  private final String text;

  Meaning(String text) {
    this.text = text;
  }

  /// For the operator; empty when there is nothing to say.
  public String text() {
    return text;
  }
}
