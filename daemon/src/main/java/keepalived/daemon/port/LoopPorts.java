package keepalived.daemon.port;

import java.util.function.Consumer;

/// Loops and threads.
public record LoopPorts(Loops loops, OnLoop calls, Jobs jobs) {

  /// Starts loops.
  public interface Loops {

    /// Starts a loop on a new thread, which inherits the network namespace of the calling thread.
    ///
    /// @param name of the thread
    /// @param uncaught receives exceptions of tasks, on the loop
    /// @throws RuntimeException when the machine has no descriptor for it
    /// @throws OutOfMemoryError when the machine has no thread for it
    HostLoop start(String name, Consumer<Throwable> uncaught);
  }
}
