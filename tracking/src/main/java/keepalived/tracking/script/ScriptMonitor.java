package keepalived.tracking.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import keepalived.core.config.track.TrackScript;
import keepalived.core.log.PartLog;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;

/// Runs the tracked scripts at their intervals and reports when one goes up or down.
public final class ScriptMonitor {

  private static final class Running {
    final TrackScript script;
    Optional<Tracker> tracker = Optional.empty();

    /// Last logged exit status. It starts as 0, so that only another status is logged.
    int lastStatus;

    boolean busy;
    boolean ended;
    boolean postponed;
    Loop.Cancellable next = () -> {};
    Runnable end = () -> {};

    Running(TrackScript script) {
      this.script = script;
    }
  }

  private final Loop loop;
  private final ScriptRunner runner;
  private final PartLog log;
  private final BiConsumer<String, Boolean> verdicts;
  private final Map<String, Running> scripts = new LinkedHashMap<>();

  /// @param verdicts receives the first verdict of each script and each change of it
  public ScriptMonitor(
      Loop loop, ScriptRunner runner, PartLog log, BiConsumer<String, Boolean> verdicts) {
    this.loop = loop;
    this.runner = runner;
    this.log = log;
    this.verdicts = verdicts;
  }

  /// Replaces the set of scripts. A script whose definition has not changed keeps its verdict and
  /// its schedule.
  public void configure(Map<String, TrackScript> wanted) {
    for (var name : List.copyOf(scripts.keySet())) {
      var running = scripts.get(name);
      if (running.script.equals(wanted.get(name))) {
        running.tracker.ifPresent(tracker -> logKept(name, tracker));
      } else {
        stop(scripts.remove(name));
      }
    }
    wanted.forEach(
        (name, script) -> {
          if (!scripts.containsKey(name)) {
            var running = new Running(script);
            scripts.put(name, running);
            run(running, loop.now());
          }
        });
  }

  /// The names of the scripts that are running.
  public Set<String> busy() {
    var busy = new TreeSet<String>();
    scripts.forEach(
        (name, running) -> {
          if (running.busy) {
            busy.add(name);
          }
        });
    return busy;
  }

  private void logKept(String name, Tracker tracker) {
    log.info(
        "VRRP_Script(%s) considered %s on reload"
            .formatted(name, tracker.up() ? "successful" : "unsuccessful"));
  }

  private static void stop(Running running) {
    running.ended = true;
    running.next.cancel();
    if (running.busy) {
      running.end.run();
    }
  }

  /// Starts a script, and schedules the next start one interval after `start`.
  private void run(Running running, MonoTime start) {
    var next = start.plus(running.script.interval());
    if (next.reached(loop.now())) {
      next = loop.now().plus(running.script.interval());
    }
    var following = next;
    running.next = loop.at(following, () -> run(running, following));
    if (running.busy) {
      log.info(
          "Track script "
              + running.script.name()
              + " is already running, expect idle - skipping run");
      return;
    }
    running.busy = true;
    running.end = runner.start(running.script, result -> ended(running, result));
  }

  private void ended(Running running, ScriptResult result) {
    running.busy = false;
    if (running.ended || postponed(running, result)) {
      return;
    }
    logStatus(running, result);
    var before = running.tracker;
    var script = running.script;
    var after =
        before
            .map(tracker -> tracker.after(result.success()))
            .orElseGet(() -> Tracker.first(result.success(), script.rise(), script.fall()));
    running.tracker = Optional.of(after);
    if (before.isEmpty() || before.get().up() != after.up()) {
      log.info(verdictText(script.name(), after.up(), result));
      verdicts.accept(script.name(), after.up());
    }
  }

  /// Handles a start that failed for lack of resources: the last verdict stays, and only the first
  /// such failure in a row is logged. Returns false for other results.
  private boolean postponed(Running running, ScriptResult result) {
    boolean before = running.postponed;
    running.postponed = result instanceof ScriptResult.Postponed;
    if (result instanceof ScriptResult.Postponed(var reason) && !before) {
      log.warning(
          "VRRP_Script(%s) could not be started (%s): keeping its last result"
              .formatted(running.script.name(), reason));
    }
    return running.postponed;
  }

  private void logStatus(Running running, ScriptResult result) {
    if (result instanceof ScriptResult.Exited(int status) && running.lastStatus != status) {
      log.info("Script `%s` now returning %d".formatted(running.script.name(), status));
      running.lastStatus = status;
    }
  }

  private static String verdictText(String name, boolean up, ScriptResult result) {
    if (up) {
      return "VRRP_Script(" + name + ") succeeded";
    }
    return "VRRP_Script("
        + name
        + ") "
        + switch (result) {
          case ScriptResult.Exited(int status) -> "failed (exited with status " + status + ")";
          case ScriptResult.Killed(int signal) -> "failed (due to signal " + signal + ")";
          case ScriptResult.TimedOut _ -> "timed_out";
          case ScriptResult.NotStarted(var reason) -> "failed (" + reason + ")";
          case ScriptResult.Postponed(var reason) -> "postponed (" + reason + ")";
        };
  }

  /// Stops all scripts, including those that are running.
  public void close() {
    scripts.values().forEach(ScriptMonitor::stop);
    scripts.clear();
  }
}
