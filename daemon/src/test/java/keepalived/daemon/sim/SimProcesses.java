package keepalived.daemon.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.core.loop.Loop;
import keepalived.core.loop.SimLoop;
import keepalived.daemon.port.Processes;
import keepalived.daemon.script.Launch;
import keepalived.daemon.script.Launcher;
import keepalived.daemon.script.ScriptBook;
import keepalived.tracking.script.ScriptResult;
import keepalived.tracking.script.ScriptRunner;

/// Programs of a machine: those with `hang` in their name run until they are killed, all others
/// succeed after ten milliseconds.
public final class SimProcesses implements Processes {

  private static final int SIGKILL = 9;
  private static final Duration RUN = Duration.ofMillis(10);

  private final SimLoop world;
  private final Set<Object> running = new LinkedHashSet<>();
  private final List<String> started = new ArrayList<>();

  /// Whether the machine is out of processes (EAGAIN).
  boolean noProcess;

  /// Whether children are left at the end, as before the fix of fault D9.
  boolean leavesChildren;

  SimProcesses(SimLoop world) {
    this.world = world;
  }

  /// The command lines of all programs, in the order of their starts.
  public List<String> started() {
    return started;
  }

  /// How many programs run.
  public int running() {
    return running.size();
  }

  private final class Child implements Launcher.Running {

    private final Consumer<Launcher.Ending> ended;

    private Child(Consumer<Launcher.Ending> ended) {
      this.ended = ended;
    }

    @Override
    public void terminate() {
      // The program ignores SIGTERM.
    }

    @Override
    public void kill() {
      end(new Launcher.Killed(SIGKILL));
    }

    private void end(Launcher.Ending how) {
      if (running.remove(this)) {
        world.post(() -> ended.accept(how));
      }
    }
  }

  @Override
  public Launcher launcher() {
    return this::launch;
  }

  private Launcher.Start launch(Launch launch, Consumer<Launcher.Ending> ended) {
    if (noProcess) {
      return new Launcher.NotStarted("Resource temporarily unavailable");
    }
    var command = String.join(" ", launch.arguments());
    started.add(command);
    var child = new Child(ended);
    running.add(child);
    if (!command.contains("hang")) {
      world.after(RUN, () -> child.end(new Launcher.Exited(0)));
    }
    return child;
  }

  @Override
  public ScriptRunner trackScripts(Loop engine, Supplier<ScriptBook> book) {
    return (script, done) -> {
      if (noProcess) {
        engine.post(() -> done.accept(new ScriptResult.Postponed("no process")));
        return () -> {};
      }
      var child = new Child(_ -> engine.post(() -> done.accept(new ScriptResult.Exited(0))));
      running.add(child);
      if (!script.name().contains("hang")) {
        world.after(RUN, () -> child.end(new Launcher.Exited(0)));
      }
      return child::terminate;
    };
  }

  @Override
  public CompletableFuture<Void> endAll(Duration grace) {
    var gone = new CompletableFuture<Void>();
    if (leavesChildren) {
      gone.complete(null);
    } else {
      world.after(
          grace,
          () -> {
            running.clear();
            gone.complete(null);
          });
    }
    return gone;
  }
}
