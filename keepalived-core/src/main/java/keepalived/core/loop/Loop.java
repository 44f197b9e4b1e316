package keepalived.core.loop;

import java.time.Duration;
import keepalived.core.time.MonoTime;

/// One thread that runs tasks in order. Everything an engine owns is touched only from here.
public interface Loop {

  /// The instant of this wake-up: read once per wake-up, the same for all that runs in it.
  MonoTime now();

  /// Runs the task on the loop, after what is queued already. The only method that other threads
  /// may call.
  void post(Runnable task);

  /// Runs the task on the loop as soon as `when` is reached. Called on the loop only.
  Cancellable at(MonoTime when, Runnable task);

  default Cancellable after(Duration delay, Runnable task) {
    return at(now().plus(delay), task);
  }

  /// A task not wanted any more. Cancelling one that ran, or was cancelled, does nothing.
  interface Cancellable {
    void cancel();
  }
}
