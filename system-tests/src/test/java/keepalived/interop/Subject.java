package keepalived.interop;

import java.util.Optional;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.Machine;
import keepalived.lab.Program;
import keepalived.lab.compare.Snapshot;

/// One of the two programs on a machine of a lab of its own.
final class Subject implements AutoCloseable {

  final Lab lab = new Lab();
  final Machine machine;
  private final Keepalived kind;
  private Optional<Program> daemon = Optional.empty();
  private Optional<Integer> exitStatus = Optional.empty();

  /// @param addresses of its `eth0`, with prefix lengths
  Subject(Keepalived kind, String... addresses) {
    this.kind = kind;
    machine = lab.machine("router", addresses);
  }

  void start() {
    daemon = Optional.of(kind.start(machine, "keepalived.conf"));
  }

  void stop() {
    exitStatus = Optional.of(daemon.orElseThrow().stop());
  }

  /// The snapshot, and the exit status once the program has stopped.
  Snapshot withStatus(Snapshot snapshot) {
    return exitStatus
        .map(status -> snapshot.with("exit status", Integer.toString(status)))
        .orElse(snapshot);
  }

  String log() {
    return daemon.map(Program::output).orElse("");
  }

  @Override
  public void close() {
    lab.close();
  }

  @Override
  public String toString() {
    return kind + " said:\n" + log();
  }
}
