package keepalived.linux.loop;

import java.time.Duration;
import java.util.List;

/// How late a loop's timers ran: how many there were, the latest, and how many were late by up to
/// 1, 2, 4, ... milliseconds; the last count holds all beyond.
public record Lateness(long timers, Duration max, List<Long> counts) {

  public Lateness {
    counts = List.copyOf(counts);
  }

  /// The bound of a count, in milliseconds; the last has none and repeats its lower bound.
  public static long boundMillis(int index) {
    return 1L << Math.min(index, Punctuality.COUNTS - 2);
  }
}
