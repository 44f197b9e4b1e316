package keepalived.daemon;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import keepalived.core.loop.Loop;

/// Work done on a loop for someone on another thread, who may wait for it.
final class OnLoop {

  private OnLoop() {}

  static CompletableFuture<Void> run(Loop loop, Runnable work) {
    return call(
        loop,
        () -> {
          work.run();
          return null;
        });
  }

  /// The future completes whatever the work throws: an Error too is an answer to the one who waits.
  static <T> CompletableFuture<T> call(Loop loop, Supplier<T> work) {
    var done = new CompletableFuture<T>();
    loop.post(
        () -> {
          try {
            done.complete(work.get());
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  /// Waits for the answer of a loop, but not for ever: a loop that is stuck must not take those
  /// along that ask it.
  ///
  /// @throws CompletionException with what the work threw, or a TimeoutException
  static <T> T await(CompletableFuture<T> answer, Duration limit) {
    return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
