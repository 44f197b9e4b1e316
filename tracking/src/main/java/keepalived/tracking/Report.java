package keepalived.tracking;

/// A line for the log, in the words of the original keepalived.
public record Report(Level level, String text) {

  /// How serious the line is.
  public enum Level {
    INFO,
    WARNING,
    ERROR
  }
}
