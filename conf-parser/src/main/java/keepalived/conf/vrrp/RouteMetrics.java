package keepalived.conf.vrrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.schema.Args;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.iproute.VirtualRoute.Metric;

/// Reads the metrics of a route, numbered as RTAX_* (linux/rtnetlink.h).
final class RouteMetrics {

  private enum Kind {
    NUMBER,
    TIME,
    TRUTH,
    TEXT,
    FEATURES
  }

  private record Row(int number, Kind kind, boolean lockable, long max, int factor) {}

  private final List<Metric> metrics = new ArrayList<>();
  private boolean failed;

  List<Metric> list() {
    return metrics;
  }

  boolean failed() {
    return failed;
  }

  private static Optional<Row> row(String option) {
    long all = 0xFFFF_FFFFL;
    return Optional.ofNullable(
        switch (option) {
          case "mtu" -> new Row(2, Kind.NUMBER, true, all, 1);
          case "window" -> new Row(3, Kind.NUMBER, true, all, 1);
          case "rtt" -> new Row(4, Kind.TIME, true, 960_000, 8);
          case "rttvar" -> new Row(5, Kind.TIME, true, 480_000, 4);
          case "ssthresh" -> new Row(6, Kind.NUMBER, true, all, 1);
          case "cwnd" -> new Row(7, Kind.NUMBER, true, all, 1);
          case "advmss" -> new Row(8, Kind.NUMBER, true, all, 1);
          case "reordering" -> new Row(9, Kind.NUMBER, true, all, 1);
          case "hoplimit" -> new Row(10, Kind.NUMBER, false, 255, 1);
          case "initcwnd" -> new Row(11, Kind.NUMBER, true, all, 1);
          case "features" -> new Row(12, Kind.FEATURES, false, all, 1);
          case "rto_min" -> new Row(13, Kind.TIME, true, 120_000, 1);
          case "initrwnd" -> new Row(14, Kind.NUMBER, true, all, 1);
          case "quickack" -> new Row(15, Kind.TRUTH, false, 1, 1);
          case "congctl" -> new Row(16, Kind.TEXT, true, all, 1);
          case "fastopen_no_cookie" -> new Row(17, Kind.TRUTH, false, 1, 1);
          default -> null;
        });
  }

  /// Reads the value if `option` is a metric.
  boolean read(String option, Args args) {
    var row = row(option);
    row.ifPresent(r -> value(r, args));
    return row.isPresent();
  }

  private void value(Row row, Args args) {
    boolean locked = row.lockable() && args.take("lock");
    var word = args.required();
    if (word.isEmpty()) {
      failed = true;
      return;
    }
    switch (row.kind()) {
      case NUMBER, TRUTH ->
          args.integer(word.get(), 0, row.max())
              .ifPresentOrElse(n -> add(row, n, locked), this::fail);
      case TIME ->
          time(args, word.get(), row.max())
              .ifPresentOrElse(n -> add(row, n * row.factor(), locked), this::fail);
      case TEXT -> metrics.add(new Metric(row.number(), 0, locked, Optional.of(word.get().text())));
      case FEATURES -> features(args, row, word.get());
    }
  }

  private void fail() {
    failed = true;
  }

  private void add(Row row, long value, boolean locked) {
    metrics.removeIf(m -> m.number() == row.number());
    metrics.add(new Metric(row.number(), value, locked, Optional.empty()));
  }

  /// Milliseconds, from a number that may end in `s` or `ms`.
  private static Optional<Long> time(Args args, Word word, long max) {
    String text = word.text();
    boolean millis = text.endsWith("ms");
    boolean seconds = !millis && text.endsWith("s");
    String digits = text.substring(0, text.length() - (millis ? 2 : seconds ? 1 : 0));
    var number =
        seconds || millis
            ? Numbers.decimal(digits)
            : Numbers.whole(digits).map(java.math.BigDecimal::valueOf);
    var value =
        number
            .map(n -> seconds ? n.movePointRight(3) : n)
            .filter(
                n ->
                    n.signum() >= 0
                        && n.compareTo(java.math.BigDecimal.valueOf(max)) <= 0
                        && n.stripTrailingZeros().scale() <= 0
                        && n.precision() < 12);
    if (value.isEmpty()) {
      args.report(Code.NUMBER_INVALID, word, "'" + word + "' is not a time: write 200ms or 1s");
    }
    return value.map(n -> n.longValue());
  }

  private void features(Args args, Row row, Word word) {
    if (word.text().equals("ecn")) {
      add(row, 1, false);
      return;
    }
    failed = true;
    args.report(
        Code.WORD_INVALID, word, "'" + word + "' is not a route feature: ecn is the only one");
  }
}
