package keepalived.vrrp.engine;

/// A line for the log, in the original's words.
public record Report(Level level, String text) implements Effect {

  /// How loud: DETAIL needs `-D`, DEBUG needs it twice.
  public enum Level {
    WARNING,
    INFO,
    DETAIL,
    DEBUG
  }

  static Report warning(String text) {
    return new Report(Level.WARNING, text);
  }

  static Report info(String text) {
    return new Report(Level.INFO, text);
  }

  static Report detail(String text) {
    return new Report(Level.DETAIL, text);
  }
}
