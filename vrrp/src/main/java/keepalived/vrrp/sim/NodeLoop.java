package keepalived.vrrp.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import keepalived.core.loop.Loop;
import keepalived.core.loop.SimLoop;
import keepalived.core.time.MonoTime;

/// The loop of one router. Its clock runs a little faster or slower than the others; it can stall,
/// and it can end. Tasks that are due during a stall run after it.
final class NodeLoop implements Loop {

  private final SimLoop world;
  private final MonoTime origin;
  private final long partsPerMillion;
  private final Runnable after;
  private final List<Runnable> held = new ArrayList<>();
  private boolean frozen;
  private boolean dead;

  /// @param partsPerMillion how much faster this clock runs
  /// @param after called after each task
  NodeLoop(SimLoop world, long partsPerMillion, Runnable after) {
    this.world = world;
    this.origin = world.now();
    this.partsPerMillion = partsPerMillion;
    this.after = after;
  }

  @Override
  public MonoTime now() {
    long real = world.now().since(origin).toNanos();
    return new MonoTime(real + real / 1_000_000 * partsPerMillion);
  }

  @Override
  public void post(Runnable task) {
    at(now(), task);
  }

  @Override
  public Cancellable at(MonoTime when, Runnable task) {
    long wait = Math.max(0, when.since(now()).toNanos());
    // Rounded up: a timer never fires before its time.
    long real = wait - wait / 1_000_000 * partsPerMillion;
    long slack = wait > 0 ? 1_000 + Math.abs(wait / 1_000_000_000 * partsPerMillion) : 0;
    boolean[] cancelled = new boolean[1];
    world.at(
        world.now().plus(Duration.ofNanos(real + slack)),
        () -> {
          if (!cancelled[0]) {
            run(task, cancelled);
          }
        });
    return () -> cancelled[0] = true;
  }

  private void run(Runnable task, boolean[] cancelled) {
    if (dead) {
      return;
    }
    if (frozen) {
      held.add(
          () -> {
            if (!cancelled[0]) {
              task.run();
              after.run();
            }
          });
      return;
    }
    task.run();
    after.run();
  }

  boolean isFrozen() {
    return frozen;
  }

  boolean isDead() {
    return dead;
  }

  void freeze() {
    frozen = true;
  }

  /// Runs everything that became due during the stall.
  void thaw() {
    frozen = false;
    var due = List.copyOf(held);
    held.clear();
    due.forEach(
        task -> {
          if (!dead) {
            task.run();
          }
        });
  }

  void kill() {
    dead = true;
    held.clear();
  }
}
