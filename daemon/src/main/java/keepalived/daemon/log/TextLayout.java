package keepalived.daemon.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How a line looks: on a console or in a file as ctime(3) writes the time, in syslog as RFC 3164
/// has it.
final class TextLayout {

  private static final DateTimeFormatter CTIME_START =
      DateTimeFormatter.ofPattern("EEE MMM ", Locale.ROOT);
  private static final DateTimeFormatter CTIME_END =
      DateTimeFormatter.ofPattern(" HH:mm:ss yyyy", Locale.ROOT);
  private static final DateTimeFormatter SYSLOG_START =
      DateTimeFormatter.ofPattern("MMM ", Locale.ROOT);
  private static final DateTimeFormatter SYSLOG_END =
      DateTimeFormatter.ofPattern(" HH:mm:ss", Locale.ROOT);

  private TextLayout() {}

  /// `Sat Nov 21 10:23:18 2026: text`.
  static String console(Instant when, String text, ZoneId zone) {
    var time = when.atZone(zone);
    return CTIME_START.format(time) + day(time) + CTIME_END.format(time) + ": " + text;
  }

  /// `<30>Nov 21 10:23:18 Keepalived_vrrp[42]: text`.
  static String syslog(Line line, String tag, int facility, ZoneId zone) {
    var time = line.when().atZone(zone);
    int priority = facility * 8 + line.severity().number();
    String stamp = SYSLOG_START.format(time) + day(time) + SYSLOG_END.format(time);
    return "<" + priority + ">" + stamp + " " + tag + ": " + line.text();
  }

  private static String day(ZonedDateTime time) {
    int day = time.getDayOfMonth();
    return day < 10 ? " " + day : Integer.toString(day);
  }
}
