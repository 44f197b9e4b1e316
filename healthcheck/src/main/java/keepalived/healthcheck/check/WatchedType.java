package keepalived.healthcheck.check;

import keepalived.core.config.Check;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;

/// A checker that sends nothing: a source outside this module reports values to it.
///
/// @param <C> the configuration record of the check
public non-sealed interface WatchedType<C extends Check.Watched> extends CheckType<C> {

  /// What the check watches.
  Source source(C check);

  /// Translates a value of the source into a verdict and a weight.
  Observation observe(C check, long value);

  /// A source of values outside this module.
  sealed interface Source {

    /// A `track_file`; its value is the number in the file.
    record TrackFile(String name) implements Source {}

    /// A `bfd_instance`; its value is 1 while the session is up, 0 otherwise.
    record BfdSession(String name) implements Source {}
  }

  /// The verdict on one value of a source.
  ///
  /// @param offset added to the weight of the check's servers; 0 when down
  record Observation(boolean up, int offset, ProbeResult result) {

    /// The value means up.
    ///
    /// @param offset added to the weight of the check's servers
    /// @param detail shown in the status as the last result
    public static Observation up(int offset, String detail) {
      return new Observation(true, offset, ProbeResult.success(detail));
    }

    public static Observation down(FailureReason reason) {
      return new Observation(false, 0, ProbeResult.failure(reason));
    }
  }
}
