package keepalived.daemon.control;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import keepalived.daemon.api.Reading;
import keepalived.healthcheck.engine.LvsSnapshot;
import keepalived.tracking.bfd.BfdEngine;
import keepalived.vrrp.engine.VrrpSnapshot;

/// The running daemon. Every method may be called on any thread and returns at once.
public interface Sources {

  /// The time of day.
  InstantSource wall();

  Reading.Process process();

  Asked<VrrpSnapshot> vrrp();

  Asked<LvsSnapshot> lvs();

  Asked<List<BfdEngine.View>> bfd();

  /// The state of a part, on its way.
  ///
  /// @param started whether the part is configured
  /// @param answer comes from the loop of the part, or never; empty while the part does not run
  record Asked<T>(boolean started, Optional<CompletableFuture<T>> answer) {}
}
