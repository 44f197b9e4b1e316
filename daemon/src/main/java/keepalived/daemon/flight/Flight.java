package keepalived.daemon.flight;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import keepalived.core.event.EventId;
import keepalived.core.event.Happening;
import keepalived.core.event.Recorder;
import keepalived.core.time.MonoTime;

/// Gives the events of one run their ids. Keeps them until the ring is open.
public final class Flight implements Recorder {

  private static final int RUNS = 1 << 16;

  private final int run;
  private final InstantSource wall;
  private final Queue<Recorded> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong last = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private volatile Optional<Consumer<Recorded>> target = Optional.empty();

  Flight(InstantSource wall) {
    this.wall = wall;
    run = Math.floorMod(wall.millis() * 31 + ProcessHandle.current().pid(), RUNS - 1) + 1;
  }

  /// Ends the start: the events so far and all others go to this receiver, which is called on the
  /// threads that record, and must not block.
  void open(Consumer<Recorded> next) {
    target = Optional.of(next);
    deliver(next);
  }

  @Override
  public EventId record(MonoTime at, Happening event) {
    var id = new EventId(run, last.incrementAndGet());
    waiting.add(new Recorded(id, wall.instant(), at, event));
    target.ifPresent(this::deliver);
    return id;
  }

  private void deliver(Consumer<Recorded> to) {
    for (var event = waiting.poll(); event != null; event = waiting.poll()) {
      try {
        to.accept(event);
      } catch (RuntimeException | InternalError e) {
        // InternalError: a page of the file is gone. An event is never worth an election.
        lost.incrementAndGet();
      }
    }
  }

  /// Number of events that could not be kept.
  public long lost() {
    return lost.get();
  }
}
