package keepalived.conf.lvs.draft;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import keepalived.conf.schema.Keywords;

/// The timing of checks in a virtual server, a real server or a checker. Each level inherits the
/// values that it does not set.
public final class TimingDraft {

  private static final long RETRY_MAX = 0xFFFF_FFFFL;
  private static final String LONG = "18446744073709.551614";
  private static final String TIMEOUT_MAX = "4294.967295";

  public Optional<Duration> delayLoop = Optional.empty();
  public Optional<Integer> retry = Optional.empty();
  public Optional<Duration> delayBeforeRetry = Optional.empty();
  public Optional<Duration> warmup = Optional.empty();
  public Optional<Duration> connectTimeout = Optional.empty();

  /// Adds the keywords to a table.
  ///
  /// @param retryMin the smallest value of `retry`: 1 in servers, 0 in checkers
  /// @param of the timing that belongs to a draft
  static <D> void add(Keywords<D> table, int retryMin, Function<D, TimingDraft> of) {
    table
        .integer(
            "retry",
            retryMin,
            RETRY_MAX,
            (d, v) -> of.apply(d).retry = Optional.of((int) Math.min(v, Integer.MAX_VALUE)))
        .seconds(
            "delay_before_retry",
            "0",
            LONG,
            (d, v) -> of.apply(d).delayBeforeRetry = Optional.of(v))
        .seconds("warmup", "0", LONG, (d, v) -> of.apply(d).warmup = Optional.of(v))
        .seconds("delay_loop", "0.000001", LONG, (d, v) -> of.apply(d).delayLoop = Optional.of(v));
  }

  static <D> void addTimeout(Keywords<D> table, Function<D, TimingDraft> of) {
    table.seconds(
        "connect_timeout",
        "0.000001",
        TIMEOUT_MAX,
        (d, v) -> of.apply(d).connectTimeout = Optional.of(v));
  }

  /// A copy without the connect timeout.
  public TimingDraft withoutTimeout() {
    var rest = new TimingDraft().or(this);
    rest.connectTimeout = Optional.empty();
    return rest;
  }

  /// These values; those that are not set come from `outer`.
  public TimingDraft or(TimingDraft outer) {
    var merged = new TimingDraft();
    merged.delayLoop = delayLoop.or(() -> outer.delayLoop);
    merged.retry = retry.or(() -> outer.retry);
    merged.delayBeforeRetry = delayBeforeRetry.or(() -> outer.delayBeforeRetry);
    merged.warmup = warmup.or(() -> outer.warmup);
    merged.connectTimeout = connectTimeout.or(() -> outer.connectTimeout);
    return merged;
  }
}
