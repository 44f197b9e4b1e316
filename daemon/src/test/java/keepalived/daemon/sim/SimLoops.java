package keepalived.daemon.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.loop.SimLoop;
import keepalived.core.time.MonoTime;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.LoopPorts;

/// The loops of one machine, all on the clock of the simulation.
final class SimLoops implements LoopPorts.Loops {

  private final class Each implements HostLoop {

    private final Consumer<Throwable> uncaught;
    private boolean closed;

    private Each(Consumer<Throwable> uncaught) {
      this.uncaught = uncaught;
    }

    @Override
    public MonoTime now() {
      return world.now();
    }

    @Override
    public void post(Runnable task) {
      if (!closed) {
        world.post(() -> run(task));
      }
    }

    @Override
    public Cancellable at(MonoTime when, Runnable task) {
      return world.at(
          when,
          () -> {
            if (!closed) {
              run(task);
            }
          });
    }

    private void run(Runnable task) {
      try {
        task.run();
      } catch (Throwable e) {
        thrown++;
        uncaught.accept(e);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final SimLoop world;
  private final Map<String, Each> living = new HashMap<>();

  /// Whether the machine has no file descriptor for a loop.
  boolean noDescriptor;

  /// How many further loops the machine has file descriptors for.
  int left = Integer.MAX_VALUE;

  /// How often a task threw.
  int thrown;

  SimLoops(SimLoop world) {
    this.world = world;
  }

  @Override
  public HostLoop start(String name, Consumer<Throwable> uncaught) {
    if (left-- <= 0) {
      throw new ExceptionInInitializerError("Too many open files");
    }
    if (noDescriptor) {
      throw new IllegalStateException("Too many open files");
    }
    var loop = new Each(uncaught);
    living.put(name, loop);
    return loop;
  }

  Optional<HostLoop> named(String name) {
    return Optional.ofNullable(living.get(name));
  }
}
