package keepalived.linux.loop;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/// Measures how late timers run. Used on one loop.
final class Punctuality {

  /// Up to 1 ms, 2 ms, ... 8192 ms, and above.
  static final int COUNTS = 15;

  private static final long MILLISECOND = 1_000_000;

  private final long[] counts = new long[COUNTS];
  private long timers;
  private Duration max = Duration.ZERO;
  private Duration tolerance = Duration.ofDays(1);
  private Consumer<Duration> listener = _ -> {};

  void report(Duration tolerance, Consumer<Duration> listener) {
    this.tolerance = tolerance;
    this.listener = listener;
  }

  void ran(Duration late) {
    timers++;
    counts[index(late)]++;
    if (late.compareTo(max) > 0) {
      max = late;
    }
    if (late.compareTo(tolerance) > 0) {
      listener.accept(late);
    }
  }

  private static int index(Duration late) {
    long bound = MILLISECOND;
    int index = 0;
    while (index < COUNTS - 1 && late.toNanos() > bound) {
      bound <<= 1;
      index++;
    }
    return index;
  }

  Lateness measured() {
    return new Lateness(timers, max, Arrays.stream(counts).boxed().toList());
  }
}
