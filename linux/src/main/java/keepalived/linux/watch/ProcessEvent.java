package keepalived.linux.watch;

/// What a process of the host did. Threads are not told of.
public sealed interface ProcessEvent {

  /// The kernel has begun to tell of processes.
  record Listening() implements ProcessEvent {}

  record Forked(int parent, int child) implements ProcessEvent {}

  /// It runs another program now.
  record Executed(int pid) implements ProcessEvent {}

  /// It changed its name (`comm`).
  record Renamed(int pid, String name) implements ProcessEvent {}

  /// It has ended; the code is as wait(2) gives it.
  record Exited(int pid, int code) implements ProcessEvent {}

  /// Events were lost: read the process table again.
  record Overrun() implements ProcessEvent {}
}
