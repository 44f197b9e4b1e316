package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.compare.Allowed;
import keepalived.lab.compare.Snapshot;
import keepalived.lab.compare.Story;
import keepalived.lab.compare.Trace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tutorial configurations, run by both programs through the same events: addresses (label,
/// scope, prefix, broadcast) and notify calls must be equal at every point.
@Tag("linux")
class SeedDifferentialTest {

  private static final Path CONFIGS = Path.of("..", "examples", "configs");
  private static final String VIP = "172.16.100.1";
  private static final String LEFTOVER = VIP + "/16";

  @ParameterizedTest
  @CsvSource({
    "haproxy-pair, alpha, 172.16.100.1",
    "haproxy-pair, beta, 172.16.100.1",
    "dual-master, alpha, 172.16.100.2",
    "dual-master, beta, 172.16.100.2",
  })
  void sameAddressesAndNotifyCalls(String set, String node, String lastAddress) throws IOException {
    Path file = CONFIGS.resolve(set).resolve(node + ".conf");
    var story = story("seed/" + set + " " + node, lastAddress);
    var original = play(story, Keepalived.ORIGINAL, file);
    var ours = play(story, Keepalived.OURS, file);
    assertEquals("", Allowed.in(story.name()).differences(original, ours));
  }

  private static Trace play(Story<Subject> story, Keepalived program, Path file)
      throws IOException {
    try (var subject = new Subject(program, "172.16.0.11/16")) {
      var machine = subject.machine;
      machine.write("keepalived.conf", Files.readString(file));
      machine.write("notify.sh", Files.readString(CONFIGS.resolve("notify.sh")));
      Files.copy(Path.of("/bin/sleep").toRealPath(), machine.etc().resolve("haproxy"));
      machine.start("/etc/keepalived/haproxy", "infinity");
      return story.play(subject, SeedDifferentialTest::atRest);
    }
  }

  /// One machine alone: start, become master, lose the cable, get it back, stop.
  private static Story<Subject> story(String name, String address) {
    return new Story<>(
        name,
        List.of(
            // Addresses of a crashed daemon must be removed before the election.
            new Story.Step<>(
                "before",
                s -> s.machine.ip("addr", "add", LEFTOVER, "dev", "eth0", "label", "eth0:0")),
            new Story.Step<>(
                "master",
                Subject::start,
                subject -> {
                  Await.until("leftover gone", () -> !subject.machine.has(VIP));
                  await(subject, address, true);
                }),
            new Story.Step<>(
                "fault", s -> s.lab.unplug(s.machine), subject -> await(subject, address, false)),
            new Story.Step<>(
                "master again",
                s -> s.lab.plug(s.machine),
                subject -> await(subject, address, true)),
            new Story.Step<>("stopped", Subject::stop)));
  }

  private static void await(Subject subject, String address, boolean held) {
    Await.until(
        held ? "master" : "fault",
        () -> subject.machine.has(VIP) == held && subject.machine.has(address) == held);
  }

  /// What there is when the notify scripts, for which the daemon does not wait, have ended.
  private static Snapshot atRest(Subject subject) throws IOException {
    do {
      Await.pass(Duration.ofSeconds(1));
    } while (subject.machine.status("pgrep", "-f", "/etc/keepalived/notify.sh") == 0);
    var addresses =
        subject
            .machine
            .run("ip", "-o", "-4", "addr", "show", "dev", "eth0")
            .lines()
            .map(line -> line.replaceFirst("^\\d+: ", "").replaceAll("\\s+", " ").replace("\\", ""))
            // Two instances become master within 4 ms: the kernel has the first one's address
            // first.
            .sorted()
            .toList();
    var log = subject.machine.etc().resolve("notify.log");
    return subject.withStatus(
        Snapshot.EMPTY
            .with("addresses", addresses)
            .with("notify calls", Files.exists(log) ? Files.readString(log) : ""));
  }
}
