package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.Machine;
import keepalived.lab.Program;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// A configuration for each feature of VRRP, run by both programs through the same events: the
/// state of the machine and the notifications must be equal as master, in a fault, after it, and
/// after the stop. The traces stay in `target/differential`.
@Tag("linux")
class VrrpDifferentialTest {

  private static final String UNTIL =
      """
      for i in $(seq 300); do
        { ip addr show; cat /run/told.log; } | grep -qE " $1(/.*)?$" && exit
        sleep 0.1
      done
      echo "waited in vain for $1" >&2
      exit 1
      """;

  private static final Path TRACES = Path.of("target", "differential");

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    Files.createDirectories(TRACES);
    String only = System.getProperty("differential", "");
    return VrrpCase.all().stream()
        .filter(each -> each.name().contains(only))
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> compare(each)));
  }

  private static void compare(VrrpCase each) throws IOException {
    String original = story(each, Keepalived.ORIGINAL);
    String ours = story(each, Keepalived.OURS);
    assertEquals(each.expected(original), ours);
  }

  private static String story(VrrpCase each, Keepalived program) throws IOException {
    var trace = new StringBuilder();
    try (var lab = new Lab()) {
      var machine = lab.machine("router", "10.9.0.1/24", "fd00:9::1/64");
      lab.connect(machine, "eth1", "10.8.0.1/24", "fd00:8::1/64");
      prepare(each, machine);
      each.neighbour().ifPresent(address -> neighbour(lab, address));
      var daemon = program.start(machine, "keepalived.conf");
      try {
        play(each, lab, daemon, trace);
        trace.append("exit status ").append(daemon.stop()).append('\n');
        note(trace, "stopped", machine);
      } catch (AssertionError | IllegalStateException e) {
        throw new AssertionError(program + "\n" + daemon.output() + "\n" + trace, e);
      } finally {
        keep(each, program, trace, daemon);
      }
    }
    return trace.toString();
  }

  private static void prepare(VrrpCase each, Machine machine) throws IOException {
    machine.write("keepalived.conf", each.configuration());
    machine.write("told", "#!/bin/sh\necho \"$*\" >>/run/called.log\n");
    machine.write("until", UNTIL);
    machine.write("snapshot.sh", resource("snapshot.sh"));
    machine.write("rival.py", resource("rival.py"));
    machine.mustRun("mkfifo", "-m", "600", "/run/told.fifo");
    machine.start("sh", "-c", "exec cat <>/run/told.fifo >/run/told.log");
    each.direction("setup").ifPresent(command -> machine.mustRun("sh", "-c", command));
  }

  private static String resource(String name) throws IOException {
    try (var in = VrrpDifferentialTest.class.getResourceAsStream("/interop/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void neighbour(Lab lab, String address) {
    var host = lab.machine("neighbour", address + "/24");
    host.write(
        "keepalived.conf",
        """
        bfd_instance B {
          neighbor_ip 10.9.0.1
          source_ip %s
          min_rx 100
          min_tx 100
          multiplier 5
        }
        """
            .formatted(address));
    Keepalived.ORIGINAL.start(host, "keepalived.conf");
  }

  private static void play(VrrpCase each, Lab lab, Program daemon, StringBuilder trace) {
    var machine = daemon.machine();
    Await.until("master", () -> daemon.output().contains("Entering MASTER STATE"));
    await(each, machine, "addresses of a master", true);
    note(trace, "master", machine);
    if (each.peer().isPresent()) {
      var peer = lab.machine("peer", "10.9.0.2/24", "fd00:9::2/64");
      peer.write("keepalived.conf", each.peer().orElseThrow());
      var backup = Keepalived.ORIGINAL.start(peer, "keepalived.conf");
      Await.until("a backup", () -> backup.output().contains("Entering BACKUP STATE"));
    }
    each.direction("fault")
        .ifPresentOrElse(
            command -> machine.mustRun("sh", "-c", command), () -> lab.unplug(machine));
    await(each, machine, "fault", each.masterInFault());
    note(trace, "fault", machine);
    each.direction("recover")
        .ifPresentOrElse(command -> machine.mustRun("sh", "-c", command), () -> lab.plug(machine));
    await(each, machine, "recovery", each.masterAfterRecovery());
    note(trace, "recovered", machine);
  }

  private static void await(VrrpCase each, Machine machine, String what, boolean held) {
    Await.until(what, () -> machine.has(each.vip()) == held);
  }

  /// Records the state once it has settled; the daemons do not wait for their scripts.
  private static void note(StringBuilder trace, String point, Machine machine) {
    String seen = snapshot(machine);
    for (String before = ""; !seen.equals(before) || telling(machine); ) {
      before = seen;
      Await.pass(Duration.ofMillis(800));
      seen = snapshot(machine);
    }
    trace.append("=== ").append(point).append('\n').append(seen);
  }

  private static boolean telling(Machine machine) {
    return machine.status("pgrep", "-f", "/etc/keepalived/told") == 0;
  }

  private static String snapshot(Machine machine) {
    return machine.mustRun("sh", "/etc/keepalived/snapshot.sh");
  }

  private static void keep(VrrpCase each, Keepalived program, StringBuilder trace, Program daemon)
      throws IOException {
    String name = each.name().replaceAll("[^A-Za-z0-9_]+", "-") + "." + program;
    Files.writeString(TRACES.resolve(name), trace);
    Files.writeString(TRACES.resolve(name + ".log"), daemon.output());
  }
}
