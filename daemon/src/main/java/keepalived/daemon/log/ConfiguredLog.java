package keepalived.daemon.log;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import keepalived.core.log.Part;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.AbstractLogEvent;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.Message;

/// Passes lines to log4j2 with the operator's configuration (`-Dlog4j2.configurationFile`): each
/// part has a logger named like its syslog ident. Used on the journal's thread.
final class ConfiguredLog implements Consumer<JournalEntry> {

  private final Map<Part, Consumer<LogEvent>> loggers = new EnumMap<>(Part.class);

  ConfiguredLog() {
    var configured = LoggerContext.getContext(false).getConfiguration();
    for (var part : Part.values()) {
      loggers.put(part, configured.getLoggerConfig(part.ident())::log);
    }
  }

  @Override
  public void accept(JournalEntry line) {
    loggers.get(line.part()).accept(new LineEvent(line));
  }

  private static Level level(JournalEntry line) {
    return switch (line.level()) {
      case ALERT -> Level.FATAL;
      case ERROR -> Level.ERROR;
      case WARNING -> Level.WARN;
      case NOTICE, INFO, DETAIL, DEBUG -> Level.INFO;
    };
  }

  /// A line as a log4j2 event. log4j2's own event class would load the context of the calling code.
  private static final class LineEvent extends AbstractLogEvent {

    private static final long serialVersionUID = 1;

    private final transient JournalEntry line;

    private LineEvent(JournalEntry line) {
      this.line = line;
    }

    @Override
    public String getLoggerName() {
      return line.part().ident();
    }

    @Override
    public Level getLevel() {
      return level(line);
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

  /// The line as the event's message.
  private record LineMessage(JournalEntry line) implements Message {

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
