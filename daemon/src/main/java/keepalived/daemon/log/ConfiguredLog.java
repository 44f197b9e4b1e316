package keepalived.daemon.log;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.AbstractLogEvent;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.Message;

/// Hands lines to log4j2, as the operator has configured it (`-Dlog4j2.configurationFile`): each
/// part has a logger named by its syslog ident. Lives on the journal's thread.
final class ConfiguredLog implements Consumer<Line> {

  private final Map<Part, Consumer<LogEvent>> loggers = new EnumMap<>(Part.class);

  ConfiguredLog() {
    var configured = LoggerContext.getContext(false).getConfiguration();
    for (var part : Part.values()) {
      loggers.put(part, configured.getLoggerConfig(part.ident())::log);
    }
  }

  @Override
  public void accept(Line line) {
    loggers.get(line.part()).accept(new LineEvent(line));
  }

  private static Level level(Severity severity) {
    return switch (severity) {
      case ALERT -> Level.FATAL;
      case ERROR -> Level.ERROR;
      case WARNING -> Level.WARN;
      case NOTICE, INFO -> Level.INFO;
    };
  }

  /// A line as log4j2 wants it. Its own event would load the context it is logged from.
  private static final class LineEvent extends AbstractLogEvent {

    private static final long serialVersionUID = 1;

    private final transient Line line;

    private LineEvent(Line line) {
      this.line = line;
    }

    @Override
    public String getLoggerName() {
      return line.part().ident();
    }

    @Override
    public Level getLevel() {
      return level(line.severity());
    }

    @Override
    public Message getMessage() {
      return new LineMessage(line);
    }

    @Override
    public String getThreadName() {
      return line.thread();
    }

    @Override
    public long getTimeMillis() {
      return line.when().toEpochMilli();
    }

    @Override
    public Instant getInstant() {
      var instant = new MutableInstant();
      instant.initFromEpochSecond(line.when().getEpochSecond(), line.when().getNano());
      return instant;
    }
  }

  /// The line itself, carried as the event's message.
  private record LineMessage(Line line) implements Message {

    @Override
    public String getFormattedMessage() {
      return line.text();
    }

    @Override
    public Object[] getParameters() {
      return new Object[0];
    }

    @Override
    public Throwable getThrowable() {
      return null;
    }
  }
}
