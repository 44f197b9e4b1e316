package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keepalived.lab.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every signal, and the files that it writes.
@Tag("linux")
class SignalsTest {

  private static final String TMP = "/run/tmp/keepalived";

  @Test
  void termStopsAndLeavesNothing() {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      assertEquals(daemon.pidInside() + "\n", router.read("/run/keepalived.pid"));
      assertEquals(daemon.pidInside() + "\n", router.read("/run/vrrp.pid"));
      assertEquals("644", router.mode("/run/keepalived.pid"));
      assertEquals("keepalived\n", router.read("/proc/" + daemon.pidInside() + "/comm"));
      assertEquals(0, daemon.stop(), daemon.output());
      assertTrue(daemon.output().contains("Stopped Keepalived v"), daemon.output());
      assertFalse(router.machine.has("10.9.0.100"));
      assertEquals(1, router.machine.status("test", "-e", "/run/keepalived.pid"));
      assertEquals(1, router.machine.status("test", "-e", "/run/vrrp.pid"));
    }
  }

  @Test
  void interruptStopsUnlessIgnored() {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      daemon.signal("INT");
      assertEquals(0, daemon.await(Operated.LIMIT), daemon.output());

      var deaf = router.start("--ignore-sigint");
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      deaf.signal("INT");
      deaf.signal("USR2");
      router.awaitFile(TMP + ".stats");
      assertTrue(deaf.alive());
      assertEquals(0, deaf.stop(), deaf.output());
    }
  }

  @Test
  void dumpsAreWrittenForUsAlone() {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      daemon.signal("USR1");
      router.awaitFile(TMP + ".data");
      router.awaitFile(TMP + "_parent.data");
      String data = router.read(TMP + ".data");
      assertTrue(data.startsWith("------< Global definitions >------\n"), data);
      assertTrue(data.contains(" Router ID = R\n"), data);
      assertTrue(data.contains("------< VRRP Topology >------\n VRRP Instance = VI_1\n"), data);
      assertTrue(data.contains("   State = MASTER\n"), data);
      assertFalse(router.read(TMP + "_parent.data").contains("VRRP Topology"));
      assertEquals("600", router.mode(TMP + ".data"));

      daemon.signal("USR2");
      router.awaitFile(TMP + ".stats");
      assertTrue(router.read(TMP + ".stats").contains("  Became master: 1\n"));
      assertEquals("600", router.mode(TMP + ".stats"));
      router.machine.mustRun("rm", TMP + ".stats");

      daemon.signal("63");
      router.awaitFile(TMP + ".stats");
      assertTrue(router.read(TMP + ".stats").contains("  Became master: 1\n"));
      Await.until(
          "counters begin again",
          () -> {
            router.machine.mustRun("rm", "-f", TMP + ".stats");
            daemon.signal("USR2");
            router.awaitFile(TMP + ".stats");
            return router.read(TMP + ".stats").contains("  Became master: 0\n");
          });

      daemon.signal("36");
      router.awaitFile(TMP + ".json");
      assertTrue(router.read(TMP + ".json").contains("\"iname\":"), router.read(TMP + ".json"));
      assertEquals("600", router.mode(TMP + ".json"));
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  @Test
  void aBadFileKeepsWhatRunsUntilAGoodOneComes() {
    try (var router = new Operated()) {
      router.configure(Operated.one("reload_check_config /run/tmp/check.log"));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      router.configure("vrrp_instance VI_1 {\n virtual_router_id\n}\n");
      daemon.signal("HUP");
      router.await(daemon, "configuration stale since 20");
      assertTrue(router.machine.has("10.9.0.100"));
      assertTrue(router.read("/run/tmp/check.log").contains("keepalived.conf:2"));
      daemon.signal("USR1");
      router.awaitFile(TMP + ".data");
      assertTrue(router.read(TMP + ".data").startsWith("Configuration stale since 20"));

      router.configure(Operated.one("") + Operated.instance("VI_2", 52, 255, "10.9.0.101/24"));
      daemon.signal("HUP");
      router.await(daemon, "Reload complete");
      router.await(daemon, "no longer stale");
      Await.until("the second", () -> router.machine.has("10.9.0.101"));
      assertTrue(router.machine.has("10.9.0.100"));
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }
}
