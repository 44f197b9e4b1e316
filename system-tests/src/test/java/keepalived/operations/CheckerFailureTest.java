package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.TreeSet;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// VRRP survives a bug in the checkers: both run in one packaged daemon, with a peer that would
/// take over without timely adverts. [FaultAgent] injects the bug.
@Tag("uml")
class CheckerFailureTest {

  private static final String FAULTS =
      "keepalived.healthcheck.engine.LvsEngine.concluded=/run/tmp/break-lvs";

  private static final Duration PEER_MASTER_DOWN =
      Duration.ofSeconds(3).plus(Duration.ofSeconds(256 - 100).dividedBy(256));

  private static final String SERVICE =
      """
      virtual_server 10.9.0.100 80 {
        delay_loop 1
        lb_algo rr
        lb_kind NAT
        protocol TCP
        real_server 127.0.0.11 80 {
          MISC_CHECK {
            misc_path /bin/true
          }
        }
        real_server 127.0.0.12 80 {
        }
      }
      """;

  @Test
  void noAdvertIsMissedAndTheTableStays() throws IOException {
    try (var router = new Operated();
        var late = Lateness.start()) {
      var peer = router.lab.machine("peer", "10.9.0.2/24");
      peer.write("peer.conf", Operated.instance("VI_1", 51, 100, "10.9.0.100/24"));
      router.configure(
          Operated.one("script_user root").replace("priority 255", "priority 200") + SERVICE);
      var daemon = FaultyDaemon.start(router, FAULTS);
      // A JVM with an agent starts slowly in the guest: each step has a limit.
      router.await(daemon, "Starting Keepalived");
      router.await(daemon, "Starting VRRP child process");
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      Await.until(() -> "the table\n" + daemon.output(), () -> whole(table(router)));
      String before = table(router);
      var backup = Keepalived.ORIGINAL.start(peer, "peer.conf");
      Await.until("a backup", () -> backup.output().contains("Entering BACKUP STATE"));
      var wire = Adverts.of(router.lab);
      Await.until("adverts", () -> !wire.seen(51).isEmpty());

      router.machine.mustRun("touch", "/run/tmp/break-lvs");
      var tables = new TreeSet<String>();
      Await.until(
          () -> "checks that begin again\n" + daemon.output(),
          () -> {
            tables.add(table(router));
            return daemon.count("Activating healthchecker") == 2;
          });
      assertTrue(daemon.output().contains(" died: Respawning"), daemon.output());
      Await.pass(PEER_MASTER_DOWN.multipliedBy(2));
      tables.add(table(router));

      assertEquals(2, daemon.count("Activating healthchecker"), daemon.output());
      assertEquals(1, tables.size(), () -> before + tables);
      assertEquals(before, tables.first());
      assertTrue(wire.seen(51).stream().allMatch(advert -> advert.priority() == 200));
      assertFalse(wire.excess(51, PEER_MASTER_DOWN, late).isPositive(), wire.seen(51)::toString);
      assertFalse(backup.output().contains("Entering MASTER STATE"), backup.output());
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  /// Whether the table is complete; servers are added one by one.
  private static boolean whole(String table) {
    return table.contains("127.0.0.11") && table.contains("127.0.0.12");
  }

  private static String table(Operated router) {
    return router.machine.run("ipvsadm", "-Sn");
  }
}
