package keepalived.daemon.process;

import java.util.function.Consumer;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.daemon.log.Journal;
import keepalived.daemon.port.Jobs;

/// Runs jobs on platform threads: virtual threads would wait for carriers that other jobs occupy.
public final class ThreadJobs implements Jobs {

  /// Starts threads.
  public interface Threads {

    /// @throws OutOfMemoryError when the system has no more threads
    void start(String name, Runnable body);
  }

  public static final Threads OF_THE_SYSTEM =
      (name, body) -> Thread.ofPlatform().name(name).daemon().start(body);

  private final Journal journal;
  private final Threads threads;

  public ThreadJobs(Journal journal, Threads threads) {
    this.journal = journal;
    this.threads = threads;
  }

  @Override
  public boolean start(String name, Runnable job, Consumer<Throwable> failed) {
    try {
      threads.start(name, () -> run(name, job, failed));
      return true;
    } catch (OutOfMemoryError none) {
      var text = "%s cannot start: %s".formatted(name, none.getMessage());
      journal.log(Part.PARENT, Level.ERROR, text);
      return false;
    }
  }

  private void run(String name, Runnable job, Consumer<Throwable> failed) {
    try {
      job.run();
    } catch (Throwable error) {
      log(name, error);
      failed.accept(error);
    }
  }

  private void log(String name, Throwable error) {
    journal.log(Part.PARENT, Level.ERROR, "internal error in " + name + ": " + error);
    for (var cause = error; cause != null; cause = cause.getCause()) {
      for (var frame : cause.getStackTrace()) {
        journal.log(Part.PARENT, Level.ERROR, "    at " + frame);
      }
    }
  }
}
