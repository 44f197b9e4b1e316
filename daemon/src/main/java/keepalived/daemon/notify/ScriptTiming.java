package keepalived.daemon.notify;

import java.time.Duration;
import java.util.Optional;

/// Time limits of notify scripts, and of waiting for them.
///
/// @param limit after it a script is ended; empty means never, as in the original
/// @param reportAfter after it a running script is reported in the log
/// @param sibling how long the generic script waits for the specific one of the same state
/// @param patience how long the next state waits for the scripts of the previous one, from their
///   start. Scripts should run in order, but one that never ends must not block the notifications
///   of later states
/// @param atLeast time that scripts for MASTER get in any case; those that run longer when MASTER
///   is left are ended
/// @param leaving how long the scripts for leaving MASTER wait at most, from the event
/// @param patienceAtStop replaces `patience` and `leaving` while the daemon stops
/// @param grace at stop, time that scripts get before they are killed
/// @param killAfter from SIGTERM to SIGKILL
public record ScriptTiming(
    Optional<Duration> limit,
    Duration reportAfter,
    Duration sibling,
    Duration patience,
    Duration atLeast,
    Duration leaving,
    Duration patienceAtStop,
    Duration grace,
    Duration killAfter) {

  public static final ScriptTiming DEFAULT =
      new ScriptTiming(
          Optional.empty(),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2));
}
