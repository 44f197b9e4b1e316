package keepalived.core.event;

import java.util.concurrent.atomic.AtomicLong;
import keepalived.core.time.MonoTime;

/// Receives the events of all parts, on any thread. Never blocks and never throws.
@FunctionalInterface
public interface Recorder {

  /// @param at when it happened, on the clock of the caller's loop
  /// @return the id under which it is found; [EventId#NONE] when nothing is recorded
  EventId record(MonoTime at, Happening event);

  /// Keeps nothing, but gives every event a number.
  static Recorder counting() {
    var last = new AtomicLong();
    return (_, _) -> new EventId(0, last.incrementAndGet());
  }
}
