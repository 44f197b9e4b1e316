package keepalived.daemon.port;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import keepalived.core.loop.Loop;

/// Work that one thread has done on the loop of another, and may wait for.
public interface OnLoop {

  /// A limit that is never reached.
  Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE);

  /// Waits for an answer, at most for `limit`: a loop that is stuck must not hold up its callers
  /// too.
  ///
  /// @throws CompletionException with what the work threw, or a TimeoutException
  <T> T await(CompletableFuture<T> answer, Duration limit);

  /// As the other, where making the future may throw as well.
  default <T> T await(Supplier<CompletableFuture<T>> question, Duration limit) {
    CompletableFuture<T> answer;
    try {
      answer = question.get();
    } catch (Throwable e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return await(answer, limit);
  }

  /// Runs work on a loop.
  ///
  /// @return completes whatever the work throws, an Error too
  default CompletableFuture<Void> run(Loop loop, Runnable work) {
    return call(
        loop,
        () -> {
          work.run();
          return null;
        });
  }

  /// Computes a value on a loop.
  ///
  /// @return completes whatever the work throws, an Error too
  default <T> CompletableFuture<T> call(Loop loop, Supplier<T> work) {
    var done = new CompletableFuture<T>();
    try {
      loop.post(
          () -> {
            try {
              done.complete(work.get());
            } catch (Throwable e) {
              done.completeExceptionally(e);
            }
          });
    } catch (Throwable refused) {
      done.completeExceptionally(refused);
    }
    return done;
  }
}
