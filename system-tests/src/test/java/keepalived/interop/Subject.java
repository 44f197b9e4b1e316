package keepalived.interop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import keepalived.lab.Await;
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

  /// Waits until the machine has all these addresses, or none of them.
  void await(boolean there, String... addresses) {
    Await.until(
        () -> (there ? "there: " : "gone: ") + List.of(addresses),
        () -> Stream.of(addresses).allMatch(address -> machine.has(address) == there));
  }

  /// What is seen once two looks see the same and no notify script runs: neither program waits for
  /// its scripts.
  ///
  /// @param script part of the scripts' command lines
  String atRest(String script, Supplier<String> look) {
    var seen = new AtomicReference<>(look.get());
    Await.until(
        () -> "at rest, last seen:\n" + seen.get(),
        () -> {
          Await.pass(Duration.ofMillis(800));
          String now = look.get();
          boolean same = now.equals(seen.getAndSet(now));
          return same && machine.status("pgrep", "-f", script) != 0;
        });
    return seen.get();
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
