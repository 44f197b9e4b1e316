package keepalived.linux.loop;

import java.util.function.Consumer;

/// Runs work that takes time on its own thread, next to a loop. Exceptions of the work, and the
/// failure to start a thread (a limit on threads), are passed to the caller: they neither reach the
/// loop nor end on standard error alone.
///
/// Platform threads are used: virtual threads wait for carriers that other threads may block. If
/// the first virtual thread of a process is requested while no carrier thread can be started,
/// virtual threads never work in that process.
public final class Beside {

  private Beside() {}

  /// Starts the work.
  ///
  /// @param failed called at most once: on the new thread, or on the calling thread when no thread
  ///   can be started
  public static void start(String name, Runnable work, Consumer<Throwable> failed) {
    try {
      Thread.ofPlatform().name(name).daemon().start(() -> run(work, failed));
    } catch (OutOfMemoryError refused) {
      failed.accept(refused);
    }
  }

  private static void run(Runnable work, Consumer<Throwable> failed) {
    try {
      work.run();
    } catch (Throwable thrown) {
      failed.accept(thrown);
    }
  }
}
