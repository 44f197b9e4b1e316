package keepalived.vrrp.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import keepalived.vrrp.machine.Counter;

/// The counters of one instance.
final class Counters {

  private final long[] counts = new long[Counter.values().length];

  void add(Counter counter) {
    counts[counter.ordinal()]++;
  }

  long count(Counter counter) {
    return counts[counter.ordinal()];
  }

  void clear() {
    Arrays.fill(counts, 0);
  }

  Map<Counter, Long> copy() {
    var copy = new EnumMap<Counter, Long>(Counter.class);
    for (var counter : Counter.values()) {
      copy.put(counter, counts[counter.ordinal()]);
    }
    return Collections.unmodifiableMap(copy);
  }
}
