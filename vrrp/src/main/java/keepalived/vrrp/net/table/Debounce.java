package keepalived.vrrp.net.table;

import java.time.Duration;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;

/// Runs work after the current event, at once but with a least gap between two runs, so that a
/// burst of events costs as much as one.
public final class Debounce {

  private final Loop loop;
  private final Duration gap;
  private final Runnable work;
  private MonoTime earliest;
  private Loop.Cancellable next = () -> {};
  private boolean waiting;

  public Debounce(Loop loop, Duration gap, Runnable work) {
    this.loop = loop;
    this.gap = gap;
    this.work = work;
    earliest = loop.now();
  }

  public void request() {
    if (!waiting) {
      waiting = true;
      var now = loop.now();
      next = loop.at(earliest.isBefore(now) ? now : earliest, this::run);
    }
  }

  private void run() {
    waiting = false;
    earliest = loop.now().plus(gap);
    work.run();
  }

  public void cancel() {
    next.cancel();
    waiting = false;
  }
}
