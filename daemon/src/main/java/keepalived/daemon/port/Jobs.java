package keepalived.daemon.port;

import java.util.function.Consumer;

/// Runs work that may take long, each job on its own thread. Exceptions and errors of a job are
/// logged and passed on: no failure is lost.
public interface Jobs {

  /// Starts a job.
  ///
  /// @param failed receives the exception of the job, on the thread of the job
  /// @return false when there is no thread: the job does not run, and the reason is logged
  boolean start(String name, Runnable job, Consumer<Throwable> failed);

  default boolean start(String name, Runnable job) {
    return start(name, job, _ -> {});
  }
}
