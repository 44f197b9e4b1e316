package keepalived.daemon.host;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import keepalived.daemon.port.OnLoop;

/// Waits for results by blocking the calling thread.
public final class BlockingOnLoop implements OnLoop {

  @Override
  public <T> T await(CompletableFuture<T> answer, Duration limit) {
    // A timeout of the future itself would need a thread, and there may be none left.
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
}
