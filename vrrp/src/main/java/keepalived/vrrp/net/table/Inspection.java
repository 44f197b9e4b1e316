package keepalived.vrrp.net.table;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import java.util.function.Consumer;
import keepalived.core.loop.Loop;
import keepalived.vrrp.net.table.KernelTables.Held;

/// Compares what is ours with what the kernel has, whenever the kernel may have dropped some of it
/// without telling: it does with the last address of a link, with a link that goes down, with a
/// link that moves into a VRF. A bundle at a time, so that adverts do not wait.
public final class Inspection implements AutoCloseable {

  private static final int BUNDLE = 64;

  /// Between two inspections while addresses and links come and go all the time.
  private static final Duration GAP = Duration.ofMillis(200);

  /// Without any cause that we know of.
  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final Loop loop;
  private final KernelTables tables;
  private final Consumer<Held> repaired;
  private final Debounce soon;
  private Queue<Held> remaining = new ArrayDeque<>();
  private boolean releasedToo;
  private boolean closed;
  private Loop.Cancellable next = () -> {};

  /// @param repaired hears of what was missing and is there again
  Inspection(Loop loop, KernelTables tables, Consumer<Held> repaired) {
    this.loop = loop;
    this.tables = tables;
    this.repaired = repaired;
    soon = new Debounce(loop, GAP, this::begin);
  }

  /// @param also what else is looked at from time to time
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

  /// Something has gone or come that takes routes with it, or makes them possible.
  public void soon() {
    soon.request();
  }

  /// Everything counts, also what is not tracked and was removed by someone: a link is up again, or
  /// the configuration was read again.
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
