package keepalived.healthcheck.verdict;

import java.util.function.Consumer;
import keepalived.core.config.Check;

/// The port that starts probes.
public interface Prober {

  /// Starts one attempt.
  ///
  /// @param step the URL of an HTTP check; 0 for the others
  /// @param done called once on the loop, never before this method returned, and not at all after a
  ///   cancel
  Attempt start(Check.Probed check, int step, Consumer<ProbeResult> done);

  /// An attempt that is under way.
  interface Attempt {
    /// Ends the attempt without a result and releases its resources.
    void cancel();
  }
}
