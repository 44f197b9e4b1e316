package keepalived.daemon.part;

import java.util.function.Consumer;

/// Runs several closing actions one after the other; an exception does not stop the next one.
final class CloseAll {

  private CloseAll() {}

  /// @param failed receives exceptions and errors
  static void all(Consumer<Throwable> failed, Runnable... endings) {
    for (var ending : endings) {
      try {
        ending.run();
      } catch (Throwable e) {
        failed.accept(e);
      }
    }
  }
}
