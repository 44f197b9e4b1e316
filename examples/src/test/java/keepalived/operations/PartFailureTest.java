package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import keepalived.examples.lab.Keepalived;
import keepalived.examples.lab.Program;
import keepalived.examples.lab.Waiting;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A bug in one part, put into the packaged daemon from outside ([FaultAgent]), beside a peer that
/// would take over if it did not hear us in time.
@Tag("linux")
class PartFailureTest {

  private static final String CONFIGURATION =
      Operated.one("").replace("priority 255", "priority 200")
          + "bfd_instance b1 {\n neighbor_ip 10.9.0.9\n source_ip 10.9.0.1\n idle_tx 200\n}\n";

  private static final String FAULTS =
      "keepalived.healthcheck.bfd.BfdEngine.send=/run/tmp/break-bfd"
          + ";keepalived.vrrp.io.LinuxVrrpNetwork.send=/run/tmp/break-vrrp";

  private static Program faulty(Operated router, String... more) throws IOException {
    String options = "-javaagent:" + FaultAgent.jar(router.machine.etc()) + "=" + FAULTS;
    var command = new ArrayList<String>();
    command.add("env");
    command.add("KEEPALIVED_JAVA_OPTS=" + options);
    command.add(Keepalived.OURS.program());
    command.addAll(List.of("-n", "-l", "-D", "-f", "/etc/keepalived/keepalived.conf"));
    command.addAll(java.util.List.of(more));
    return router.machine.start(command.toArray(String[]::new));
  }

  @Test
  void aBugElsewhereCostsNoAdvertAndOneInVrrpNoMoreThanAnElection() throws IOException {
    try (var router = new Operated()) {
      var peer = router.lab.machine("peer", "10.9.0.2/24");
      peer.write("peer.conf", Operated.instance("VI_1", 51, 100, "10.9.0.100/24"));
      router.configure(CONFIGURATION);
      var daemon = faulty(router);
      Waiting.until("master\n" + daemon.output(), () -> router.machine.has("10.9.0.100"));
      var backup = Keepalived.ORIGINAL.start(peer, "peer.conf");
      var wire = router.lab.bridge().start("tcpdump", "-lttnni", "br0", "vrrp");
      Waiting.until("adverts", () -> wire.output().contains("prio 200"));

      router.machine.mustRun("touch", "/run/tmp/break-bfd");
      router.await(daemon, "BFD child process(" + daemon.pidInside() + ") died: Respawning");
      Waiting.until("a second start", () -> count(daemon, "Starting BFD child process") == 2);
      Waiting.pass(Duration.ofSeconds(4));
      assertTrue(router.machine.has("10.9.0.100"));
      assertFalse(backup.output().contains("Entering MASTER STATE"), backup.output());
      assertFalse(wire.output().contains("prio 0"), wire.output());
      System.out.println("PartFailureTest: longest gap between adverts " + longestGap(wire) + " s");

      router.machine.mustRun("touch", "/run/tmp/break-vrrp");
      router.await(daemon, "VRRP child process(" + daemon.pidInside() + ") died: Respawning");
      Waiting.until("it resigns", () -> wire.output().contains("prio 0"));
      Waiting.until("again in office", () -> count(daemon, "Entering MASTER STATE") == 2);
      Waiting.until("the peer gives way", () -> !peer.has("10.9.0.100"));
      assertTrue(router.machine.has("10.9.0.100"));
      System.out.println("PartFailureTest: longest gap of both " + longestGap(wire) + " s");
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  @Test
  void withDontRespawnTheWholeDaemonEnds() throws IOException {
    try (var router = new Operated()) {
      router.configure(CONFIGURATION);
      var daemon = faulty(router, "-R");
      Waiting.until("master\n" + daemon.output(), () -> router.machine.has("10.9.0.100"));
      router.machine.mustRun("touch", "/run/tmp/break-bfd");
      assertEquals(1, daemon.await(Operated.LIMIT), daemon.output());
      assertTrue(daemon.output().contains(" died: Exiting"), daemon.output());
      assertFalse(router.machine.has("10.9.0.100"), daemon.output());
    }
  }

  /// Between adverts of whoever is master, in seconds.
  private static double longestGap(Program wire) {
    double longest = 0;
    double last = 0;
    for (var line : wire.said()) {
      if (line.text().contains("VRRPv2")) {
        double when = Double.parseDouble(line.text().substring(0, line.text().indexOf(' ')));
        longest = last == 0 ? 0 : Math.max(longest, when - last);
        last = when;
      }
    }
    return longest;
  }

  private static int count(Program daemon, String text) {
    return daemon.output().split(Pattern.quote(text), -1).length - 1;
  }
}
