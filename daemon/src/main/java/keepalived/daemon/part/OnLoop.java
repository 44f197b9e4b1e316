package keepalived.daemon.part;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import keepalived.core.loop.Loop;

/// Work done on a loop for someone on another thread, who may wait for it.
public final class OnLoop {

  private OnLoop() {}

  public static CompletableFuture<Void> run(Loop loop, Runnable work) {
    return call(
        loop,
        () -> {
          work.run();
          return null;
        });
  }

  /// The future completes whatever the work throws: an Error too is an answer to the one who waits.
  public static <T> CompletableFuture<T> call(Loop loop, Supplier<T> work) {
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

  /// Waits for the answer of a loop, but not for ever: a loop that is stuck must not take those
  /// along that ask it.
  ///
  /// @throws CompletionException with what the work threw, or a TimeoutException
  public static <T> T await(CompletableFuture<T> answer, Duration limit) {
    // Unlike join with a time-out of the future's own, this needs no thread, of which there may be
    // none left when it matters.
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      var late = new TimeoutException("no answer within " + limit.toSeconds() + " seconds");
      throw new CompletionException(late);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  /// The same for what yields the answer: however that goes wrong, the caller learns it in one way.
  public static <T> T await(Supplier<CompletableFuture<T>> question, Duration limit) {
    CompletableFuture<T> answer;
    try {
      answer = question.get();
    } catch (Throwable e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return await(answer, limit);
  }
}
