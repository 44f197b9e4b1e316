package keepalived.daemon.part;

import java.util.function.Consumer;

/// Several things ended one after the other, none spared by another's failure.
final class CloseAll {

  private CloseAll() {}

  /// @param failed given what an ending threw, an Error too
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
