package keepalived.vrrp.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import keepalived.core.log.LogId;
import keepalived.core.log.LogLine;
import keepalived.core.loop.Loop;
import keepalived.vrrp.machine.OwnLines;

/// Limits the rate of log lines that packets of other routers trigger: writes the first ones at
/// once and the rest as a count.
final class LogThrottle {

  /// As many lines as a rival with an interval of one second triggers within [#WINDOW].
  static final int LINES = 10;

  static final Duration WINDOW = Duration.ofSeconds(10);

  private record Key(String subject, LogId id) {}

  private static final class Window {
    int left;
    long held;
    LogLine last;
  }

  private final Loop loop;
  private final Consumer<LogLine> log;
  private final Map<Key, Window> windows = new HashMap<>();

  LogThrottle(Loop loop, Consumer<LogLine> log) {
    this.loop = loop;
    this.log = log;
  }

  /// Writes the line, or counts it.
  ///
  /// @param subject the instance; each has its own limit
  void accept(String subject, LogLine line) {
    if (line.id().isEmpty()) {
      log.accept(line);
      return;
    }
    var key = new Key(subject, line.id().get());
    var window = windows.get(key);
    if (window == null) {
      window = open(key, LINES);
    }
    if (window.left > 0) {
      window.left--;
      log.accept(line);
    } else {
      window.held++;
      window.last = line;
    }
  }

  private Window open(Key key, int lines) {
    var window = new Window();
    window.left = lines;
    windows.put(key, window);
    loop.after(WINDOW, () -> close(key, window));
    return window;
  }

  private void close(Key key, Window window) {
    windows.remove(key);
    if (window.held > 0) {
      log.accept(OwnLines.heldBack(window.last, window.held - 1, WINDOW));
      open(key, 0);
    }
  }
}
