package keepalived.linux;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import keepalived.linux.loop.EpollLoop;

/// A loop for a test, and a way to wait for results on it.
public final class OnLoop implements AutoCloseable {

  private final LinkedBlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
  private final EpollLoop loop = EpollLoop.start("test-loop", uncaught::add);

  public EpollLoop loop() {
    return loop;
  }

  /// Runs the body on the loop and returns the value that the body completes, then or later.
  public <T> T run(Consumer<CompletableFuture<T>> body) throws Exception {
    var done = new CompletableFuture<T>();
    loop.post(
        () -> {
          try {
            body.accept(done);
          } catch (Throwable thrown) {
            done.completeExceptionally(thrown);
          }
        });
    return done.get(20, TimeUnit.SECONDS);
  }

  /// Stops the loop; throws what a task threw.
  @Override
  public void close() {
    loop.close();
    if (!uncaught.isEmpty()) {
      throw new AssertionError("uncaught on the loop", uncaught.peek());
    }
  }
}
