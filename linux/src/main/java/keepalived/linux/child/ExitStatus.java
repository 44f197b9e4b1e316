package keepalived.linux.child;

/// How a child ended.
public sealed interface ExitStatus {

  /// By itself, with this code.
  record Exited(int code) implements ExitStatus {}

  /// By a signal that we did not send for a timeout.
  record Killed(int signal) implements ExitStatus {}

  /// It ran longer than it may and was ended, or ended itself when asked to.
  record TimedOut() implements ExitStatus {}
}
