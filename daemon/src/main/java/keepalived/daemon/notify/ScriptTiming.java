package keepalived.daemon.notify;

import java.time.Duration;
import java.util.Optional;

/// How long notify scripts may take, and how long others wait for them.
///
/// @param limit after it a script is ended; empty means never, as the original
/// @param reportAfter a script still running then is named in the log
/// @param sibling how long the generic script waits for the specific one of the same state
/// @param patience how long the next state waits for the scripts of the one before, from their
///   start. Order is worth waiting for, but a script that never ends must not keep later states
///   from being told
/// @param atLeast what scripts for MASTER get in any case: those that run longer when MASTER is
///   left are ended
/// @param leaving how long the scripts for leaving MASTER wait at most, from the event
/// @param patienceAtStop both of these while we stop
/// @param grace how long scripts have at stop before they are killed
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
