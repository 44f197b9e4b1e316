package keepalived.daemon.part;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;
import keepalived.daemon.log.Journal;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.LoopPorts;
import keepalived.daemon.port.OnLoop;
import keepalived.daemon.process.ThreadName;
import keepalived.daemon.script.ScriptBook;

/// A part of the daemon on its own loop. When code on that loop throws, only this part is
/// restarted. A kind that can hand over continues in the state of the failed part. Other kinds, and
/// a second failure within a minute, start from the configuration and the kernel's state, and each
/// such restart waits longer.
///
/// @param <P> the part
public final class SupervisedPart<P> {

  private static final Duration GIVING_UP = Duration.ofSeconds(5);

  /// Limit for a start or a change of configuration on the part's loop. The slowest machine needs
  /// less; a loop that takes longer is stuck.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// How long the stop of the part waits for a reload in progress, and then for the part.
  private static final Duration ENDING = Duration.ofSeconds(2);

  private static final Duration STOPPING = Duration.ofSeconds(10);

  /// Delay before a restart that found no thread is tried again.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /// Starts, configures and stops parts of one kind. The methods may block their caller until the
  /// part's loop has done the work.
  public interface Kind<P> {

    Names names();

    CompletableFuture<P> start(HostLoop loop);

    /// Applies a configuration to the part; what has not changed keeps running.
    CompletableFuture<Void> configure(P part, Wanted wanted);

    CompletableFuture<Void> stop(P part, Stop why);

    /// Whether a failed part should end only after its successor is ready to continue in its state.
    /// Called on any thread; the answer may come from the part's loop.
    default CompletableFuture<Boolean> handsOver(P failed) {
      return CompletableFuture.completedFuture(false);
    }

    /// Ends a failed part without releasing anything, and passes all of it to a successor that has
    /// just started. A later [#stop] of the failed part does nothing.
    default CompletableFuture<Void> succeed(P next, P failed) {
      throw new UnsupportedOperationException(names().title() + " does not hand over");
    }

    /// Whether `why` is a refusal by the machine that leaves the part as it was before the start or
    /// the change of configuration.
    default boolean refuses(Throwable why) {
      return false;
    }
  }

  /// @param thread name of the thread of the loop
  /// @param title in log lines: `VRRP`
  public record Names(Part part, String thread, String title) {}

  /// The reason for stopping a part.
  public enum Stop {
    /// The daemon stops.
    SHUTDOWN,
    /// Code on the part's loop threw; the part stops as far as it still can.
    FAILURE
  }

  /// The configuration and scripts that the part should run.
  public record Wanted(Config config, ScriptBook book) {}

  /// @param run identifies this run, so that errors of an earlier one are ignored
  private record Life<P>(HostLoop loop, P part, MonoTime since, Object run) {}

  private final Kind<P> kind;
  private final Names names;
  private final Loop work;
  private final Journal journal;
  private final LoopPorts host;
  private final Turns turns;
  private final Consumer<Part> failed;
  private volatile Optional<Life<P>> life = Optional.empty();
  private volatile Optional<Wanted> wanted = Optional.empty();
  private Backoff backoff = Backoff.NONE;
  private boolean failing;
  private volatile boolean ended;

  /// @param work the loop for delays; threads of new loops inherit from its thread
  /// @param failed called at each failure, for information
  public SupervisedPart(
      Kind<P> kind, Loop work, Journal journal, LoopPorts host, Consumer<Part> failed) {
    this.kind = kind;
    names = kind.names();
    this.work = work;
    this.journal = journal;
    this.host = host;
    turns = new Turns(host.calls());
    this.failed = failed;
  }

  /// The part, while it runs.
  public Optional<P> current() {
    return life.map(Life::part);
  }

  public Optional<HostLoop> loop() {
    return life.map(Life::loop);
  }

  /// True after the first start, also while waiting for a restart.
  public boolean started() {
    return wanted.isPresent();
  }

  /// Starts the part if necessary, and applies the configuration.
  ///
  /// @throws CompletionException when the part cannot start or refuses, or when something throws on
  ///   the way: then the part restarts with its previous configuration
  public void run(Wanted next) {
    alone(() -> runAlone(next));
  }

  /// Runs one change of the part at a time.
  private void alone(Runnable change) {
    turns.run(
        OnLoop.UNLIMITED,
        () -> {
          if (!ended) {
            change.run();
          }
        });
  }

  private void runAlone(Wanted next) {
    if (life.isPresent()) {
      reconfigure(life.get(), next);
    } else if (!failing) {
      begin(next, Optional.empty());
    }
    wanted = Optional.of(next);
  }

  private void reconfigure(Life<P> living, Wanted next) {
    try {
      host.calls().await(() -> kind.configure(living.part(), next), PATIENCE);
    } catch (CompletionException e) {
      var cause = e.getCause();
      // A part that is only slow may still finish.
      if (!kind.refuses(cause) && !(cause instanceof TimeoutException)) {
        fail(cause, living.run());
      }
      throw e;
    }
  }

