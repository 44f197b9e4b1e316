package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A bug in one part of the packaged daemon, injected by [FaultAgent], with a peer that would take
/// over without timely adverts.
@Tag("linux")
class PartFailureTest {

  private static final String CONFIGURATION =
      Operated.one("").replace("priority 255", "priority 200")
          + "bfd_instance b1 {\n neighbor_ip 10.9.0.9\n source_ip 10.9.0.1\n idle_tx 200\n}\n";

  /// Of the peer with priority 100: three intervals, and its skew (RFC 3768 6.1).
  private static final Duration PEER_MASTER_DOWN =
      Duration.ofSeconds(3).plus(Duration.ofSeconds(256 - 100).dividedBy(256));

  private static final String FAULTS =
      "keepalived.tracking.bfd.BfdEngine.send=/run/tmp/break-bfd"
          + ";keepalived.vrrp.net.LinuxVrrpNetwork.send=/run/tmp/break-vrrp";

  @Test
  void aBugCostsNoElectionAndASecondOneInAMinuteNoMoreThanOne() throws IOException {
    try (var router = new Operated();
        var late = Lateness.start()) {
      var peer = router.lab.machine("peer", "10.9.0.2/24");
      peer.write("peer.conf", Operated.instance("VI_1", 51, 100, "10.9.0.100/24"));
      router.configure(CONFIGURATION);
      var daemon = FaultyDaemon.start(router, FAULTS);
      Await.until(() -> "master\n" + daemon.output(), () -> router.machine.has("10.9.0.100"));
      var backup = Keepalived.ORIGINAL.start(peer, "peer.conf");
      var wire = Adverts.of(router.lab);
      Await.until("adverts", () -> !wire.seen(51).isEmpty());

      router.machine.mustRun("touch", "/run/tmp/break-bfd");
      router.await(daemon, "BFD child process(" + daemon.pidInside() + ") died: Respawning");
      Await.until("a second start", () -> daemon.count("Starting BFD child process") == 2);
      Await.pass(Duration.ofSeconds(4));
      assertTrue(router.machine.has("10.9.0.100"));
      assertFalse(backup.output().contains("Entering MASTER STATE"), backup.output());
      assertTrue(wire.seen(51).stream().allMatch(advert -> advert.priority() == 200));
      assertFalse(wire.excess(51, PEER_MASTER_DOWN, late).isPositive(), wire.seen(51)::toString);

      var addresses = router.machine.start("ip", "-o", "monitor", "address");
      router.machine.mustRun("touch", "/run/tmp/break-vrrp");
      router.await(daemon, "VRRP child process(" + daemon.pidInside() + ") died: Respawning");
      router.await(daemon, "VRRP continues in its previous state: 1 instances, 1 of them MASTER");
      Await.pass(Duration.ofSeconds(4));
      assertTrue(router.machine.has("10.9.0.100"));
      assertFalse(addresses.output().contains("Deleted"), addresses.output());
      assertEquals(1, daemon.count("Entering MASTER STATE"), daemon.output());
      assertFalse(backup.output().contains("Entering MASTER STATE"), backup.output());
      assertTrue(wire.seen(51).stream().allMatch(advert -> advert.priority() == 200));
      assertFalse(wire.excess(51, PEER_MASTER_DOWN, late).isPositive(), wire.seen(51)::toString);

      router.machine.mustRun("touch", "/run/tmp/break-vrrp");
      Await.until("a second death", () -> daemon.count("VRRP child process(") >= 2);
      Await.until(
          "it resigns", () -> wire.seen(51).stream().anyMatch(advert -> advert.priority() == 0));
      Await.until("again in office", () -> daemon.count("Entering MASTER STATE") == 2);
      Await.until(
          "the peer gives way", () -> router.machine.has("10.9.0.100") && !peer.has("10.9.0.100"));
      assertFalse(wire.excess(51, PEER_MASTER_DOWN, late).isPositive(), wire.seen(51)::toString);
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  @Test
  void withDontRespawnTheWholeDaemonEnds() throws IOException {
    try (var router = new Operated()) {
      router.configure(CONFIGURATION);
      var daemon = FaultyDaemon.start(router, FAULTS, "-R");
      Await.until(() -> "master\n" + daemon.output(), () -> router.machine.has("10.9.0.100"));
      router.machine.mustRun("touch", "/run/tmp/break-bfd");
      assertEquals(1, daemon.await(Operated.LIMIT), daemon.output());
      assertTrue(daemon.output().contains(" died: Exiting"), daemon.output());
      assertFalse(router.machine.has("10.9.0.100"), daemon.output());
    }
  }
}
