package keepalived.daemon.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import keepalived.core.text.Printable;

/// Writes the text format 0.0.4 of Prometheus, or OpenMetrics 1.0. All samples of a family stand
/// together: a family is begun, then its samples follow.
final class MetricsText {

  enum Type {
    COUNTER,
    GAUGE
  }

  private static final String TOTAL = "_total";

  private final StringBuilder text = new StringBuilder(1 << 14);
  private final boolean openMetrics;
  private String family = "";

  MetricsText(boolean openMetrics) {
    this.openMetrics = openMetrics;
  }

  /// @param name that of a counter ends with `_total`
  MetricsText counter(String name, String help) {
    return begin(name, Type.COUNTER, help);
  }

  MetricsText gauge(String name, String help) {
    return begin(name, Type.GAUGE, help);
  }

  private MetricsText begin(String name, Type type, String help) {
    family = name;
    boolean odd = openMetrics && type == Type.GAUGE && name.endsWith(TOTAL);
    boolean shorter = openMetrics && (odd || type == Type.COUNTER);
    // OpenMetrics keeps the suffix for the samples of counters, and forbids it for a gauge.
    String title = shorter ? name.substring(0, name.length() - TOTAL.length()) : name;
    if (odd) {
      family = title;
    }
    text.append("# HELP ").append(title).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(title).append(' ');
    text.append(odd ? "unknown" : type.name().toLowerCase(Locale.ROOT)).append('\n');
    return this;
  }

  /// A sample of the present family.
  ///
  /// @param labels made by [#labels], or empty
  MetricsText sample(String labels, long value) {
    head(labels).append(value).append('\n');
    return this;
  }

  /// @param value in the format of a number
  MetricsText sample(String labels, String value) {
    head(labels).append(value).append('\n');
    return this;
  }

  private StringBuilder head(String labels) {
    text.append(family);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    return text.append(' ');
  }

  /// `iname="VI_1",vrid="51"`, for [#sample].
  ///
  /// @param pairs names and values, in turns
  static String labels(String... pairs) {
    var all = new ArrayList<String>(pairs.length / 2);
    for (int i = 0; i < pairs.length; i += 2) {
      all.add(pairs[i] + "=\"" + escaped(pairs[i + 1]) + '"');
    }
    return String.join(",", all);
  }

  static String and(String labels, String... pairs) {
    return String.join(",", List.of(labels, labels(pairs)));
  }

  private static String escaped(String value) {
    return value.indexOf('\\') < 0 && value.indexOf('"') < 0 && Printable.of(value).equals(value)
        ? value
        : Printable.of(value).replace("\\", "\\\\").replace("\"", "\\\"");
  }

  @Override
  public String toString() {
    return openMetrics ? text + "# EOF\n" : text.toString();
  }
}
