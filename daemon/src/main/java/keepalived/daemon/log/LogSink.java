package keepalived.daemon.log;

import java.io.Flushable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.daemon.cli.Options;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.AbstractLogEvent;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.Message;

/// Hands lines to log4j2. With a configuration of the operator's (`-Dlog4j2.configurationFile`)
/// each part has a logger named by its syslog ident. Without one the appenders are those the
/// command line asks for, and log4j2's search for plugins and configurations, which costs more
/// memory and time than the rest of the start, is left out. Lives on the journal's thread.
public final class LogSink implements Consumer<Line>, Flushable {

  private final Map<Part, Consumer<LogEvent>> loggers;

  private final List<FileAppender> files;

  private LogSink(Map<Part, Consumer<LogEvent>> loggers, List<FileAppender> files) {
    this.loggers = loggers;
    this.files = files;
  }

  /// @param suffix `_NAMESPACE` and `_INSTANCE` of the ident, or empty
  /// @param syslog sends one datagram to /dev/log; empty means not reachable or not wanted
  public static LogSink start(
      Options.Logging logging,
      boolean console,
      Supplier<String> suffix,
      Optional<Consumer<byte[]>> syslog) {
    var loggers = new EnumMap<Part, Consumer<LogEvent>>(Part.class);
    if (System.getProperty("log4j2.configurationFile") != null) {
      var configured = LoggerContext.getContext(false).getConfiguration();
      for (var part : Part.values()) {
        loggers.put(part, configured.getLoggerConfig(part.ident())::log);
      }
      return new LogSink(loggers, List.of());
    }
    var files = new ArrayList<FileAppender>();
    var common = new ArrayList<Appender>();
    if (console) {
      common.add(new ConsoleAppender());
    }
    syslog.ifPresent(send -> common.add(new SyslogAppender(logging.facility(), suffix, send)));
    for (var part : Part.values()) {
      var appenders = new ArrayList<>(common);
      logging.file().flatMap(f -> fileOf(part, f, logging.flush())).ifPresent(files::add);
      files.stream().filter(f -> f.getName().equals(fileName(part))).forEach(appenders::add);
      appenders.forEach(Appender::start);
      loggers.put(part, event -> appenders.forEach(appender -> appender.append(event)));
    }
    return new LogSink(loggers, files);
  }

  private static String fileName(Part part) {
    return "file" + part.ident();
  }

  /// One file a part, with the part's name put before the last dot, as keepalived(8) has it. None
  /// when it cannot be opened, which log4j2 tells on standard error.
  private static Optional<FileAppender> fileOf(Part part, String file, boolean flush) {
    String word = part.ident().substring(Part.PARENT.ident().length());
    int dot = file.lastIndexOf('.');
    int slash = file.lastIndexOf('/');
    String name = dot > slash ? file.substring(0, dot) + word + file.substring(dot) : file + word;
    if (isLinkOfAnother(Path.of(name))) {
      System.err.println("keepalived: " + name + " is a link made by another user: not written");
      return Optional.empty();
    }
    return Optional.ofNullable(
        FileAppender.newBuilder()
            .setName(fileName(part))
            .setFileName(name)
            .setCreateOnDemand(true)
            .setImmediateFlush(flush)
            .setLayout(new CtimeLayout())
            .build());
  }

  /// The default place is one where anybody may put a link to a file of ours.
  private static boolean isLinkOfAnother(Path file) {
    try {
      return Files.isSymbolicLink(file)
          && !Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
              .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void accept(Line line) {
    loggers.get(line.part()).accept(new LineEvent(line));
  }

  @Override
  public void flush() {
    files.forEach(file -> file.getManager().flush());
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

  private static String consoleForm(LogEvent event) {
    var instant = event.getInstant();
    var when = java.time.Instant.ofEpochSecond(instant.getEpochSecond(), instant.getNanoOfSecond());
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

  /// Lines on standard error, each written whole.
  private static final class ConsoleAppender extends AbstractAppender {

    private ConsoleAppender() {
      super("console", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      byte[] text = consoleForm(event).getBytes(StandardCharsets.UTF_8);
      System.err.write(text, 0, text.length);
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
