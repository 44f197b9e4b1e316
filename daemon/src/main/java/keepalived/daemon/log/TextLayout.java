package keepalived.daemon.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/// The format of a line: with the time of ctime(3) on a console or in a file, with that of RFC 3164
/// in syslog.
final class TextLayout {

  // Names are listed here because the JDK's formatter would load its locale data.
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private TextLayout() {}

  /// `Sat Nov 21 10:23:18 2026: text`.
  static String console(Instant when, String text, ZoneId zone) {
    var time = when.atZone(zone);
    String weekday = DAYS.get(time.getDayOfWeek().ordinal());
    return weekday + " " + monthToSecond(time) + " " + time.getYear() + ": " + text;
  }

  /// `<30>Nov 21 10:23:18 Keepalived_vrrp[42]: text`.
  static String syslog(JournalEntry line, String tag, int facility, ZoneId zone) {
    var time = line.when().atZone(zone);
    int priority = facility * 8 + line.level().severity();
    return "<" + priority + ">" + monthToSecond(time) + " " + tag + ": " + line.text();
  }

  /// `Nov 1 10:23:18`.
  private static String monthToSecond(ZonedDateTime time) {
    int day = time.getDayOfMonth();
    return MONTHS.get(time.getMonthValue() - 1)
        + (day < 10 ? "  " : " ")
        + day
        + " "
        + twoDigits(time.getHour())
        + ":"
        + twoDigits(time.getMinute())
        + ":"
        + twoDigits(time.getSecond());
  }

  private static String twoDigits(int number) {
    return (number < 10 ? "0" : "") + number;
  }
}
