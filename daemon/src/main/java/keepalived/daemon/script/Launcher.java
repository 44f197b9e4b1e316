package keepalived.daemon.script;

import java.util.function.Consumer;

/// Starts programs, each as the leader of its own process group.
public interface Launcher {

  /// Starts a program.
  ///
  /// @param ended called once, on the caller's loop, after a start that succeeded
  Start start(Launch launch, Consumer<Ending> ended);

  sealed interface Start permits Running, NotStarted {}

  /// A started program. Signals have no effect after its end.
  non-sealed interface Running extends Start {

    /// Sends SIGTERM to the whole process group.
    void terminate();

    /// Sends SIGKILL to the whole process group.
    void kill();
  }

  /// @param reason for the log
  record NotStarted(String reason) implements Start {}

  /// How a program ended.
  sealed interface Ending {}

  record Exited(int status) implements Ending {}

  record Killed(int signal) implements Ending {}
}
