package keepalived.vrrp.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import keepalived.core.log.LogLine;
import keepalived.core.loop.SimLoop;

/// The last events before a violation. Lines are formatted only on request.
final class RecentEvents implements EventLog {

  private record Line(long millis, String where, Object what) {}

  private final SimLoop loop;
  private final int length;
  private final Deque<Line> lines = new ArrayDeque<>();

  RecentEvents(SimLoop loop, int length) {
    this.loop = loop;
    this.length = length;
  }

  @Override
  public void add(String where, Object what) {
    if (lines.size() == length) {
      lines.removeFirst();
    }
    lines.addLast(new Line(loop.now().nanos() / 1_000_000, where, what));
  }

  String text() {
    var text = new StringBuilder();
    for (var line : lines) {
      var what = line.what() instanceof LogLine logged ? logged.text() : line.what();
      text.append("%8d ms  %-8s %s%n".formatted(line.millis(), line.where(), what));
    }
    return text.toString();
  }
}
