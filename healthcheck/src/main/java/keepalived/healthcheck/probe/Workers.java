package keepalived.healthcheck.probe;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A few platform threads for computations. On virtual threads, computations would occupy the
/// carriers that reloads and dumps need. Threads are created on demand and end when idle.
public final class Workers {

  private static final int THREADS = 2;

  private static final int IDLE_SECONDS = 10;

  private Workers() {}

  /// An executor whose threads have this name.
  ///
  /// @param stack bytes of stack for each thread, used only where touched; 0 means the default
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
