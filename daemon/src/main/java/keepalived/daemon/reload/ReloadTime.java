package keepalived.daemon.reload;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The content of a `reload_time_file`: a time of day, or a date and time.
///
/// @param daily whether only a time of day was given
record ReloadTime(Instant when, boolean daily) {

  private static final Pattern FORM =
      Pattern.compile("(?:((?:\\d\\d)?\\d\\d)-(\\d\\d)-(\\d\\d) )?(\\d\\d):(\\d\\d):(\\d\\d)(Z?)");

  /// Parses the text; empty when it is invalid, or a date in the past. A time of day in the past
  /// means tomorrow.
  static Optional<ReloadTime> parse(String text, Instant now, ZoneId local) {
    var parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    ZoneId zone = parts.group(7).isEmpty() ? local : ZoneOffset.UTC;
    try {
      var time = LocalTime.of(number(parts, 4), number(parts, 5), number(parts, 6));
      if (parts.group(1) != null) {
        int year = number(parts, 1);
        var date =
            LocalDate.of(year < 100 ? 2000 + year : year, number(parts, 2), number(parts, 3));
        var when = date.atTime(time).atZone(zone).toInstant();
        return when.isAfter(now) ? Optional.of(new ReloadTime(when, false)) : Optional.empty();
      }
      var today = now.atZone(zone).toLocalDate();
      var when = today.atTime(time).atZone(zone).toInstant();
      if (!when.isAfter(now)) {
        when = today.plusDays(1).atTime(time).atZone(zone).toInstant();
      }
      return Optional.of(new ReloadTime(when, true));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }
}
