package keepalived.daemon.log;

import java.io.Flushable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.daemon.cli.Options;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.Message;

/// Hands lines to log4j2, one logger for each part, named by its syslog ident. Without a
/// configuration of the operator's (`-Dlog4j2.configurationFile`) the appenders are those the
/// command line asks for. Lives on the journal's thread.
public final class LogSink implements Consumer<Line>, Flushable {

  private final Configuration configuration;

  private LogSink(Configuration configuration) {
    this.configuration = configuration;
  }

  /// @param suffix `_NAMESPACE` and `_INSTANCE` of the ident, or empty
  /// @param syslog sends one datagram to /dev/log; empty means not reachable or not wanted
  public static LogSink start(
      Options.Logging logging,
      boolean console,
      Supplier<String> suffix,
      Optional<Consumer<byte[]>> syslog) {
    if (System.getProperty("log4j2.configurationFile") != null) {
      return new LogSink(LoggerContext.getContext(false).getConfiguration());
    }
    var configuration = new InCode();
    var root = configuration.getRootLogger();
    root.setLevel(Level.INFO);
    if (console) {
      addTo(configuration, root::addAppender, consoleAppender());
    }
    logging.file().ifPresent(file -> addFiles(configuration, file, logging.flush()));
    syslog.ifPresent(
        send ->
            addTo(
                configuration,
                root::addAppender,
                new SyslogAppender(logging.facility(), suffix, send)));
    configuration.start();
    return new LogSink(configuration);
  }

  private interface Attach {
    void to(Appender appender, Level level, Filter filter);
  }

  private static void addTo(Configuration configuration, Attach logger, Appender appender) {
    appender.start();
    configuration.addAppender(appender);
    logger.to(appender, null, null);
  }

  private static ConsoleAppender consoleAppender() {
    return ConsoleAppender.newBuilder()
        .setName("console")
        .setTarget(ConsoleAppender.Target.SYSTEM_ERR)
        .setLayout(new CtimeLayout())
        .build();
  }

  /// One file a part, with the part's name put before the last dot, as keepalived(8) has it.
  private static void addFiles(Configuration configuration, String file, boolean flush) {
    for (var part : Part.values()) {
      String word = part.ident().substring(Part.PARENT.ident().length());
      int dot = file.lastIndexOf('.');
      int slash = file.lastIndexOf('/');
      String name = dot > slash ? file.substring(0, dot) + word + file.substring(dot) : file + word;
      var appender =
          FileAppender.newBuilder()
              .setName("file" + word)
              .setFileName(name)
              .setCreateOnDemand(true)
              .setImmediateFlush(flush)
              .setLayout(new CtimeLayout())
              .build();
      if (appender != null) {
        var logger = new LoggerConfig(part.ident(), Level.INFO, true);
        configuration.addLogger(part.ident(), logger);
        addTo(configuration, logger::addAppender, appender);
      }
    }
  }

  @Override
  public void accept(Line line) {
    var instant = new MutableInstant();
    instant.initFromEpochSecond(line.when().getEpochSecond(), line.when().getNano());
    var event =
        Log4jLogEvent.newBuilder()
            .setLoggerName(line.part().ident())
            .setLevel(level(line.severity()))
            .setInstant(instant)
            .setThreadName(line.thread())
            .setMessage(new LineMessage(line))
            .build();
    configuration.getLoggerConfig(line.part().ident()).log(event);
  }

  @Override
  public void flush() {
    for (var appender : configuration.getAppenders().values()) {
      if (appender instanceof FileAppender file) {
        file.getManager().flush();
      }
    }
  }

  private static Level level(Severity severity) {
    return switch (severity) {
      case ALERT -> Level.FATAL;
      case ERROR -> Level.ERROR;
      case WARNING -> Level.WARN;
      case NOTICE, INFO -> Level.INFO;
    };
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

  /// A configuration without log4j2's search for plugins, which would cost more than all the rest,
  /// and without a context: nobody but the sink logs here.
  private static final class InCode extends AbstractConfiguration {

    private InCode() {
      super(null, ConfigurationSource.NULL_SOURCE);
      setName("keepalived");
    }

    @Override
    public void initialize() {
      setState(State.INITIALIZED);
    }
  }

  /// What a library logged has no line; it is shown as a plain one.
  private static String consoleForm(LogEvent event) {
    var when =
        event.getMessage() instanceof LineMessage(var line)
            ? line.when()
            : Instant.ofEpochMilli(event.getInstant().getEpochMillisecond());
    String text = event.getMessage().getFormattedMessage();
    return TextLayout.console(when, text, ZoneId.systemDefault()) + "\n";
  }

  private static final class CtimeLayout extends AbstractStringLayout {

    private CtimeLayout() {
      super(StandardCharsets.UTF_8);
    }

    @Override
    public String toSerializable(LogEvent event) {
      return consoleForm(event);
    }
  }

  /// Datagrams to /dev/log in RFC 3164's form.
  private static final class SyslogAppender extends AbstractAppender {

    private final int facility;
    private final Supplier<String> suffix;
    private final Consumer<byte[]> send;
    private final long pid = ProcessHandle.current().pid();

    private SyslogAppender(int facility, Supplier<String> suffix, Consumer<byte[]> send) {
      super("syslog", null, null, true, Property.EMPTY_ARRAY);
      this.facility = facility;
      this.suffix = suffix;
      this.send = send;
    }

    @Override
    public void append(LogEvent event) {
      if (event.getMessage() instanceof LineMessage(var line)) {
        String tag = line.part().ident() + suffix.get() + "[" + pid + "]";
        send.accept(
            TextLayout.syslog(line, tag, facility, ZoneId.systemDefault())
                .getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
