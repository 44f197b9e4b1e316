package keepalived.vrrp.net.announce;

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
public final class AnnouncePacer {

  /// Sent in one turn of the loop when there is no gap.
  private static final int TURN = 32;

  private record Announcement(Object what, Runnable deed) {}

  private static final class Lane {
    final Queue<Announcement> waiting = new ArrayDeque<>();
    final Map<Object, Integer> counts = new HashMap<>();
    boolean running;

    void add(Announcement announcement) {
      waiting.add(announcement);
      counts.merge(announcement.what(), 1, Integer::sum);
    }

    Runnable remove() {
      var first = waiting.remove();
      counts.computeIfPresent(first.what(), (_, count) -> count == 1 ? null : count - 1);
      return first.deed();
    }
  }

  private final Loop loop;
  private final Map<String, Lane> lanes = new HashMap<>();
  private Function<String, Duration> gaps;

  /// @param gaps the pause after each announcement, by lane
  public AnnouncePacer(Loop loop, Function<String, Duration> gaps) {
    this.loop = loop;
    this.gaps = gaps;
  }

  void pace(Function<String, Duration> next) {
    gaps = next;
  }

  /// @param what two announcements of the same need not wait in line, beyond this many of them: a
  ///   rival can have more asked for than the pace lets out
  public void enqueue(String lane, Object what, int most, Runnable announcement) {
    var queue = lanes.computeIfAbsent(lane, _ -> new Lane());
    if (queue.counts.getOrDefault(what, 0) >= most) {
      return;
    }
    queue.add(new Announcement(what, announcement));
    if (!queue.running) {
      queue.running = true;
      loop.post(() -> turn(lane, queue));
    }
  }

  private void turn(String name, Lane lane) {
    var gap = gaps.apply(name);
    int most = gap.isZero() ? TURN : 1;
    for (int i = 0; i < most && !lane.waiting.isEmpty(); i++) {
      lane.remove().run();
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
