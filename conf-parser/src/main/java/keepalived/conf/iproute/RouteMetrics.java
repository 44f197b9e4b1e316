package keepalived.conf.iproute;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.iproute.VirtualRoute.Metric;

/// The options of a route that set a metric. Their numbers are RTAX_* (linux/rtnetlink.h).
final class RouteMetrics {

  /// @param lockable whether the word `lock` may come before the value
  private record Row(String name, int number, boolean lockable, Options.Value<Entry, Long> value) {}

  private static final int CONGESTION_CONTROL = 16;

  private static final List<Row> ROWS =
      List.of(
          unsigned("mtu", 2),
          unsigned("window", 3),
          new Row("rtt", 4, true, time(960_000, 8)),
          new Row("rttvar", 5, true, time(480_000, 4)),
          unsigned("ssthresh", 6),
          unsigned("cwnd", 7),
          unsigned("advmss", 8),
          unsigned("reordering", 9),
          new Row("hoplimit", 10, false, Entry.number(255)),
          unsigned("initcwnd", 11),
          new Row("features", 12, false, RouteMetrics::features),
          new Row("rto_min", 13, true, time(120_000, 1)),
          unsigned("initrwnd", 14),
          new Row("quickack", 15, false, Entry.number(1)),
          new Row("fastopen_no_cookie", 17, false, Entry.number(1)));

  private RouteMetrics() {}

  static Options<RouteReader> addTo(Options<RouteReader> options) {
    ROWS.forEach(row -> options.words(row.name(), route -> read(route, row)));
    return options.words("congctl", RouteMetrics::congestionControl);
  }

  private static Row unsigned(String name, int number) {
    return new Row(name, number, true, Entry.number(Entry.UINT_MAX));
  }

  private static void read(RouteReader route, Row row) {
    boolean locked = row.lockable() && route.args.take("lock");
    route
        .value()
        .flatMap(word -> route.need(row.value().read(route, word)))
        .ifPresent(n -> route.metric(new Metric(row.number(), n, locked, Optional.empty())));
  }

  private static void congestionControl(RouteReader route) {
    boolean locked = route.args.take("lock");
    route
        .value()
        .map(word -> new Metric(CONGESTION_CONTROL, 0, locked, Optional.of(word.text())))
        .ifPresent(route::metric);
  }

  /// A time that may end in `s` or `ms`. A number without a unit is in milliseconds.
  ///
  /// @param max the largest time, in milliseconds
  /// @param factor how many units of the kernel one millisecond has
  private static Options.Value<Entry, Long> time(long max, int factor) {
    return (entry, word) -> {
      var millis = milliseconds(word.text()).filter(n -> n.compareTo(BigDecimal.valueOf(max)) <= 0);
      if (millis.isEmpty()) {
        entry.args.report(
            Code.NUMBER_INVALID, word, "'" + word + "' is not a time: write 200ms or 1s");
      }
      return millis.map(n -> n.longValue() * factor);
    };
  }

  /// Whole milliseconds. Empty when the text is no time or is not a whole number of milliseconds.
  private static Optional<BigDecimal> milliseconds(String text) {
    boolean millis = text.endsWith("ms");
    boolean seconds = !millis && text.endsWith("s");
    String digits = text.substring(0, text.length() - (millis ? 2 : seconds ? 1 : 0));
    var number =
        seconds || millis
            ? Numbers.decimal(digits)
            : Numbers.whole(digits).map(BigDecimal::valueOf);
    return number
        .map(n -> seconds ? n.movePointRight(3) : n)
        .filter(n -> n.signum() >= 0 && n.stripTrailingZeros().scale() <= 0 && n.precision() < 12);
  }

  private static Optional<Long> features(Entry entry, Word word) {
    if (word.text().equals("ecn")) {
      return Optional.of(1L);
    }
    entry.args.report(
        Code.WORD_INVALID, word, "'" + word + "' is not a route feature: ecn is the only one");
    return Optional.empty();
  }
}
