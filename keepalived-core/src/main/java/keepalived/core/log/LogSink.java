package keepalived.core.log;

/// Receives the log lines of an engine. Never blocks and never throws: lines without space in the
/// queue are dropped and counted.
@FunctionalInterface
public interface LogSink {

  void log(LogLine line);

  default void log(Part part, Level level, String text) {
    log(new LogLine(part, level, text));
  }

  default void info(Part part, String text) {
    log(part, Level.INFO, text);
  }
}
