package keepalived.healthcheck.probe;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.healthcheck.verdict.Prober;

/// One attempt under way: it has a deadline for each of its stages, holds what must be released,
/// and ends once, by a result or by being cancelled. All on the loop.
public final class ProbeAttempt implements Prober.Attempt {

  /// Timers that run later than this were held up.
  private static final Duration PUNCTUAL = Duration.ofMillis(50);

  private final Loop loop;
  private final Consumer<ProbeResult> done;
  private final Deque<Runnable> releases = new ArrayDeque<>();
  private final MonoTime began;
  private FailureReason.Stage stage = FailureReason.Stage.CONNECT;
  private MonoTime stageBegan;
  private Loop.Cancellable timer = () -> {};
  private boolean over;
  private boolean cancelled;

  public ProbeAttempt(Loop loop, Consumer<ProbeResult> done) {
    this.loop = loop;
    this.done = done;
    this.began = loop.now();
    this.stageBegan = began;
  }

  public Loop loop() {
    return loop;
  }

  /// Enters a stage that must not last longer than `limit`.
  public void enter(FailureReason.Stage next, Duration limit) {
    enter(next);
    var deadline = stageBegan.plus(limit);
    timer = loop.at(deadline, () -> due(deadline, this::late));
  }

  /// Enters a stage that ends by itself: its work has a limit of its own.
  public void enterUnbounded(FailureReason.Stage next) {
    enter(next);
  }

  private void enter(FailureReason.Stage next) {
    timer.cancel();
    stage = next;
    stageBegan = loop.now();
  }

  /// The limit is reached. When this loop itself comes late (the machine stood still, or had too
  /// much to do), an answer may lie unread: as much time as was lost is given to read it.
  private void due(MonoTime deadline, Runnable end) {
    var lost = loop.now().since(deadline);
    if (lost.compareTo(PUNCTUAL) > 0) {
      timer = loop.after(lost, end);
    } else {
      end.run();
    }
  }

  /// Ends with a success when the stage lasts its time (silence is what was wanted).
  public void enterContent(FailureReason.Stage next, Duration limit, String detail) {
    enter(next);
    var deadline = stageBegan.plus(limit);
    timer = loop.at(deadline, () -> due(deadline, () -> succeed(detail)));
  }

  private void late() {
    fail(new FailureReason.TimedOut(stage, loop.now().since(stageBegan)));
  }

  public FailureReason.Stage stage() {
    return stage;
  }

  /// How long the attempt has lasted.
  public Duration age() {
    return loop.now().since(began);
  }

  /// Runs when the attempt is over, however it ended; the last one given runs first.
  public void release(Runnable action) {
    if (over) {
      action.run();
    } else {
      releases.push(action);
    }
  }

  public boolean isOver() {
    return over;
  }

  public void succeed(String detail) {
    finish(ProbeResult.success(detail + ", " + age().toMillis() + " ms"));
  }

  public void fail(FailureReason reason) {
    finish(ProbeResult.failure(reason));
  }

  public void finish(ProbeResult result) {
    if (over) {
      return;
    }
    end();
    loop.post(
        () -> {
          if (!cancelled) {
            done.accept(result);
          }
        });
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (!over) {
      end();
    }
  }

  private void end() {
    over = true;
    timer.cancel();
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }
}
