package keepalived.linux.watch;

/// An event of a process of this host. Threads are not reported.
public sealed interface ProcessEvent {

  /// The kernel acknowledges the subscription.
  record Listening() implements ProcessEvent {}

  record Forked(int parent, int child) implements ProcessEvent {}

  /// The process executed another program.
  record Executed(int pid) implements ProcessEvent {}

  /// The process changed its name (`comm`).
  record Renamed(int pid, String name) implements ProcessEvent {}

  /// The process ended; `code` is the status of wait(2).
  record Exited(int pid, int code) implements ProcessEvent {}

  /// Events were lost: the process table must be read again.
  record Overrun() implements ProcessEvent {}
}
