package keepalived.core.log;

/// Where an engine writes its log lines. Never blocks and never throws: lines that find no room are
/// dropped and counted.
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
