package keepalived.daemon.port;

import java.util.function.Consumer;

/// Work of the daemon that may take long, each job on a thread of its own. What a job throws, an
/// Error too, is logged and passed on: no job ends unseen.
public interface Jobs {

  /// Starts a job.
  ///
  /// @param failed takes what the job threw, on the thread of the job
  /// @return false when there is no thread: the job does not run, and the log says why
  boolean start(String name, Runnable job, Consumer<Throwable> failed);

  default boolean start(String name, Runnable job) {
    return start(name, job, _ -> {});
  }
}
