package keepalived.operations;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

/// Measures how much time this machine withholds from its threads: a thread sleeps for short times,
/// works a little after each, and records how much longer that took.
final class Lateness implements AutoCloseable {

  private static final Duration STEP = Duration.ofMillis(2);
  private static final Duration WORK = Duration.ofNanos(200_000);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final NavigableMap<Instant, Duration> measured = new ConcurrentSkipListMap<>();
  private final Thread sleeper = Thread.ofPlatform().name("lateness").unstarted(this::measure);

  private Lateness() {}

  static Lateness start() {
    var lateness = new Lateness();
    lateness.sleeper.start();
    return lateness;
  }

  /// A result as if it had been measured, by the time at which each sleep should have ended.
  static Lateness of(Map<Instant, Duration> measured) {
    var lateness = new Lateness();
    lateness.measured.putAll(measured);
    return lateness;
  }

  private void measure() {
    while (!Thread.currentThread().isInterrupted()) {
      var due = Instant.now().plus(STEP);
      long start = System.nanoTime();
      LockSupport.parkNanos(STEP.toNanos());
      long worked = work();
      long took = System.nanoTime() - start;
      measured.put(due, Duration.ofNanos(Math.max(0, took - worked - STEP.toNanos())));
    }
  }

  /// Uses the CPU for a while; returns the duration in nanoseconds.
  private static long work() {
    long start = THREADS.getCurrentThreadCpuTime();
    long worked = 0;
    while (worked < WORK.toNanos()) {
      worked = THREADS.getCurrentThreadCpuTime() - start;
    }
    return worked;
  }

  /// The time lost between two instants, summed over all stalls.
  Duration between(Instant from, Instant to) {
    var before = measured.floorEntry(from);
    boolean reaches = before != null && before.getKey().plus(before.getValue()).isAfter(from);
    var all = measured.subMap(reaches ? before.getKey() : from, true, to, true);
    return all.values().stream().reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() {
    sleeper.interrupt();
  }
}
