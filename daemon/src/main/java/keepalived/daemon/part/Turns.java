package keepalived.daemon.part;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import keepalived.daemon.port.OnLoop;

/// Changes that come one at a time, in the order they were asked for, on the threads that ask.
final class Turns {

  private final OnLoop calls;
  private final AtomicReference<CompletableFuture<Void>> last =
      new AtomicReference<>(CompletableFuture.completedFuture(null));

  Turns(OnLoop calls) {
    this.calls = calls;
  }

  /// Runs a change when its turn comes, or when the limit is over: then it does not wait for the
  /// changes before it, but those after it wait for all of them.
  void run(Duration limit, Runnable change) {
    var mine = new CompletableFuture<Void>();
    var before = last.getAndSet(mine);
    try {
      try {
        calls.await(before, limit);
      } catch (CompletionException late) {
        // The caller has chosen not to wait any longer.
      }
      change.run();
    } finally {
      before.thenRun(() -> mine.complete(null));
    }
  }
}
