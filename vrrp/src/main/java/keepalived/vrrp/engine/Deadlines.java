package keepalived.vrrp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;

/// The deadlines of all instances, served by one timer of the loop.
final class Deadlines {

  private record Entry(MonoTime when, long order, Instance instance, long armed)
      implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = when.compareTo(other.when);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Entry> queue = new PriorityQueue<>();
  private final Loop loop;
  private final Runnable wake;
  private Optional<MonoTime> wakeAt = Optional.empty();
  private Loop.Cancellable wakeUp = () -> {};
  private long order;

  Deadlines(Loop loop, Runnable wake) {
    this.loop = loop;
    this.wake = wake;
  }

  /// Replaces the deadline of an instance by its current one.
  void arm(Instance instance) {
    instance.armed++;
    instance
        .deadline()
        .ifPresent(at -> queue.add(new Entry(at, order++, instance, instance.armed)));
  }

  void disarm(Instance instance) {
    instance.armed++;
  }

  /// Removes and returns the instances whose deadline is reached.
  List<Instance> due(MonoTime now) {
    var due = new ArrayList<Instance>();
    while (!queue.isEmpty() && queue.peek().when().reached(now)) {
      var entry = queue.poll();
      if (entry.armed() == entry.instance().armed) {
        due.add(entry.instance());
      }
    }
    return due;
  }

  /// Sets the timer for the first deadline, unless it fires earlier anyway.
  void schedule() {
    while (!queue.isEmpty() && queue.peek().armed() != queue.peek().instance().armed) {
      queue.poll();
    }
    if (queue.isEmpty()) {
      return;
    }
    var first = queue.peek().when();
    if (wakeAt.isPresent() && !first.isBefore(wakeAt.get())) {
      return;
    }
    wakeUp.cancel();
    wakeAt = Optional.of(first);
    wakeUp =
        loop.at(
            first,
            () -> {
              wakeAt = Optional.empty();
              wake.run();
            });
  }
}
