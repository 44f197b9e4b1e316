package keepalived.linux.netlink.rt.route;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import keepalived.linux.netlink.AttributeReader;
import keepalived.linux.netlink.AttributeWriter;

/// The metrics of a route (linux/rtnetlink.h, RTAX_*): values in the kernel's units (RTT in
/// eighths, RTTVAR in quarters of a millisecond, RTO_MIN in milliseconds), which of them are
/// locked, and the congestion control (empty: the default).
public record RouteMetrics(Map<Metric, Long> values, Set<Metric> locked, String congestionControl) {

  public static final RouteMetrics NONE = new RouteMetrics(Map.of(), Set.of(), "");

  private static final int RTAX_LOCK = 1;

  /// A metric, in the order of the kernel's numbers, from 2 on.
  public enum Metric {
    MTU,
    WINDOW,
    RTT,
    RTTVAR,
    SSTHRESH,
    CWND,
    ADVMSS,
    REORDERING,
    HOPLIMIT,
    INITCWND,
    FEATURES,
    RTO_MIN,
    INITRWND,
    QUICKACK,
    CONGESTION_CONTROL,
    FASTOPEN_NO_COOKIE;

    int number() {
      return ordinal() + 2;
    }

    static Optional<Metric> of(int number) {
      return number >= 2 && number < values().length + 2
          ? Optional.of(values()[number - 2])
          : Optional.empty();
    }
  }

  public static final long FEATURE_ECN = 1; // linux/rtnetlink.h, RTAX_FEATURE_ECN

  public RouteMetrics {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
    locked = Collections.unmodifiableSet(new TreeSet<>(locked));
    if (values.containsKey(Metric.CONGESTION_CONTROL)) {
      throw new IllegalArgumentException("the congestion control is a name, not a number");
    }
  }

  public boolean isEmpty() {
    return values.isEmpty() && locked.isEmpty() && congestionControl.isEmpty();
  }

  /// Writes the attributes inside RTA_METRICS.
  void encode(AttributeWriter body) {
    int lock = 0;
    for (var metric : locked) {
      lock |= 1 << metric.number();
    }
    if (lock != 0) {
      body.u32(RTAX_LOCK, lock);
    }
    values.forEach((metric, value) -> body.u32(metric.number(), value));
    if (!congestionControl.isEmpty()) {
      body.string(Metric.CONGESTION_CONTROL.number(), congestionControl);
    }
  }

  /// Reads the attributes inside RTA_METRICS; metrics of a newer kernel are skipped.
  static RouteMetrics decode(AttributeReader body) {
    var values = new TreeMap<Metric, Long>();
    var locked = new TreeSet<Metric>();
    var congestionControl = "";
    while (body.next()) {
      var metric = Metric.of(body.type());
      if (body.type() == RTAX_LOCK) {
        long bits = body.u32();
        for (var candidate : Metric.values()) {
          if ((bits & (1L << candidate.number())) != 0) {
            locked.add(candidate);
          }
        }
      } else if (metric.isPresent() && metric.get() == Metric.CONGESTION_CONTROL) {
        congestionControl = body.string();
      } else if (metric.isPresent()) {
        values.put(metric.get(), body.u32());
      }
    }
    return new RouteMetrics(values, locked, congestionControl);
  }
}
