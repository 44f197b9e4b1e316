package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.compare.Allowed;
import keepalived.lab.compare.Snapshot;
import keepalived.lab.compare.Story;
import keepalived.lab.compare.Trace;
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
      for i in $(seq 100); do
        { ip addr show; cat /run/told.log; } | grep -qE " $1(/.*)?$" && exit
        sleep 0.3
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
    var story = story(each);
    var original = play(each, story, Keepalived.ORIGINAL);
    var ours = play(each, story, Keepalived.OURS);
    assertEquals("", Allowed.in(story.name()).differences(original, ours));
  }

  private static Trace play(VrrpCase each, Story<Subject> story, Keepalived program)
      throws IOException {
    Path file = TRACES.resolve(each.name().replaceAll("[^A-Za-z0-9_]+", "-") + "." + program);
    try (var subject = new Subject(program, "10.9.0.1/24", "fd00:9::1/64")) {
      try {
        prepare(each, subject);
        var trace = story.play(subject, VrrpDifferentialTest::look);
        Files.writeString(file, trace.toString());
        return trace;
      } finally {
        Files.writeString(Path.of(file + ".log"), subject.log());
      }
    }
  }

  private static void prepare(VrrpCase each, Subject subject) throws IOException {
    var machine = subject.machine;
    subject.lab.connect(machine, "eth1", "10.8.0.1/24", "fd00:8::1/64");
    machine.write("keepalived.conf", each.configuration());
    machine.write("told", "#!/bin/sh\necho \"$*\" >>/run/called.log\n");
    machine.write("until", UNTIL);
    machine.write("snapshot.sh", resource("snapshot.sh"));
    machine.write("rival.py", resource("rival.py"));
    machine.mustRun("mkfifo", "-m", "600", "/run/told.fifo");
    machine.start("sh", "-c", "exec cat <>/run/told.fifo >/run/told.log");
    each.direction("setup").ifPresent(command -> machine.mustRun("sh", "-c", command));
    each.neighbour().ifPresent(address -> neighbour(subject.lab, address));
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

  private static Story<Subject> story(VrrpCase each) {
    return new Story<>(
        each.story(),
        List.of(
            new Story.Step<>(
                "master",
                Subject::start,
                subject -> {
                  Await.until("master", () -> subject.log().contains("Entering MASTER STATE"));
                  subject.await(true, each.vip());
                }),
            new Story.Step<>(
                "fault",
                subject -> {
                  each.peer().ifPresent(peer -> startPeer(subject.lab, peer));
                  each.direction("fault")
                      .ifPresentOrElse(
                          command -> subject.machine.mustRun("sh", "-c", command),
                          () -> subject.lab.unplug(subject.machine));
                },
                subject -> subject.await(each.masterInFault(), each.vip())),
            new Story.Step<>(
                "recovered",
                subject ->
                    each.direction("recover")
                        .ifPresentOrElse(
                            command -> subject.machine.mustRun("sh", "-c", command),
                            () -> subject.lab.plug(subject.machine)),
                subject -> subject.await(each.masterAfterRecovery(), each.vip())),
            new Story.Step<>("stopped", Subject::stop)));
  }

  private static void startPeer(Lab lab, String configuration) {
    var peer = lab.machine("peer", "10.9.0.2/24", "fd00:9::2/64");
    peer.write("keepalived.conf", configuration);
    var backup = Keepalived.ORIGINAL.start(peer, "keepalived.conf");
    Await.until("a backup", () -> backup.output().contains("Entering BACKUP STATE"));
  }

  private static Snapshot look(Subject subject) {
    var script = "/etc/keepalived/snapshot.sh";
    String seen =
        subject.atRest("/etc/keepalived/told", () -> subject.machine.mustRun("sh", script));
    return subject.withStatus(Snapshot.sections(seen));
  }
}
