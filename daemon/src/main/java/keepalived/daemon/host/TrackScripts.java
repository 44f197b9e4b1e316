package keepalived.daemon.host;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.core.config.track.TrackScript;
import keepalived.core.loop.Loop;
import keepalived.daemon.script.ScriptBook;
import keepalived.linux.child.ChildProcess;
import keepalived.linux.child.Children;
import keepalived.linux.child.ExitStatus;
import keepalived.linux.libc.LinuxException;
import keepalived.tracking.script.ScriptResult;
import keepalived.tracking.script.ScriptRunner;

/// Runs tracked scripts. Called on the engine's loop; the children belong to another loop, so that
/// a start never delays an advert.
public final class TrackScripts implements ScriptRunner {

  private final Loop engine;
  private final Loop work;
  private final Children children;
  private final Supplier<ScriptBook> book;

  /// @param engine the loop that receives results
  /// @param work the loop of `children`
  public TrackScripts(Loop engine, Loop work, Children children, Supplier<ScriptBook> book) {
    this.engine = engine;
    this.work = work;
    this.children = children;
    this.book = book;
  }

  @Override
  public Runnable start(TrackScript script, Consumer<ScriptResult> done) {
    var child = new AtomicReference<Optional<ChildProcess>>(Optional.empty());
    work.post(() -> child.set(launch(script, result -> engine.post(() -> done.accept(result)))));
    return () -> work.post(() -> child.get().ifPresent(ChildProcess::terminate));
  }

  private Optional<ChildProcess> launch(TrackScript script, Consumer<ScriptResult> done) {
    var scripts = book.get();
    var program = scripts.program(script.script());
    if (program.isEmpty()) {
      done.accept(new ScriptResult.NotStarted("disabled"));
      return Optional.empty();
    }
    var objection = scripts.objection(program.get());
    if (objection.isPresent()) {
      done.accept(new ScriptResult.NotStarted(objection.get()));
      return Optional.empty();
    }
    var launch = scripts.launch(program.get(), List.of());
    var command = new HostLauncher(children).command(launch).within(script.timeout());
    try {
      return Optional.of(children.spawn(command, status -> done.accept(result(status))));
    } catch (LinuxException e) {
      var reason = e.errno().message();
      done.accept(
          e.errno().resourceShortage()
              ? new ScriptResult.Postponed(reason)
              : new ScriptResult.NotStarted(reason));
      return Optional.empty();
    }
  }

  private static ScriptResult result(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> new ScriptResult.Exited(code);
      case ExitStatus.Killed(int signal) -> new ScriptResult.Killed(signal);
      case ExitStatus.TimedOut _ -> new ScriptResult.TimedOut();
    };
  }
}
