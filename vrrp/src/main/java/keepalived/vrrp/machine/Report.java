package keepalived.vrrp.machine;

import java.util.Optional;

/// A line for the log, in the original's words.
///
/// @param topic what packets of others can make us say, as often as they like: such lines are held
///   to a pace, by topic
public record Report(Level level, String text, Optional<String> topic) implements Effect {

  public Report(Level level, String text) {
    this(level, text, Optional.empty());
  }

  /// How loud: DETAIL needs `-D`, DEBUG needs it twice.
  public enum Level {
    WARNING,
    INFO,
    DETAIL,
    DEBUG
  }

  public static Report warning(String text) {
    return new Report(Level.WARNING, text);
  }

  public static Report info(String text) {
    return new Report(Level.INFO, text);
  }

  public static Report detail(String text) {
    return new Report(Level.DETAIL, text);
  }

  /// This line, held to the pace of its topic.
  public Report about(String what) {
    return new Report(level, text, Optional.of(what));
  }
}
