package keepalived.differential;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import keepalived.linux.process.Namespaces;

/// Runs something on a thread of a network namespace, so that the sockets it opens are there.
final class Namespaced {

  private Namespaced() {}

  static <T> T call(String namespace, Callable<T> body) {
    var result = new CompletableFuture<T>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                Namespaces.enter(namespace);
                result.complete(body.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    return result.join();
  }
}
