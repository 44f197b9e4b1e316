package keepalived.daemon.flight;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import keepalived.core.event.EventId;
import keepalived.core.event.Happening;
import keepalived.core.event.Recorder;
import keepalived.core.time.MonoTime;

/// Records the events of one run in its ring. Without a ring, events have ids all the same, for the
/// log.
public final class Flight implements Recorder {

  private static final int RUNS = 1 << 16;

  private final int run;
  private final InstantSource wall;
  private final Optional<EventRing> ring;
  private final Runnable written;
  private final Consumer<Recorded> journald;
  private final AtomicLong last = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /// @param written called after each event, on the thread that recorded it; must not block
  /// @param journald receives each event, on that thread
  Flight(
      InstantSource wall, Optional<EventRing> ring, Runnable written, Consumer<Recorded> journald) {
    this.journald = journald;
    this.wall = wall;
    this.ring = ring;
    this.written = written;
    run = Math.floorMod(wall.millis() * 31 + ProcessHandle.current().pid(), RUNS - 1) + 1;
  }

  @Override
  public EventId record(MonoTime at, Happening event) {
    var id = new EventId(run, last.incrementAndGet());
    try {
      var recorded = new Recorded(id, wall.instant(), at, event);
      if (ring.isPresent()) {
        ring.get().write(EventCodec.encode(recorded));
        written.run();
      }
      journald.accept(recorded);
    } catch (RuntimeException | InternalError e) {
      // InternalError: a page of the file is gone. An event is never worth an election.
      lost.incrementAndGet();
    }
    return id;
  }

  /// Number of events that could not be kept.
  public long lost() {
    return lost.get();
  }
}
