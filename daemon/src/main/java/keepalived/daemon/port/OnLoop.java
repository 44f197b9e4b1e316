package keepalived.daemon.port;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import keepalived.core.loop.Loop;

/// Runs work of one thread on the loop of another, and waits for results.
public interface OnLoop {

  /// A limit that is never reached.
  Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE);

  /// Waits for an answer, at most for `limit`: a loop that is stuck must not block its callers too.
  ///
  /// @throws CompletionException with the exception of the work, or a TimeoutException
  <T> T await(CompletableFuture<T> answer, Duration limit);

  /// As [#await(CompletableFuture, Duration)], also for exceptions that occur before there is a
  /// future.
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
  /// @return completes in any case, with the exception or error of the work
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
  /// @return completes in any case, with the exception or error of the work
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
