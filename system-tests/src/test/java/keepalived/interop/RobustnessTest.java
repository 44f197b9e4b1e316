package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Situations that harm operators: stalls, addresses deleted by other programs, malformed or forged
/// packets.
@Tag("linux")
class RobustnessTest {

  private static final String PASS = "authentication {\n auth_type PASS\n auth_pass secret12\n }";

  @Test
  void aFrozenMasterListensBeforeItAdvertises() {
    try (var lab = new Lab()) {
      var a = lab.machine("a", "10.9.0.1/24");
      var b = lab.machine("b", "10.9.0.2/24");
      a.write("keepalived.conf", OneRouter.configuration(2, 100, "nopreempt"));
      b.write("keepalived.conf", OneRouter.configuration(2, 100, "nopreempt"));
      var first = Keepalived.OURS.start(a, "keepalived.conf");
      Await.until("a is master", () -> a.has(OneRouter.VIP));
      var second = Keepalived.OURS.start(b, "keepalived.conf");
      Await.until("b listens", () -> second.output().contains("Entering BACKUP STATE"));
      first.freeze();
      Await.until("b took over", () -> b.has(OneRouter.VIP));
      Await.pass(Duration.ofSeconds(2));
      int spokenBefore = count(second.output(), "Entering");
      first.thaw();
      Await.until("a let go", () -> !a.has(OneRouter.VIP));
      Await.pass(Duration.ofSeconds(5));
      assertTrue(b.has(OneRouter.VIP), () -> second.output());
      assertFalse(a.has(OneRouter.VIP), () -> first.output());
      assertEquals(spokenBefore, count(second.output(), "Entering"), "b was disturbed");
    }
  }

  /// As when the host of two virtual machines stalls.
  @Test
  void whenBothStandStillNothingChanges() {
    try (var lab = new Lab()) {
      var a = lab.machine("a", "10.9.0.1/24");
      var b = lab.machine("b", "10.9.0.2/24");
      a.write("keepalived.conf", OneRouter.configuration(3, 200, ""));
      b.write("keepalived.conf", OneRouter.configuration(3, 100, ""));
      var first = Keepalived.OURS.start(a, "keepalived.conf");
      // A JVM may start slowly: b would be master before a.
      Await.until("a is master", () -> a.has(OneRouter.VIP));
      var second = Keepalived.OURS.start(b, "keepalived.conf");
      Await.until("b hears a", () -> second.output().contains("master set to 10.9.0.1"));
      first.freeze();
      second.freeze();
      Await.pass(Duration.ofSeconds(7));
      second.thaw();
      first.thaw();
      Await.until("a noticed", () -> first.output().contains("timer expired"));
      Await.until("b noticed", () -> second.output().contains("timer expired"));
      Await.pass(Duration.ofSeconds(5));
      assertTrue(a.has(OneRouter.VIP), () -> first.output());
      assertEquals(1, count(first.output(), "Entering MASTER STATE"), () -> first.output());
      assertEquals(0, count(second.output(), "Entering MASTER STATE"), () -> second.output());
    }
  }

  @Test
  void anAddressDeletedByHandComesBackAtOnce() {
    try (var router = new OneRouter()) {
      var daemon = router.start(OneRouter.configuration(3, 100, ""));
      router.awaitMaster();
      for (int i = 0; i < 3; i++) {
        router.machine.mustRun("ip", "addr", "del", "10.9.0.100/24", "dev", "eth0");
        Await.until("it is back", () -> router.machine.has(OneRouter.VIP));
      }
      assertEquals(
          1, count(daemon.output(), "Entering MASTER STATE"), "it stayed master throughout");
      Await.until(
          "logged with its count",
          () ->
              Pattern.compile("10\\.9\\.0\\.100.* restored it \\(3 times")
                  .matcher(daemon.output())
                  .find());
    }
  }

  /// Adverts of priority 200 that must not count, each wrong in one way.
  @Test
  void badAdvertsChangeNothingAndAreCounted() throws Exception {
    try (var router = new OneRouter()) {
      var daemon = router.start(OneRouter.configuration(2, 100, PASS));
      router.awaitMaster();
      Path script = Path.of("src/test/resources/interop/bad_adverts.py").toAbsolutePath();
      String sent = router.bystander.mustRun("python3", script.toString(), "10.9.0.2");
      Await.pass(Duration.ofSeconds(2));
      assertTrue(router.machine.has(OneRouter.VIP), () -> daemon.output());
      assertEquals(1, count(daemon.output(), "Entering MASTER STATE"));
      assertFalse(daemon.output().lines().anyMatch(l -> l.endsWith("Entering BACKUP STATE")));

      daemon.signal("USR2");
      String file = "/run/tmp/keepalived.stats";
      Await.until("statistics", () -> router.machine.status("test", "-s", file) == 0);
      String statistics = router.machine.run("cat", file);
      for (String counted :
          new String[] {
            "Length", "TTL", "Invalid Type", "Advertisement Interval", "Failure", "Type Mismatch"
          }) {
        assertTrue(
            Pattern.compile(counted + ": [1-9]").matcher(statistics).find(),
            () -> counted + " was not counted:\n" + statistics + "\n" + sent);
      }
    }
  }

  @Test
  void aFileWithASyntaxErrorIsRefusedWithItsPlace() throws Exception {
    try (var router = new OneRouter()) {
      router.machine.write("keepalived.conf", "vrrp_instance VI_1 {\n  virtual_router_id\n}\n");
      var daemon = Keepalived.OURS.start(router.machine, "keepalived.conf");
      assertEquals(2, daemon.await(Duration.ofSeconds(30)), daemon.output());
      assertTrue(daemon.output().contains("keepalived.conf"), daemon.output());
      assertTrue(daemon.output().contains("virtual_router_id"), daemon.output());
      assertTrue(
          Pattern.compile("keepalived\\.conf:2:\\d+\\)").matcher(daemon.output()).find(),
          daemon.output());

      Files.delete(router.machine.etc().resolve("keepalived.conf"));
      var missing = Keepalived.OURS.start(router.machine, "keepalived.conf");
      assertEquals(6, missing.await(Duration.ofSeconds(30)), missing.output());
    }
  }

  private static int count(String text, String word) {
    return text.split(Pattern.quote(word), -1).length - 1;
  }
}
