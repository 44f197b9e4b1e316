package keepalived.core.time;

import java.time.Duration;

/// An instant on the monotonic clock, in nanoseconds from an arbitrary origin. Two instants compare
/// by subtraction, so the origin may be anything.
public record MonoTime(long nanos) implements Comparable<MonoTime> {

  public MonoTime plus(Duration interval) {
    return new MonoTime(nanos + interval.toNanos());
  }

  public MonoTime minus(Duration interval) {
    return new MonoTime(nanos - interval.toNanos());
  }

  /// The time from `earlier` to this instant; negative when this is before.
  public Duration since(MonoTime earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  /// Whether this deadline has passed or is exactly reached at `now`.
  public boolean reached(MonoTime now) {
    return now.nanos - nanos >= 0;
  }

  public boolean isBefore(MonoTime other) {
    return nanos - other.nanos < 0;
  }

  public static MonoTime earlier(MonoTime a, MonoTime b) {
    return b.isBefore(a) ? b : a;
  }

  @Override
  public int compareTo(MonoTime other) {
    return Long.signum(nanos - other.nanos);
  }
}
