package keepalived.core.loop;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import keepalived.core.time.MonoTime;

/// A loop on a virtual clock, which moves only to the instant of the next task. Tasks with the same
/// instant run in the order in which they were scheduled, so that each run is the same.
public final class SimLoop implements Loop {

  private record Task(MonoTime when, long order, Runnable body, boolean[] cancelled) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::when).thenComparingLong(Task::order));
  private MonoTime now = new MonoTime(0);
  private long asked;

  @Override
  public MonoTime now() {
    return now;
  }

  @Override
  public void post(Runnable task) {
    at(now, task);
  }

  @Override
  public Cancellable at(MonoTime when, Runnable task) {
    var entry = new Task(when.isBefore(now) ? now : when, asked++, task, new boolean[1]);
    tasks.add(entry);
    return () -> entry.cancelled()[0] = true;
  }

  /// Runs the next task and moves the clock to it; returns false when there is none.
  public boolean runNext() {
    Task next;
    do {
      next = tasks.poll();
      if (next == null) {
        return false;
      }
    } while (next.cancelled()[0]);
    now = next.when();
    next.body().run();
    return true;
  }

  /// Runs everything due up to `deadline`, then sets the clock to it.
  public void runUntil(MonoTime deadline) {
    while (!tasks.isEmpty() && !deadline.isBefore(tasks.peek().when())) {
      runNextDue(deadline);
    }
    now = deadline;
  }

  /// Runs everything due within `duration` from now.
  public void runFor(Duration duration) {
    runUntil(now.plus(duration));
  }

  private void runNextDue(MonoTime deadline) {
    while (!tasks.isEmpty() && tasks.peek().cancelled()[0]) {
      tasks.poll();
    }
    if (!tasks.isEmpty() && !deadline.isBefore(tasks.peek().when())) {
      runNext();
    }
  }
}
