package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.Machine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tutorial configurations, run by both programs through the same events: addresses (label,
/// scope, prefix, broadcast) and notify calls must be equal at every point.
@Tag("linux")
class SeedDifferentialTest {

  private static final Path CONFIGS = Path.of("..", "examples", "configs");

  @ParameterizedTest
  @CsvSource({
    "haproxy-pair, alpha, 172.16.100.1",
    "haproxy-pair, beta, 172.16.100.1",
    "dual-master, alpha, 172.16.100.2",
    "dual-master, beta, 172.16.100.2",
  })
  void sameAddressesAndNotifyCalls(String set, String node, String lastAddress) throws IOException {
    Path file = CONFIGS.resolve(set).resolve(node + ".conf");
    assertEquals(
        story(Keepalived.ORIGINAL, file, lastAddress), story(Keepalived.OURS, file, lastAddress));
  }

  /// One machine alone: start, become master, lose the cable, get it back, stop.
  private static String story(Keepalived program, Path file, String address) throws IOException {
    var trace = new ArrayList<String>();
    try (var lab = new Lab()) {
      var machine = lab.machine("solo", "172.16.0.11/16");
      machine.write("keepalived.conf", Files.readString(file));
      machine.write("notify.sh", Files.readString(CONFIGS.resolve("notify.sh")));
      Files.copy(Path.of("/bin/sleep").toRealPath(), machine.etc().resolve("haproxy"));
      machine.start("/etc/keepalived/haproxy", "infinity");
      // Addresses of a crashed daemon must be removed before the election.
      machine.mustRun("ip", "addr", "add", "172.16.100.1/16", "dev", "eth0", "label", "eth0:0");
      note(trace, "before", machine);
      var daemon = program.start(machine, "keepalived.conf");
      try {
        Await.until("leftover gone", () -> !machine.has("172.16.100.1"));
        Await.until("master", () -> machine.has("172.16.100.1") && machine.has(address));
        settle(machine, trace, "master");
        lab.unplug(machine);
        Await.until("fault", () -> !machine.has("172.16.100.1") && !machine.has(address));
        settle(machine, trace, "fault");
        lab.plug(machine);
        Await.until("master again", () -> machine.has("172.16.100.1") && machine.has(address));
        settle(machine, trace, "master again");
        trace.add("exit status " + daemon.stop());
        note(trace, "stopped", machine);
      } catch (AssertionError e) {
        throw new AssertionError(program + "\n" + trace + "\n" + daemon.output(), e);
      }
    }
    return String.join("\n", trace);
  }

  /// Waits until notify scripts, which the daemon does not wait for, have ended.
  private static void settle(Machine machine, List<String> trace, String point) throws IOException {
    do {
      Await.pass(Duration.ofSeconds(1));
    } while (machine.status("pgrep", "-f", "/etc/keepalived/notify.sh") == 0);
    note(trace, point, machine);
  }

  private static void note(List<String> trace, String point, Machine machine) throws IOException {
    String addresses =
        machine
            .run("ip", "-o", "-4", "addr", "show", "dev", "eth0")
            .lines()
            .map(line -> line.replaceFirst("^\\d+: ", "").replaceAll("\\s+", " ").replace("\\", ""))
            // Two instances become master within 4 ms: the kernel has the first one's address
            // first.
            .sorted()
            .collect(Collectors.joining("\n  ", "  ", ""));
    var log = machine.etc().resolve("notify.log");
    String calls = Files.exists(log) ? Files.readString(log) : "";
    trace.add(point + ":\n" + addresses + "\n  notify so far:\n" + calls.indent(4));
  }
}
