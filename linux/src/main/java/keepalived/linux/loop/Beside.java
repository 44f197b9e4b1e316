package keepalived.linux.loop;

import java.util.function.Consumer;

/// Work that takes time, done on a thread of its own beside a loop. What the work throws and what
/// forbids the thread (a limit of threads that is reached) goes to the one who asked for it: it
/// neither reaches the loop that asks nor ends on standard error alone.
///
/// The threads are the system's. Virtual ones would wait for others that compute or block, and when
/// the first of all is asked for while there is no thread to carry it there never are any.
public final class Beside {

  private Beside() {}

  /// @param failed called at most once, on the new thread or, when there can be none, on this one
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
