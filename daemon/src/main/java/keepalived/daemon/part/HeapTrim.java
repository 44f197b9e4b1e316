package keepalived.daemon.part;

import java.util.function.LongSupplier;

/// Keeps the heap near what lives in it. The serial collector takes new memory, up to the limit for
/// the greatest configurations, rather than look through the old generation: each reload would
/// leave the process some megabytes larger. A full collection of what usually lives here takes some
/// milliseconds, and would come in any case, later and at any moment.
public final class HeapTrim {

  private static final long ROOM = 24L << 20;

  private final LongSupplier used;
  private final Runnable collect;
  private long living;

  /// @param used bytes of the heap that are taken, by the living and the dead
  /// @param collect a full collection, done when it returns
  public HeapTrim(LongSupplier used, Runnable collect) {
    this.used = used;
    this.collect = collect;
  }

  public static HeapTrim ofThisProcess() {
    var runtime = Runtime.getRuntime();
    return new HeapTrim(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
  }

  /// Collects when the dead may be more than the living, and more than is worth a look.
  public void look() {
    if (used.getAsLong() > Math.max(2 * living, living + ROOM)) {
      collect.run();
      living = used.getAsLong();
    }
  }
}
