package keepalived.vrrp.transition;

import java.time.Instant;
import keepalived.core.event.Cause;
import keepalived.core.event.EventId;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.State.Role;

/// A change of state of an instance.
///
/// @param when by the wall clock, for people
/// @param at the same on the loop's clock, for durations
/// @param event under which the change is recorded; not [EventId#present] without a recording
public record Transition(
    Role from, Role to, Instant when, MonoTime at, Explanation why, EventId event) {

  /// Of an instance that has not started yet.
  public static Transition born(Instant when, MonoTime at) {
    return new Transition(
        Role.INITIALIZE,
        Role.INITIALIZE,
        when,
        at,
        new Explanation(Cause.STARTUP, ""),
        EventId.NONE);
  }

  public Cause cause() {
    return why.cause();
  }
}
