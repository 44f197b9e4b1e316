package keepalived.daemon.part;

import java.util.function.LongSupplier;

/// Keeps the heap near the size of the live data. The serial collector prefers new memory, up to
/// the limit for the largest configurations, to collecting the old generation, so each reload would
/// enlarge the process by some megabytes. A full collection usually takes some milliseconds, and
/// would come anyway, later and at an arbitrary moment.
public final class HeapTrim {

  private static final long ROOM = 24L << 20;

  private final LongSupplier used;
  private final Runnable collect;
  private long living;

  /// @param used bytes of the heap in use, including garbage
  /// @param collect runs a full collection and returns when it is done
  public HeapTrim(LongSupplier used, Runnable collect) {
    this.used = used;
    this.collect = collect;
  }

  public static HeapTrim ofThisProcess() {
    var runtime = Runtime.getRuntime();
    return new HeapTrim(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
  }

  /// Collects when there may be more garbage than live data, and enough of it to matter.
  public void look() {
    if (used.getAsLong() > Math.max(2 * living, living + ROOM)) {
      collect.run();
      living = used.getAsLong();
    }
  }
}
