package keepalived.daemon.notify;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.log.Level;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;
import keepalived.daemon.log.Journal;
import keepalived.daemon.notify.NotifyActions.Occasion;
import keepalived.daemon.script.Launch;
import keepalived.daemon.script.Launcher;
import keepalived.daemon.script.Launcher.Ending;
import keepalived.daemon.script.Launcher.Exited;
import keepalived.daemon.script.Launcher.Killed;
import keepalived.daemon.script.Launcher.NotStarted;
import keepalived.daemon.script.Launcher.Running;

/// A running notify script: its time limit and its log lines.
final class ScriptRun {

  record Request(Subject subject, Event event, String command, Launch launch) {

    String occasion() {
      return subject + " " + event.name();
    }
  }

  /// @param name `MASTER`
  record Event(String name, Occasion occasion) {}

  /// What all runs share.
  record Ports(Loop loop, Launcher launcher, Journal journal, ScriptTiming timing, Counts counts) {}

  private final Ports ports;
  private final Request request;
  private final MonoTime startedAt;
  private final Consumer<ScriptRun> whenEnded;
  private Optional<Running> running = Optional.empty();
  private Optional<Loop.Cancellable> report = Optional.empty();
  private Optional<Loop.Cancellable> limit = Optional.empty();
  private Optional<Loop.Cancellable> lastWord = Optional.empty();
  private boolean askedToEnd;

  private ScriptRun(Ports ports, Request request, Consumer<ScriptRun> whenEnded) {
    this.ports = ports;
    this.request = request;
    this.whenEnded = whenEnded;
    startedAt = ports.loop().now();
  }

  /// Starts a script.
  ///
  /// @param whenEnded called once, later, on the loop; not when the start failed
  /// @return empty when the script could not be started
  static Optional<ScriptRun> start(Ports ports, Request request, Consumer<ScriptRun> whenEnded) {
    var run = new ScriptRun(ports, request, whenEnded);
    return switch (ports.launcher().start(request.launch(), run::ended)) {
      case NotStarted(var reason) -> {
        ports.counts().add(Count.SCRIPTS_NOT_STARTED);
        run.log(Level.ERROR, "could not be started: " + reason);
        yield Optional.empty();
      }
      case Running started -> {
        ports.counts().add(Count.SCRIPTS_STARTED);
        run.watch(started);
        yield Optional.of(run);
      }
    };
  }

  MonoTime startedAt() {
    return startedAt;
  }

  boolean isRunning() {
    return running.isPresent();
  }

  /// Sends SIGKILL.
  void kill() {
    running.ifPresent(Running::kill);
  }

  private void watch(Running started) {
    running = Optional.of(started);
    var loop = ports.loop();
    report =
        Optional.of(
            loop.after(
                ports.timing().reportAfter(),
                () -> log(Level.WARNING, "still runs after " + elapsed())));
    limit = ports.timing().limit().map(after -> loop.after(after, this::timeOut));
  }

  private void timeOut() {
    ports.counts().add(Count.SCRIPTS_TIMED_OUT);
    end("timed out after " + elapsed());
  }

  /// Ends the script if it was started for MASTER: MASTER was left, and from now on the script
  /// might run on two routers. A script that has just begun gets the time of a short script.
  void masterLeft(String event) {
    if (request.event().occasion() == Occasion.MASTER && isRunning() && lastWord.isEmpty()) {
      var at = startedAt.plus(ports.timing().atLeast());
      Runnable task = () -> end("still runs after " + elapsed() + ", but " + event);
      if (at.reached(ports.loop().now())) {
        task.run();
      } else {
        lastWord = Optional.of(ports.loop().at(at, task));
      }
    }
  }

  private void end(String why) {
    if (askedToEnd) {
      return;
    }
    askedToEnd = true;
    log(Level.WARNING, why + "; ending it");
    limit.ifPresent(Loop.Cancellable::cancel);
    running.ifPresent(Running::terminate);
    limit = Optional.of(ports.loop().after(ports.timing().killAfter(), this::kill));
  }

  private void ended(Ending ending) {
    running = Optional.empty();
    report.ifPresent(Loop.Cancellable::cancel);
    limit.ifPresent(Loop.Cancellable::cancel);
    lastWord.ifPresent(Loop.Cancellable::cancel);
    switch (ending) {
      case Exited(var status) when status == 0 && !askedToEnd ->
          ports
              .journal()
              .log(request.subject().part(), Level.DETAIL, text("succeeded after " + elapsed()));
      case Exited(var status) -> failed("exited with status " + status + " after " + elapsed());
      case Killed(var signal) -> failed("was killed by signal " + signal + " after " + elapsed());
    }
    whenEnded.accept(this);
  }

  private void failed(String how) {
    ports.counts().add(Count.SCRIPTS_FAILED);
    log(Level.WARNING, how);
  }

  private void log(Level severity, String what) {
    ports.journal().log(request.subject().part(), severity, text(what));
  }

  private String text(String what) {
    return "Notify script " + this + " " + what;
  }

  /// `/etc/notify.sh for INSTANCE VI_1 MASTER`.
  @Override
  public String toString() {
    return request.command() + " for " + request.occasion();
  }

  String elapsed() {
    Duration time = ports.loop().now().since(startedAt);
    return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
  }
}
