package keepalived.core.loop;

import java.time.Duration;
import keepalived.core.time.MonoTime;

/// One thread that runs tasks in order. The objects of an engine are used only on this thread.
public interface Loop {

  /// The instant of this wake-up: read once, the same for everything that runs in it.
  MonoTime now();

  /// Reads the clock for [#now] again, during a long wake-up. Called on the loop only. Where time
  /// stands still meanwhile, as in a simulation, it does nothing.
  default void readClock() {}

  /// Runs the task on the loop, after the tasks that are already queued. The only method that other
  /// threads may call.
  void post(Runnable task);

  /// Runs the task on the loop as soon as `when` is reached. Called on the loop only.
  Cancellable at(MonoTime when, Runnable task);

  default Cancellable after(Duration delay, Runnable task) {
    return at(now().plus(delay), task);
  }

  /// A scheduled task. Cancelling a task that ran or was cancelled has no effect.
  interface Cancellable {
    void cancel();
  }
}
