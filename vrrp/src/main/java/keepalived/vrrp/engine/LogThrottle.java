package keepalived.vrrp.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import keepalived.core.log.LogId;
import keepalived.core.loop.Loop;
import keepalived.vrrp.machine.Report;

/// Holds the lines that packets of others bring about to a pace: the first ones at once, the rest
/// as a count.
final class LogThrottle {

  /// As many as a rival of the usual interval brings about in this time.
  static final int LINES = 10;

  static final Duration WINDOW = Duration.ofSeconds(10);

  private record Key(String subject, LogId id) {}

  private static final class Window {
    int left;
    long held;
    Report last;
  }

  private final Loop loop;
  private final Consumer<Report> log;
  private final Map<Key, Window> windows = new HashMap<>();

  LogThrottle(Loop loop, Consumer<Report> log) {
    this.loop = loop;
    this.log = log;
  }

  /// Writes the line, or counts it.
  ///
  /// @param subject the instance, whose lines do not use up the pace of others
  void accept(String subject, Report report) {
    if (report.id().isEmpty()) {
      log.accept(report);
      return;
    }
    var key = new Key(subject, report.id().get());
    var window = windows.get(key);
    if (window == null) {
      window = open(key, LINES);
    }
    if (window.left > 0) {
      window.left--;
      log.accept(report);
    } else {
      window.held++;
      window.last = report;
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
      log.accept(
          new Report(
              window.last.level(),
              "%s (and %d more like it in %d s)"
                  .formatted(window.last.text(), window.held - 1, WINDOW.toSeconds())));
      open(key, 0);
    }
  }
}
