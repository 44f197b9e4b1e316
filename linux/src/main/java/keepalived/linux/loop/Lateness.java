package keepalived.linux.loop;

import java.time.Duration;
import java.util.List;

/// How late a loop's timers ran.
///
/// @param timers how many timers ran
/// @param max the largest delay
/// @param counts how many timers were late by up to 1, 2, 4, ... milliseconds; the last count has
///   all others
public record Lateness(long timers, Duration max, List<Long> counts) {

  public Lateness {
    counts = List.copyOf(counts);
  }

  /// The upper bound of a count in milliseconds. The last count has none and returns its lower
  /// bound.
  public static long boundMillis(int index) {
    return 1L << Math.min(index, Punctuality.COUNTS - 2);
  }
}
