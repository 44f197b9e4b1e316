package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.regex.Pattern;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every option of the command line, on the packaged program.
@Tag("linux")
class OptionsTest {

  private static final String FILE = "/etc/keepalived/keepalived.conf";

  @Test
  void answersWithoutStarting() {
    try (var router = new Operated()) {
      String ours = Keepalived.OURS.program();
      assertEquals("36\n", router.machine.run(ours, "--signum=JSON"));
      assertEquals("63\n", router.machine.run(ours, "--signum", "STATS_CLEAR"));
      assertEquals("Unknown sigfunc X\n", router.machine.run(ours, "--signum=X"));
      assertEquals(1, router.machine.status(ours, "--signum=X"));
      assertTrue(router.machine.run(ours, "-v").startsWith("Keepalived v"));
      assertTrue(router.machine.run(ours, "-v").contains("Config options: "));
      assertTrue(router.machine.run(ours, "-h").startsWith("Usage: "));
      assertEquals("Unknown option --foo\n", router.machine.run(ours, "--foo"));
      assertEquals(1, router.machine.status(ours, "-Z"));
      assertEquals("Missing parameter for option -f\n", router.machine.run(ours, "-f"));
    }
  }

  @Test
  void configurationTests() {
    try (var router = new Operated()) {
      String ours = Keepalived.OURS.program();
      router.configure(Operated.one(""));
      assertEquals("", router.machine.run(ours, "-t", "-f", FILE));
      assertEquals(0, router.machine.status(ours, "-t", "-f", FILE));
      router.machine.write("bad.conf", "nonsense x\n");
      assertEquals(5, router.machine.status(ours, "-t", "-f", "/etc/keepalived/bad.conf"));
      router.machine.write("worse.conf", "vrrp_instance A {\n virtual_router_id\n}\n");
      assertEquals(2, router.machine.status(ours, "-t", "-f", "/etc/keepalived/worse.conf"));
      int given = router.machine.status(ours, "-t/run/tmp/t.log", "-f", "/etc/keepalived/bad.conf");
      assertEquals(5, given);
      assertTrue(router.read("/run/tmp/t.log").contains("nonsense"));
      router.machine.write("inc.conf", Operated.one("") + "include /etc/keepalived/none*.conf\n");
      assertEquals(0, router.machine.status(ours, "-t", "-f", "/etc/keepalived/inc.conf"));
      assertEquals(6, router.machine.status(ours, "-t", "-e", "-f", "/etc/keepalived/inc.conf"));
      assertEquals(1, router.machine.status("test", "-e", "/run/keepalived.pid"));
    }
  }

  @Test
  void backgroundPidFilesAndAlreadyRunning() {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      String[] words = {"-p", "/run/p.pid", "-r", "/run/r.pid", "-f", FILE, "-g/run/tmp/k.log"};
      var first = router.launch(words);
      assertEquals(0, first.await(Operated.LIMIT), first.output());
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      String pid = router.read("/run/p.pid").strip();
      assertEquals(pid + "\n", router.read("/run/r.pid"));
      assertEquals("/", router.machine.mustRun("readlink", "/proc/" + pid + "/cwd").strip());
      Await.until(
          "the log files",
          () ->
              router.machine.run("cat", "/run/tmp/k.log").contains("Startup complete")
                  && router.machine.run("cat", "/run/tmp/k_vrrp.log").contains("MASTER STATE"));

      var second = router.launch("-n", "-l", "-p", "/run/p.pid", "-r", "/run/r.pid", "-f", FILE);
      assertEquals(0, second.await(Operated.LIMIT), second.output());
      assertTrue(second.output().contains("daemon is already running"), second.output());
      assertTrue(router.machine.has("10.9.0.100"));
      router.machine.mustRun("kill", pid);
      Await.until("gone", () -> router.machine.status("test", "-e", "/run/p.pid") == 1);
      assertFalse(router.machine.has("10.9.0.100"));
    }
  }

  @Test
  void configurationIdNamespaceAndDumpAtStart() {
    try (var router = new Operated()) {
      router.machine.mustRun("ip", "netns", "add", "blue");
      router.machine.mustRun("ip", "-n", "blue", "link", "set", "lo", "up");
      router.machine.mustRun(
          "ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1", "netns", "blue");
      router.machine.mustRun("ip", "link", "set", "v0", "up");
      router.machine.mustRun("ip", "-n", "blue", "link", "set", "v1", "name", "eth0", "up");
      router.machine.mustRun("ip", "-n", "blue", "addr", "add", "10.8.0.1/24", "dev", "eth0");
      router.configure(
          "@node1 ! none\n@node2 " + "instance I2\n" + Operated.one("data_use_instance true"));
      var daemon = router.start("-i", "node2", "-s", "blue", "-d", "-a");
      Await.until(
          () -> "master there" + daemon.output(),
          () -> router.machine.run("ip", "-n", "blue", "addr").contains("10.9.0.100/24"));
      assertFalse(router.machine.has("10.9.0.100"));
      router.await(daemon, "------< VRRP Topology >------");
      router.machine.mustRun("ip", "-n", "blue", "addr", "add", "10.7.0.1/24", "dev", "eth0");
      router.await(daemon, "Netlink reflector reports IP 10.7.0.1 added to eth0");
      router.awaitFile("/run/keepalived/blue/keepalived_I2.pid");
      assertEquals("755", router.mode("/run/keepalived/blue"));
      daemon.signal("USR1");
      router.awaitFile("/run/tmp/keepalived_blue_I2.data");
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  @Test
  void whatIsKeptAtStop() {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      var daemon = router.start("-V", "-P", "-B");
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      assertEquals(0, daemon.stop(), daemon.output());
      assertTrue(router.machine.has("10.9.0.100"), daemon.output());

      // The next start finds the table and recognises it as its own.
      var next = router.start("-u", "022", "-X", "-x", "-m");
      router.await(next, "--release-vips has no effect");
      router.await(next, "SNMP");
      String limits = router.read("/proc/" + next.pidInside() + "/limits");
      assertTrue(limits.matches("(?s).*Max core file size +unlimited .*"), limits);
      Await.until("master", () -> next.output().contains("Entering MASTER STATE"));
      assertEquals(0, next.stop(), next.output());
      assertFalse(router.machine.has("10.9.0.100"));
    }
  }

  @Test
  void checkersOnlyAndAllParts() {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      var daemon = router.start("-C");
      router.await(daemon, "Startup complete");
      assertFalse(daemon.output().contains("Starting VRRP"), daemon.output());
      assertEquals(0, daemon.stop(), daemon.output());
      router.configure("global_defs {\n router_id R\n}\n");
      var all = router.start("--all");
      router.await(all, "Starting VRRP child process");
      router.await(all, "Starting Healthcheck child process");
      assertEquals(0, all.stop(), all.output());
    }
  }

  @Test
  void helpNamesEveryOptionOfTheOriginal() {
    try (var router = new Operated()) {
      String theirs = router.machine.run(Keepalived.ORIGINAL.program(), "--help");
      String ours = router.machine.run(Keepalived.OURS.program(), "--help");
      var words = Pattern.compile("--([a-z][a-z_-]+)").matcher(theirs);
      int count = 0;
      while (words.find()) {
        count++;
        String word = words.group(1).toLowerCase(Locale.ROOT);
        assertTrue(ours.contains("--" + word), "--" + word + " is missing");
      }
      assertTrue(count > 20, theirs);
    }
  }
}
