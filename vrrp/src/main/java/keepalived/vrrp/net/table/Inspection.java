package keepalived.vrrp.net.table;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import java.util.function.Consumer;
import keepalived.core.loop.Loop;
import keepalived.vrrp.net.table.KernelTables.Held;

/// Compares our entries with the kernel when it may have dropped some without an event: with the
/// last address of a link, with a link that goes down or moves into a VRF. Works in bundles, so
/// that adverts do not wait.
public final class Inspection implements AutoCloseable {

  private static final int BUNDLE = 64;

  /// The least time between two inspections.
  private static final Duration GAP = Duration.ofMillis(200);

  /// The interval of inspections without a known cause.
  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final Loop loop;
  private final KernelTables tables;
  private final Consumer<Held> repaired;
  private final Debounce soon;
  private Queue<Held> remaining = new ArrayDeque<>();
  private boolean releasedToo;
  private boolean closed;
  private Loop.Cancellable next = () -> {};

  /// @param repaired called with each entry that was missing and has been restored
  Inspection(Loop loop, KernelTables tables, Consumer<Held> repaired) {
    this.loop = loop;
    this.tables = tables;
    this.repaired = repaired;
    soon = new Debounce(loop, GAP, this::begin);
  }

  /// @param also a further check to run with each periodic inspection
  public void start(Runnable also) {
    next =
        loop.after(
            PERIOD,
            () -> {
              start(also);
              soon();
              also.run();
            });
  }

  /// Requests an inspection, because a change may have removed routes or made them possible.
  public void soon() {
    soon.request();
  }

  /// Requests an inspection that also restores untracked entries that another program removed:
  /// after a link came up or the configuration was loaded.
  public void soonOfAll() {
    releasedToo = true;
    soon.request();
  }

  private void begin() {
    boolean running = !remaining.isEmpty();
    remaining = new ArrayDeque<>(tables.entries());
    if (!running) {
      slice();
    }
  }

  private void slice() {
    if (closed) {
      return;
    }
    var some = new ArrayList<Held>();
    while (some.size() < BUNDLE && !remaining.isEmpty()) {
      some.add(remaining.remove());
    }
    tables.addMissing(some, releasedToo).forEach(repaired);
    if (remaining.isEmpty()) {
      releasedToo = false;
    } else {
      loop.post(this::slice);
    }
  }

  @Override
  public void close() {
    closed = true;
    soon.cancel();
    next.cancel();
  }
}
