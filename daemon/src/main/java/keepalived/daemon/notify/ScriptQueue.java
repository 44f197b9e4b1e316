package keepalived.daemon.notify;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.log.Level;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;
import keepalived.daemon.notify.NotifyActions.Occasion;
import keepalived.daemon.script.Program;
import keepalived.daemon.script.ScriptBook;

/// The scripts of one subject, in order: one at a time, and of the queued states only the last.
/// Waiting is limited: a script that hangs delays the next state for [ScriptTiming#patience]. A
/// state that leaves MASTER waits for at most [ScriptTiming#leaving], while the scripts for MASTER
/// are ended.
final class ScriptQueue {

  /// The scripts of one notification.
  ///
  /// @param offeredAt when it happened
  record Job(String event, Occasion occasion, MonoTime offeredAt, List<Step> steps) {
    Job {
      steps = List.copyOf(steps);
    }

    private boolean leavesMaster() {
      return occasion == Occasion.NOT_MASTER;
    }
  }

  /// A resolved script, with the appended arguments.
  record Step(ScriptBook book, Program program, List<String> appended) {}

  private final Subject subject;
  private final ScriptRun.Ports ports;
  private final Consumer<Subject> whenIdle;
  private final ArrayDeque<Job> jobs = new ArrayDeque<>();
  private final ArrayDeque<Step> siblings = new ArrayDeque<>();
  private final List<ScriptRun> running = new ArrayList<>();
  private ScriptRun.Event event = new ScriptRun.Event("", Occasion.REMARK);
  private Optional<ScriptRun> latest = Optional.empty();
  private Optional<Loop.Cancellable> wake = Optional.empty();
  private boolean stopping;

  /// @param whenIdle called after the last script ended
  ScriptQueue(Subject subject, ScriptRun.Ports ports, Consumer<Subject> whenIdle) {
    this.subject = subject;
    this.ports = ports;
    this.whenIdle = whenIdle;
  }

  void offer(Job job) {
    if (jobs.removeIf(waiting -> waiting.occasion().isState() == job.occasion().isState())) {
      ports.counts().add(Count.SCRIPTS_SUPERSEDED);
      ports
          .journal()
          .log(
              subject.part(),
              Level.DETAIL,
              subject + ": scripts waiting are superseded by " + job.event());
    }
    jobs.add(job);
    if (job.leavesMaster()) {
      leaveMaster(job);
    }
    advance();
    sayWhatIsWaitedFor(job);
  }

  private void leaveMaster(Job job) {
    if (event.occasion() == Occasion.MASTER && !siblings.isEmpty()) {
      siblings.clear();
      ports.counts().add(Count.SCRIPTS_SUPERSEDED);
    }
    running.forEach(run -> run.masterLeft(subject + " is " + job.event()));
  }

  private void sayWhatIsWaitedFor(Job job) {
    if (wake.isPresent() && jobs.contains(job)) {
      ports
          .journal()
          .info(
              subject.part(),
              "Scripts for %s %s wait for notify script %s, which runs since %s"
                  .formatted(subject, job.event(), latest.orElseThrow(), latest.get().elapsed()));
    }
  }

  /// Whether no script runs or waits.
  boolean isIdle() {
    return running.isEmpty() && jobs.isEmpty() && siblings.isEmpty();
  }

  /// Shortens the timeouts: queued scripts start soon, whatever still runs.
  void stop() {
    stopping = true;
    advance();
  }

  /// @return how many were still running
  int kill() {
    jobs.clear();
    siblings.clear();
    var left = List.copyOf(running);
    left.forEach(ScriptRun::kill);
    return left.size();
  }

  private void advance() {
    wake.ifPresent(Loop.Cancellable::cancel);
    wake = Optional.empty();
    while (!siblings.isEmpty() || !jobs.isEmpty()) {
      var blocker = latest.filter(ScriptRun::isRunning);
      if (blocker.isPresent()) {
        var until = until(blocker.get());
        if (!until.reached(ports.loop().now())) {
          wake = Optional.of(ports.loop().at(until, this::advance));
          return;
        }
        ports.counts().add(Count.SCRIPTS_OVERTAKEN);
        sayOvertaken(blocker.get());
      }
      startNext();
    }
  }

  private MonoTime until(ScriptRun blocker) {
    boolean leaves = siblings.isEmpty() && jobs.element().leavesMaster();
    return leaves && !stopping
        ? jobs.element().offeredAt().plus(ports.timing().leaving())
        : blocker.startedAt().plus(patience());
  }

  private void sayOvertaken(ScriptRun blocker) {
    if (siblings.isEmpty()) {
      ports
          .journal()
          .log(
              subject.part(),
              Level.WARNING,
              "Scripts for %s %s start although notify script %s still runs"
                  .formatted(subject, jobs.element().event(), blocker));
    }
  }

  private Duration patience() {
    var timing = ports.timing();
    if (stopping) {
      return timing.patienceAtStop();
    }
    return siblings.isEmpty() ? timing.patience() : timing.sibling();
  }

  private void startNext() {
    if (siblings.isEmpty()) {
      var job = jobs.poll();
      siblings.addAll(job.steps());
      event = new ScriptRun.Event(job.event(), job.occasion());
    }
    var step = siblings.poll();
    var program = step.program();
    var objection = step.book().objection(program);
    if (objection.isPresent()) {
      ports.counts().add(Count.SCRIPTS_REFUSED);
      ports.journal().log(subject.part(), Level.ERROR, objection.get());
      return;
    }
    var request =
        new ScriptRun.Request(
            subject,
            event,
            program.script().program(),
            step.book().launch(program, step.appended()));
    latest = ScriptRun.start(ports, request, this::ended);
    latest.ifPresent(running::add);
  }

  private void ended(ScriptRun run) {
    running.remove(run);
    advance();
    if (isIdle()) {
      whenIdle.accept(subject);
    }
  }
}
