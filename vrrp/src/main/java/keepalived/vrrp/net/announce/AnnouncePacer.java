package keepalived.vrrp.net.announce;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import keepalived.core.loop.Loop;

/// Sends announcements one after another: a few in each turn of the loop, so that adverts and
/// received packets are handled between them, and with the configured gap.
///
/// @param <L> identifies a lane: announcements in a lane wait for each other
final class AnnouncePacer<L> {

  /// Announcements in one turn of the loop when there is no gap.
  private static final int TURN = 32;

  private record Announcement(Object what, Runnable send) {}

  private static final class Waiting {
    final Queue<Announcement> queue = new ArrayDeque<>();
    final Map<Object, Integer> counts = new HashMap<>();
    boolean running;

    void add(Announcement announcement) {
      queue.add(announcement);
      counts.merge(announcement.what(), 1, Integer::sum);
    }

    Runnable remove() {
      var first = queue.remove();
      counts.computeIfPresent(first.what(), (_, count) -> count == 1 ? null : count - 1);
      return first.send();
    }
  }

  private final Loop loop;
  private final Map<L, Waiting> lanes = new HashMap<>();
  private Function<L, Duration> gaps;

  /// @param gaps the pause after each announcement in a lane
  AnnouncePacer(Loop loop, Function<L, Duration> gaps) {
    this.loop = loop;
    this.gaps = gaps;
  }

  void pace(Function<L, Duration> next) {
    gaps = next;
  }

  /// Queues an announcement.
  ///
  /// @param what the announced object
  /// @param most how many announcements of `what` may be queued; more are dropped, because a rival
  ///   can trigger more than the rate permits
  void enqueue(L lane, Object what, int most, Runnable announcement) {
    var queue = lanes.computeIfAbsent(lane, _ -> new Waiting());
    if (queue.counts.getOrDefault(what, 0) >= most) {
      return;
    }
    queue.add(new Announcement(what, announcement));
    if (!queue.running) {
      queue.running = true;
      loop.post(() -> turn(lane, queue));
    }
  }

  private void turn(L name, Waiting lane) {
    var gap = gaps.apply(name);
    int most = gap.isZero() ? TURN : 1;
    for (int i = 0; i < most && !lane.queue.isEmpty(); i++) {
      lane.remove().run();
    }
    if (lane.queue.isEmpty() && gap.isZero()) {
      lane.running = false;
    } else if (lane.queue.isEmpty()) {
      loop.after(gap, () -> rest(name, lane));
    } else if (gap.isZero()) {
      loop.post(() -> turn(name, lane));
    } else {
      loop.after(gap, () -> turn(name, lane));
    }
  }

  /// Continues after the gap of the last announcement.
  private void rest(L name, Waiting lane) {
    if (lane.queue.isEmpty()) {
      lane.running = false;
    } else {
      turn(name, lane);
    }
  }
}
