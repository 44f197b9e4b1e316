package keepalived.daemon;

import java.util.concurrent.CompletableFuture;
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

  static <T> CompletableFuture<T> call(Loop loop, Supplier<T> work) {
    var done = new CompletableFuture<T>();
    loop.post(
        () -> {
          try {
            done.complete(work.get());
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }
}
