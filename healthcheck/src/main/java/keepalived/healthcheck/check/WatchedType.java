package keepalived.healthcheck.check;

import keepalived.core.config.Check;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;

/// A checker that is informed by a source outside this module and sends nothing.
///
/// @param <C> the configuration record of the check
public non-sealed interface WatchedType<C extends Check.Watched> extends CheckType<C> {

  /// What the check watches.
  Source source(C check);

  /// What a value of the source means for the check.
  Observation observe(C check, long value);

  /// Something outside that has a value.
  sealed interface Source {

    /// A `track_file`; its value is the number in the file.
    record TrackFile(String name) implements Source {}

    /// A `bfd_instance`; its value is 1 while the session is up, 0 otherwise.
    record BfdSession(String name) implements Source {}
  }

  /// @param offset what the check adds to the weight of its servers; 0 when down
  record Observation(boolean up, int offset, ProbeResult result) {

    /// @param detail what a success shows in the status
    public static Observation up(int offset, String detail) {
      return new Observation(true, offset, ProbeResult.success(detail));
    }

    public static Observation down(FailureReason reason) {
      return new Observation(false, 0, ProbeResult.failure(reason));
    }
  }
}
