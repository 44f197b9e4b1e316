package keepalived.healthcheck.verdict;

import java.util.function.Consumer;
import keepalived.core.config.Check;

/// The port through which checks are made.
public interface Prober {

  /// Starts one attempt.
  ///
  /// @param step the URL of an HTTP check; 0 for the others
  /// @param done called once on the loop, never before this method returned, and not at all after a
  ///   cancel
  Attempt start(Check.Probed check, int step, Consumer<ProbeResult> done);

  /// An attempt that is under way.
  interface Attempt {
    /// Gives up: what it holds is released, no result will come.
    void cancel();
  }
}