  /// @param failed the part that the new one succeeds and ends
  private void begin(Wanted next, Optional<Life<P>> failed) {
    long pid = ProcessHandle.current().pid();
    journal.info(Part.PARENT, "Starting " + names.title() + " child process, pid=" + pid);
    // The loop's thread inherits the network namespace of the thread that starts it.
    var run = new Object();
    var starting =
        host.calls()
            .call(work, () -> host.loops().start(names.thread(), error -> thrown(error, run)));
    var loop = host.calls().await(starting, PATIENCE);
    Optional<Life<P>> begun = Optional.empty();
    try {
      var part = host.calls().await(() -> kind.start(loop), PATIENCE);
      begun = Optional.of(new Life<>(loop, part, work.now(), run));
      life = begun;
      host.calls()
          .await(host.calls().run(loop, () -> name(next.config().global().process())), PATIENCE);
      // A part that starts too late must not take over anything.
      if (!ended) {
        failed.ifPresent(of -> host.calls().await(() -> kind.succeed(part, of.part()), PATIENCE));
        host.calls().await(() -> kind.configure(part, next), PATIENCE);
      }
    } catch (CompletionException e) {
      life = Optional.empty();
      begun.ifPresentOrElse(this::giveUp, loop::close);
      throw e;
    }
  }

  /// Names threads after the original's processes (`process_names` and related keywords).
  private void name(GlobalSettings.Process process) {
    var given = Optional.ofNullable(process.names().get(names.part()));
    var name = given.or(() -> process.processNames() ? Optional.of(usual()) : Optional.empty());
    if (name.isPresent()) {
      try {
        ThreadName.ofCaller(name.get());
      } catch (IOException e) {
        journal.log(names.part(), Level.WARNING, "process name: " + e.getMessage());
      }
    }
  }

  private String usual() {
    return "keepalived_" + names.thread();
  }

  /// Handles an exception, on the part's loop.
  private void thrown(Throwable error, Object run) {
    if (!host.jobs().start("respawn", () -> alone(() -> fail(error, run)))) {
      work.post(() -> work.after(AGAIN, () -> thrown(error, run)));
    }
  }

  private void fail(Throwable error, Object run) {
    if (failing || life.filter(living -> living.run() == run).isEmpty()) {
      return;
    }
    failing = true;
    var dead = life.get();
    life = Optional.empty();
    var delay = backoff.delay();
    backoff = backoff.after(work.now().since(dead.since()));
    boolean succeeded = false;
    try {
      tell(error);
      succeeded = delay.isZero() && succeed(dead);
    } finally {
      if (succeeded) {
        failing = false;
      } else {
        giveUpAndRespawn(dead, delay);
      }
    }
  }

  private void giveUpAndRespawn(Life<P> dead, Duration delay) {
    try {
      giveUp(dead);
    } finally {
      respawn(delay);
    }
  }

  /// Starts a new part beside the failed one, then ends the failed one. Returns false when the
  /// failed part has not ended, or the new one did not start.
  private boolean succeed(Life<P> dead) {
    if (wanted.isEmpty() || !handsOver(dead)) {
      return false;
    }
    try {
      begin(wanted.get(), Optional.of(dead));
      // If the daemon stopped meanwhile, nothing was handed over.
      giveUp(dead);
      return true;
    } catch (CompletionException e) {
      journal.log(
          names.part(), Level.ERROR, "cannot continue in its previous state: " + e.getCause());
      return false;
    }
  }

  private boolean handsOver(Life<P> dead) {
    try {
      return host.calls().await(() -> kind.handsOver(dead.part()), GIVING_UP);
    } catch (CompletionException e) {
      return false;
    }
  }

  private void tell(Throwable error) {
    journal.log(names.part(), Level.ERROR, "internal error: " + error);
    for (var frame : error.getStackTrace()) {
      journal.log(names.part(), Level.ERROR, "    at " + frame);
    }
    long pid = ProcessHandle.current().pid();
    journal.log(
        Part.PARENT, Level.ALERT, names.title() + " child process(" + pid + ") died: Respawning");
    failed.accept(names.part());
  }

  private void respawn(Duration delay) {
    if (!delay.isZero()) {
      journal.info(
          Part.PARENT,
          "Restart of %s process delayed %d seconds to limit respawn rate"
              .formatted(names.title(), delay.toSeconds()));
    }
    restartAfter(delay);
  }

  private void restartAfter(Duration delay) {
    work.post(() -> work.after(delay, this::restart));
  }

  private void restart() {
    if (!host.jobs().start("respawn", () -> alone(this::again))) {
      restartAfter(AGAIN);
    }
  }

  private void giveUp(Life<P> dead) {
    try {
      host.calls().await(() -> kind.stop(dead.part(), Stop.FAILURE), GIVING_UP);
    } catch (CompletionException e) {
      journal.log(names.part(), Level.ERROR, "while giving up: " + e.getCause());
    }
    dead.loop().close();
  }

  private void again() {
    failing = false;
    if (wanted.isEmpty()) {
      return;
    }
    try {
      begin(wanted.get(), Optional.empty());
    } catch (CompletionException e) {
      journal.log(names.part(), Level.ERROR, "cannot start: " + e.getCause());
      failing = true;
      var delay = backoff.delay();
      backoff = backoff.after(Duration.ZERO);
      restartAfter(delay);
    }
  }

  /// Stops the part for good. The waits for a reload in progress and for the part itself are short,
  /// because the stop of the daemon is bounded.
  public void stop() {
    ended = true;
    turns.run(ENDING, () -> life.ifPresent(this::stop));
  }

  private void stop(Life<P> living) {
    try {
      host.calls().await(() -> kind.stop(living.part(), Stop.SHUTDOWN), STOPPING);
      living.loop().close();
    } catch (CompletionException e) {
      journal.log(
          names.part(), Level.ERROR, names.title() + " did not end in order: " + e.getCause());
    }
  }
}
