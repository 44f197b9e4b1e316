package keepalived.daemon.show;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Times as people read them.
final class Spans {

  private static final int DAY = 24 * 60 * 60;

  private Spans() {}

  /// `00:04:10`, `3d 02:11`.
  static String between(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    long rest = seconds % DAY;
    return seconds < DAY
        ? "%02d:%02d:%02d".formatted(rest / 3600, rest / 60 % 60, rest % 60)
        : "%dd %02d:%02d".formatted(seconds / DAY, rest / 3600, rest / 60 % 60);
  }

  /// The time between two instants of RFC 3339; `-` when one of them is missing.
  static String between(Value from, Value to) {
    try {
      return from instanceof Value.Text(var start) && to instanceof Value.Text(var end)
          ? between(Duration.between(Instant.parse(start), Instant.parse(end)))
          : "-";
    } catch (DateTimeParseException e) {
      return "-";
    }
  }

  /// `0.3 s`.
  static String seconds(BigDecimal number) {
    return number.setScale(1, RoundingMode.HALF_UP) + " s";
  }
}
