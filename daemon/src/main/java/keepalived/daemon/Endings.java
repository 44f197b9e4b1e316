package keepalived.daemon;

import java.util.function.Consumer;

/// Several things ended one after the other, none spared by another's failure.
final class Endings {

  private Endings() {}

  /// @param failed told of what an ending threw
  static void all(Consumer<RuntimeException> failed, Runnable... endings) {
    for (var ending : endings) {
      try {
        ending.run();
      } catch (RuntimeException e) {
        failed.accept(e);
      }
    }
  }
}
