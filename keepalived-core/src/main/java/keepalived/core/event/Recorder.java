package keepalived.core.event;

import keepalived.core.time.MonoTime;

/// Receives the events of all parts, on any thread. Never blocks and never throws.
@FunctionalInterface
public interface Recorder {

  /// @param at when it happened, on the clock of the caller's loop
  /// @return the id under which it is found; [EventId#NONE] when nothing is recorded
  EventId record(MonoTime at, Happening event);

  /// Keeps nothing, but gives every event a number. For one loop.
  static Recorder counting() {
    return new Recorder() {
      private long last;

      @Override
      public EventId record(MonoTime at, Happening event) {
        return new EventId(0, ++last);
      }
    };
  }
}
