package keepalived.tracking.script;

/// The result of one run of a script.
public sealed interface ScriptResult {

  record Exited(int status) implements ScriptResult {}

  /// Killed by a signal that we did not send.
  record Killed(int signal) implements ScriptResult {}

  record TimedOut() implements ScriptResult {}

  /// The script could not be started.
  record NotStarted(String reason) implements ScriptResult {}

  /// The script could not be started because this machine currently lacks processes, memory or file
  /// descriptors. That says nothing about what the script checks, so it is no verdict.
  record Postponed(String reason) implements ScriptResult {}

  default boolean success() {
    return this instanceof Exited(int status) && status == 0;
  }
}
