package keepalived.vrrp.machine;

import java.util.Optional;
import keepalived.core.log.Level;
import keepalived.core.log.LogId;

/// A line for the log, in the original's words.
///
/// @param id of lines that received packets cause, at any rate: the throttle counts them by id
public record Report(Level level, String text, Optional<LogId> id) implements Effect {

  /// An address was added to or deleted from an interface; `-a` raises these lines to INFO.
  public static final LogId ADDRESS_CHANGE = new LogId("address change");

  public Report(Level level, String text) {
    this(level, text, Optional.empty());
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

  /// The same line, with an id.
  public Report about(LogId id) {
    return new Report(level, text, Optional.of(id));
  }
}
