package keepalived.core.log;

/// The log of one part of the daemon.
public record PartLog(Part part, LogSink sink) {

  public void log(Level level, String text) {
    sink.log(part, level, text);
  }

  public void error(String text) {
    log(Level.ERROR, text);
  }

  public void warning(String text) {
    log(Level.WARNING, text);
  }

  public void info(String text) {
    log(Level.INFO, text);
  }
}
