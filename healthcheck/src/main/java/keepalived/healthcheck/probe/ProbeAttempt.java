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

/// A running attempt of a probe. It has a deadline for each stage, releases its resources, and ends
/// exactly once: with a result or by being cancelled. Everything runs on the loop.
public final class ProbeAttempt implements Prober.Attempt {

  /// A timer that fires later than this shows that the loop was held up.
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

  /// Enters a stage without a deadline, because its work has its own limit.
  public void enterUnbounded(FailureReason.Stage next) {
    enter(next);
  }

  private void enter(FailureReason.Stage next) {
    timer.cancel();
    stage = next;
    stageBegan = loop.now();
  }

  /// The deadline was reached. When the loop itself was late (the machine was suspended or
  /// overloaded), an answer may be waiting unread: the attempt gets the lost time to read it.
  private void due(MonoTime deadline, Runnable end) {
    var lost = loop.now().since(deadline);
    if (lost.compareTo(PUNCTUAL) > 0) {
      timer = loop.after(lost, end);
    } else {
      end.run();
    }
  }

  /// Enters a stage that ends as a success after `limit`, because silence is the wanted result.
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

  /// The time since the attempt started.
  public Duration age() {
    return loop.now().since(began);
  }

  /// Registers an action to run when the attempt is over, however it ended; the last one registered
  /// runs first.
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
