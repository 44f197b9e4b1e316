package keepalived.tracking.script;

/// How a script ended.
public sealed interface ScriptResult {

  record Exited(int status) implements ScriptResult {}

  /// Killed by a signal that was not ours.
  record Killed(int signal) implements ScriptResult {}

  record TimedOut() implements ScriptResult {}

  /// Could not be started.
  record NotStarted(String reason) implements ScriptResult {}

  /// Could not be started because this machine lacks processes, memory or descriptors right now.
  /// That says nothing about what the script watches, so it is no verdict.
  record Postponed(String reason) implements ScriptResult {}

  default boolean success() {
    return this instanceof Exited(int status) && status == 0;
  }
}
