package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      return story.play(subject, SeedDifferentialTest::look);
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
                  subject.await(false, VIP);
                  subject.await(true, VIP, address);
                }),
            new Story.Step<>(
                "fault",
                s -> s.lab.unplug(s.machine),
                subject -> subject.await(false, VIP, address)),
            new Story.Step<>(
                "master again",
                s -> s.lab.plug(s.machine),
                subject -> subject.await(true, VIP, address)),
            new Story.Step<>("stopped", Subject::stop)));
  }

  private static Snapshot look(Subject subject) throws IOException {
    String addresses =
        subject.atRest(
            "/etc/keepalived/notify.sh",
            () -> subject.machine.run("ip", "-o", "-4", "addr", "show", "dev", "eth0"));
    var log = subject.machine.etc().resolve("notify.log");
    return subject.withStatus(
        Snapshot.EMPTY
            .with("addresses", addresses.lines().map(SeedDifferentialTest::plain).sorted().toList())
            .with("notify calls", Files.exists(log) ? Files.readString(log) : ""));
  }

  /// An address without the number of its interface. Two instances become master within 4 ms: the
  /// kernel has the first one's address first, so the order says nothing.
  private static String plain(String line) {
    return line.replaceFirst("^\\d+: ", "").replaceAll("\\s+", " ").replace("\\", "");
  }
}
