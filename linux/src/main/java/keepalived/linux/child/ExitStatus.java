package keepalived.linux.child;

/// How a child ended.
public sealed interface ExitStatus {

  /// The child exited with this code.
  record Exited(int code) implements ExitStatus {}

  /// The child was killed by a signal other than ours at a timeout.
  record Killed(int signal) implements ExitStatus {}

  /// The child exceeded its time limit and was ended, or ended itself after SIGTERM.
  record TimedOut() implements ExitStatus {}
}
