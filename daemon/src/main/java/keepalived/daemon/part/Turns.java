package keepalived.daemon.part;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import keepalived.daemon.port.OnLoop;

/// Runs changes one at a time, in the order of the calls, on the calling threads.
final class Turns {

  private final OnLoop calls;
  private final AtomicReference<CompletableFuture<Void>> last =
      new AtomicReference<>(CompletableFuture.completedFuture(null));

  Turns(OnLoop calls) {
    this.calls = calls;
  }

  /// Runs a change when its turn comes. After `limit` it runs without waiting for the changes
  /// before it; those after it wait for all of them.
  void run(Duration limit, Runnable change) {
    var mine = new CompletableFuture<Void>();
    var before = last.getAndSet(mine);
    try {
      try {
        calls.await(before, limit);
      } catch (CompletionException late) {
        // The caller stops waiting.
      }
      change.run();
    } finally {
      before.thenRun(() -> mine.complete(null));
    }
  }
}
