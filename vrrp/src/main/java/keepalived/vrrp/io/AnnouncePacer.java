package keepalived.vrrp.io;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import keepalived.core.loop.Loop;

/// Sends announcements one after another: a few at a time, so that adverts and packets have their
/// turn between them, and with a gap where one is configured. A lane is an interface, or a group of
/// interfaces that share one pace.
final class AnnouncePacer {

  /// Sent in one turn of the loop when there is no gap.
  private static final int TURN = 32;

  private static final class Lane {
    final Queue<Runnable> waiting = new ArrayDeque<>();
    boolean running;
  }

  private final Loop loop;
  private final Map<String, Lane> lanes = new HashMap<>();
  private Function<String, Duration> gaps;

  /// @param gaps the pause after each announcement, by lane
  AnnouncePacer(Loop loop, Function<String, Duration> gaps) {
    this.loop = loop;
    this.gaps = gaps;
  }

  void pace(Function<String, Duration> next) {
    gaps = next;
  }

  void enqueue(String lane, Runnable announcement) {
    var queue = lanes.computeIfAbsent(lane, _ -> new Lane());
    queue.waiting.add(announcement);
    if (!queue.running) {
      queue.running = true;
      loop.post(() -> turn(lane, queue));
    }
  }

  private void turn(String name, Lane lane) {
    var gap = gaps.apply(name);
    int most = gap.isZero() ? TURN : 1;
    for (int i = 0; i < most && !lane.waiting.isEmpty(); i++) {
      lane.waiting.remove().run();
    }
    if (lane.waiting.isEmpty() && gap.isZero()) {
      lane.running = false;
    } else if (lane.waiting.isEmpty()) {
      loop.after(gap, () -> rest(name, lane));
    } else if (gap.isZero()) {
      loop.post(() -> turn(name, lane));
    } else {
      loop.after(gap, () -> turn(name, lane));
    }
  }

  /// The gap after the last one has passed.
  private void rest(String name, Lane lane) {
    if (lane.waiting.isEmpty()) {
      lane.running = false;
    } else {
      turn(name, lane);
    }
  }
}
