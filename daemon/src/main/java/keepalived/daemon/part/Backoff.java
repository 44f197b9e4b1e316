package keepalived.daemon.part;

import java.time.Duration;

/// The delay before a failed part is restarted: none at first, then doubled with each failure,
/// until the part has run for a minute.
record Backoff(Duration delay) {

  static final Backoff NONE = new Backoff(Duration.ZERO);

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration HEALTHY = Duration.ofMinutes(1);

  /// The delay for the next failure.
  ///
  /// @param lived how long the part ran before this failure
  Backoff after(Duration lived) {
    if (lived.compareTo(HEALTHY) >= 0) {
      return NONE;
    }
    if (delay.isZero()) {
      return new Backoff(FIRST);
    }
    var doubled = delay.multipliedBy(2);
    return new Backoff(doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled);
  }
}
