package keepalived.daemon.notify;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counters, incremented on the notify loop and read from any thread.
public final class Counts {

  private final AtomicLongArray values = new AtomicLongArray(Count.values().length);

  void add(Count what) {
    values.incrementAndGet(what.ordinal());
  }

  public long of(Count what) {
    return values.get(what.ordinal());
  }

  public Map<Count, Long> all() {
    var all = new EnumMap<Count, Long>(Count.class);
    for (var what : Count.values()) {
      all.put(what, of(what));
    }
    return all;
  }
}
