package keepalived.healthcheck.probe;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A few threads of their own for what computes: on virtual threads it would hold the carriers on
/// which reloads and dumps run. They come when needed and go when idle.
public final class Workers {

  private static final int THREADS = 2;

  private static final int IDLE_SECONDS = 10;

  private Workers() {}

  /// @param stack bytes for each; used only where touched; 0 is the usual
  public static Executor named(String name, long stack) {
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(null, task, name, stack);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
