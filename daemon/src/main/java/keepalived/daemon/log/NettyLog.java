package keepalived.daemon.log;

import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.FormattingTuple;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.MessageFormatter;
import keepalived.core.log.Level;
import keepalived.core.log.Part;

/// Writes Netty's warnings and errors to the journal. By default Netty uses slf4j, which would
/// start log4j2 on the first thread that logs, delaying the first advert, while the journal's
/// writer starts it too.
public final class NettyLog extends InternalLoggerFactory {

  private final Journal journal;

  private NettyLog(Journal journal) {
    this.journal = journal;
  }

  /// Makes Netty log to this journal. Called before any class of Netty is used.
  public static void to(Journal journal) {
    setDefaultFactory(new NettyLog(journal));
  }

  @Override
  protected InternalLogger newInstance(String name) {
    return new Lines(name, journal);
  }

  /// A logger for warnings and errors only.
  private static final class Lines extends AbstractInternalLogger {

    private static final long serialVersionUID = 1;

    private final transient Journal journal;

    private Lines(String name, Journal journal) {
      super(name);
      this.journal = journal;
    }

    private void write(Level severity, FormattingTuple text) {
      var cause = text.getThrowable();
      String line = name() + ": " + text.getMessage() + (cause == null ? "" : ": " + cause);
      journal.log(Part.PARENT, severity, line);
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public void trace(String text) {}

    @Override
    public void trace(String format, Object argument) {}

    @Override
    public void trace(String format, Object first, Object second) {}

    @Override
    public void trace(String format, Object... arguments) {}

    @Override
    public void trace(String text, Throwable cause) {}

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public void debug(String text) {}

    @Override
    public void debug(String format, Object argument) {}

    @Override
    public void debug(String format, Object first, Object second) {}

    @Override
    public void debug(String format, Object... arguments) {}

    @Override
    public void debug(String text, Throwable cause) {}

    @Override
    public boolean isInfoEnabled() {
      return false;
    }

    @Override
    public void info(String text) {}

    @Override
    public void info(String format, Object argument) {}

    @Override
    public void info(String format, Object first, Object second) {}

    @Override
    public void info(String format, Object... arguments) {}

    @Override
    public void info(String text, Throwable cause) {}

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public void warn(String text) {
      write(Level.WARNING, new FormattingTuple(text, null));
    }

    @Override
    public void warn(String format, Object argument) {
      write(Level.WARNING, MessageFormatter.format(format, argument));
    }

    @Override
    public void warn(String format, Object first, Object second) {
      write(Level.WARNING, MessageFormatter.format(format, first, second));
    }

    @Override
    public void warn(String format, Object... arguments) {
      write(Level.WARNING, MessageFormatter.arrayFormat(format, arguments));
    }

    @Override
    public void warn(String text, Throwable cause) {
      write(Level.WARNING, new FormattingTuple(text, cause));
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public void error(String text) {
      write(Level.ERROR, new FormattingTuple(text, null));
    }

    @Override
    public void error(String format, Object argument) {
      write(Level.ERROR, MessageFormatter.format(format, argument));
    }

    @Override
    public void error(String format, Object first, Object second) {
      write(Level.ERROR, MessageFormatter.format(format, first, second));
    }

    @Override
    public void error(String format, Object... arguments) {
      write(Level.ERROR, MessageFormatter.arrayFormat(format, arguments));
    }

    @Override
    public void error(String text, Throwable cause) {
      write(Level.ERROR, new FormattingTuple(text, cause));
    }
  }
}
