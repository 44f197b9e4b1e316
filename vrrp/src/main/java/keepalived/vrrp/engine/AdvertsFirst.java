package keepalived.vrrp.engine;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import keepalived.vrrp.port.VrrpNetwork;

/// Holds back everything but adverts while the deadlines of many instances are served. When a peer
/// of a thousand instances dies, the advert of the last must not wait until the addresses of the
/// others are set and their lines are logged. Then the kernel tables of all change at once, and the
/// rest follows in its order.
final class AdvertsFirst {

  private final Queue<Runnable> rest = new ArrayDeque<>();
  private final Set<Instance> moving = new LinkedHashSet<>();
  private Optional<RuntimeException> failure = Optional.empty();
  private boolean holds;

  void hold() {
    holds = true;
  }

  boolean holds() {
    return holds;
  }

  /// Runs this now, or when the adverts have left.
  void then(Runnable work) {
    if (holds) {
      rest.add(work);
    } else {
      work.run();
    }
  }

  /// Sets the resources of an instance now, or those of all at once when the adverts have left.
  void move(Instance instance, Consumer<Instance> reconcile) {
    if (holds) {
      moving.add(instance);
    } else {
      reconcile.accept(instance);
    }
  }

  /// Does what was held back.
  void release(VrrpNetwork network, Consumer<Instance> reconcile) {
    holds = false;
    var movers = List.copyOf(moving);
    moving.clear();
    if (!movers.isEmpty()) {
      attempt(
          () ->
              network.together(
                  () -> movers.forEach(mover -> attempt(() -> reconcile.accept(mover)))));
    }
    while (!rest.isEmpty()) {
      attempt(rest.remove());
    }
  }

  /// Keeps an exception, so that the work for other instances goes on.
  void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      failure.ifPresentOrElse(first -> first.addSuppressed(e), () -> failure = Optional.of(e));
    }
  }

  /// Throws the first exception that was kept.
  void throwFailure() {
    var thrown = failure;
    failure = Optional.empty();
    thrown.ifPresent(
        e -> {
          throw e;
        });
  }
}
