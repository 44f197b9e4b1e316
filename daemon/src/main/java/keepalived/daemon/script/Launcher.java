package keepalived.daemon.script;

import java.util.function.Consumer;

/// Starts programs, each leader of a process group of its own.
public interface Launcher {

  /// @param ended called once, on the loop of the caller, after a start that succeeded
  Start start(Launch launch, Consumer<Ending> ended);

  sealed interface Start permits Running, NotStarted {}

  /// A program that was started. Signals to one that has ended do nothing.
  non-sealed interface Running extends Start {

    /// Asks the whole process group to end (SIGTERM).
    void terminate();

    /// Ends the whole process group (SIGKILL).
    void kill();
  }

  /// @param reason for the log
  record NotStarted(String reason) implements Start {}

  /// How a program ended.
  sealed interface Ending {}

  record Exited(int status) implements Ending {}

  record Killed(int signal) implements Ending {}
}
