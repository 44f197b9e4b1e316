package keepalived.healthcheck;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.core.event.Published;
import keepalived.core.loop.Loop;

/// Snapshots for other threads: one a wake-up at most when something changed, one a while when only
/// ages did. What did not change is shared with the one before.
final class Publication {

  /// How old the ages in a snapshot may be.
  private static final Duration AGE = Duration.ofSeconds(1);

  private final Loop loop;
  private final Ledger ledger;
  private final Published<LvsSnapshot> published = new Published<>(LvsSnapshot.EMPTY);
  private final Map<VirtualServerKey, LvsSnapshot.ServiceView> views = new HashMap<>();
  private final Set<Pooled> stale = new LinkedHashSet<>();
  private Collection<Pooled> pools = Set.of();
  private Optional<Loop.Cancellable> planned = Optional.empty();
  private boolean soon;

  Publication(Loop loop, Ledger ledger) {
    this.loop = loop;
    this.ledger = ledger;
  }

  Published<LvsSnapshot> published() {
    return published;
  }

  /// All services are new, or may be.
  void restart(Collection<Pooled> now) {
    pools = now;
    views.clear();
    stale.clear();
    stale.addAll(now);
    publish();
  }

  void end() {
    planned.ifPresent(Loop.Cancellable::cancel);
    planned = Optional.empty();
    pools = Set.of();
    views.clear();
    stale.clear();
    published.publish(LvsSnapshot.EMPTY);
  }

  void changed(Pooled pool) {
    stale.add(pool);
    plan(true);
  }

  void aged(Pooled pool) {
    stale.add(pool);
    plan(false);
  }

  private void plan(boolean now) {
    if (planned.isPresent() && (soon || !now)) {
      return;
    }
    planned.ifPresent(Loop.Cancellable::cancel);
    soon = now;
    planned = Optional.of(loop.after(now ? Duration.ZERO : AGE, this::publish));
  }

  void publish() {
    planned.ifPresent(Loop.Cancellable::cancel);
    planned = Optional.empty();
    soon = false;
    stale.forEach(pool -> views.put(pool.key(), pool.view()));
    stale.clear();
    var services = pools.stream().map(pool -> views.get(pool.key())).toList();
    published.publish(new LvsSnapshot(loop.now(), services, ledger.problem(), ledger.repairs()));
  }
}
