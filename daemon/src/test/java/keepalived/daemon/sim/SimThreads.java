package keepalived.daemon.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import keepalived.core.loop.SimLoop;
import keepalived.daemon.port.OnLoop;

/// Threads of which one runs at a time: a thread that waits for a loop hands over to the world,
/// which moves the clock, and goes on when the answer is there or the limit is over. They are
/// virtual threads: a story starts hundreds.
public class SimThreads implements OnLoop, AutoCloseable {

  /// Ends a thread whose simulation is over.
  private static final class Over extends Error {
    private static final long serialVersionUID = 1;
  }

  private static final Duration NEVER = Duration.ofDays(36_500);

  private final SimLoop world;
  private final Semaphore worldTurn = new Semaphore(0);
  private final Map<Thread, Semaphore> turns = new HashMap<>();
  private final List<Throwable> escaped = new ArrayList<>();
  private volatile boolean over;

  public SimThreads(SimLoop world) {
    this.world = world;
  }

  public void start(String name, Runnable body) {
    var turn = new Semaphore(0);
    var thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  turn.acquireUninterruptibly();
                  try {
                    body.run();
                  } catch (Over end) {
                    return;
                  } catch (Throwable e) {
                    escaped.add(e);
                  } finally {
                    worldTurn.release();
                  }
                });
    turns.put(thread, turn);
    thread.start();
    world.post(() -> resume(turn));
  }

  /// The exceptions that ended threads; a real process prints them on standard error.
  public List<Throwable> escaped() {
    return escaped;
  }

  private void resume(Semaphore turn) {
    turn.release();
    worldTurn.acquireUninterruptibly();
  }

  @Override
  public <T> T await(CompletableFuture<T> answer, Duration limit) {
    if (!answer.isDone()) {
      park(answer, limit);
    }
    if (!answer.isDone()) {
      throw new CompletionException(new TimeoutException("no answer within " + limit));
    }
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      throw new Over();
    }
  }

  private void park(CompletableFuture<?> answer, Duration limit) {
    var turn = turns.get(Thread.currentThread());
    if (turn == null) {
      throw new IllegalStateException("a loop waits for a loop");
    }
    var woken = new boolean[1];
    Runnable wake =
        () -> {
          if (!woken[0]) {
            woken[0] = true;
            resume(turn);
          }
        };
    answer.whenComplete((_, _) -> world.post(wake));
    if (limit.compareTo(NEVER) < 0) {
      world.after(limit, wake);
    }
    worldTurn.release();
    turn.acquireUninterruptibly();
    if (over) {
      throw new Over();
    }
  }

  /// Ends the threads that still wait.
  @Override
  public void close() {
    over = true;
    turns.values().forEach(Semaphore::release);
  }
}
