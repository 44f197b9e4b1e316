package keepalived.healthcheck.verdict;

import java.time.Duration;
import keepalived.core.config.Check;

/// How the results of one checker count, and when the next attempt starts.
///
/// @param interval between rounds (`delay_loop`)
/// @param retries failures forgiven while up (`retry`)
/// @param retryDelay pause before a further try (`delay_before_retry`)
/// @param walk how a round of several steps proceeds
public record Policy(Duration interval, int retries, Duration retryDelay, Walk walk) {

  /// A round of attempts. HTTP checkers try one URL in each attempt. A URL that used up its retries
  /// is marked and tried alone until it passes; then the round starts again.
  ///
  /// @param steps attempts that make a full round
  /// @param marking whether a failed step is marked
  /// @param hurried no pause between steps while down (`fast_recovery`)
  public record Walk(int steps, boolean marking, boolean hurried) {
    public static final Walk SINGLE = new Walk(1, false, false);
  }

  public static Policy of(Check.Timing timing, Walk walk) {
    return new Policy(timing.delayLoop(), timing.retry(), timing.delayBeforeRetry(), walk);
  }

  /// The delay before a marked step is tried again.
  Duration markedDelay() {
    return retryDelay.compareTo(interval) > 0 ? retryDelay : interval;
  }
}
