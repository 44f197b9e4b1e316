package keepalived.daemon.port;

import keepalived.core.loop.Loop;

/// A loop with its own thread, which ends when the loop is closed.
public interface HostLoop extends Loop, AutoCloseable {

  /// Ends the loop: posted tasks still run, timers do not. Waits for the thread, unless called on
  /// it.
  @Override
  void close();
}
