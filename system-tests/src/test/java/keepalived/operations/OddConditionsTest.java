package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Odd conditions that operators meet at night.
@Tag("linux")
class OddConditionsTest {

  private static final String SCRIPTS = "script_user root\n enable_script_security\n ";
  private static final String STUBBORN =
      "#!/bin/sh\ntrap '' TERM\necho run > /run/tmp/runs\nexec sleep 1000\n";

  @Test
  void toldToStopBeforeItHasBegunItNeverBegins() {
    try (var router = new Operated()) {
      router.machine.write("hang.sh", STUBBORN);
      router.configure(
          Operated.one(
              SCRIPTS + "startup_script /etc/keepalived/hang.sh\n startup_script_timeout 500"));
      var waiting = router.start();
      router.awaitFile("/run/tmp/runs");
      assertEquals(0, waiting.stop(), waiting.output());
      assertFalse(waiting.output().contains("MASTER STATE"), waiting.output());

      router.configure(Operated.one(""));
      // As soon as the process is a JVM: before that, only a shell script would end.
      String early =
          "%s -n -l -f /etc/keepalived/keepalived.conf &"
              + " until readlink /proc/$!/exe | grep -q /java; do :; done; kill $!; wait $!";
      var ended = router.machine.start("sh", "-c", early.formatted(Keepalived.OURS.program()));
      assertEquals(0, ended.await(Operated.LIMIT), ended.output());
      assertTrue(ended.output().contains("Stopped Keepalived"), ended.output());
      assertFalse(ended.output().contains("MASTER STATE"), ended.output());
      assertEquals(1, router.machine.status("test", "-e", "/run/keepalived.pid"));
    }
  }

  @Test
  void scriptsAtStopCannotHoldUsAndTheShutdownScriptRunsLast() {
    try (var router = new Operated()) {
      router.machine.write("hang.sh", STUBBORN);
      router.machine.write(
          "last.sh", "#!/bin/sh\nip -o address > /run/tmp/left\nexec sleep 1000\n");
      router.configure(
          Operated.one(
                  SCRIPTS + "shutdown_script /etc/keepalived/last.sh\n shutdown_script_timeout 2")
              .replace("advert_int 1", "advert_int 1\n notify_stop /etc/keepalived/hang.sh"));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      assertEquals(0, daemon.stop(), daemon.output());
      String left = router.read("/run/tmp/left");
      assertTrue(left.contains("10.9.0.1/"), left);
      assertFalse(left.contains("10.9.0.100/"), left);
      assertTrue(daemon.output().contains("Shutdown script"), daemon.output());
      // The processes have become sleep(1). Killed ones may still have to be collected.
      Await.until("none is left", () -> router.machine.run("pgrep", "-x", "sleep").isEmpty());
    }
  }

  @Test
  void filesThatCannotBeWritten() {
    try (var router = new Operated()) {
      router.machine.mustRun(
          "sh",
          "-c",
          "mkdir /run/full && mount -t tmpfs -o size=4k tmpfs /run/full"
              + " && (cat /dev/zero > /run/full/x 2> /run/tmp/err; true)");
      router.configure(Operated.one(""));
      var refused = router.start("-p", "/run/full/p.pid");
      assertEquals(0, refused.await(Operated.LIMIT), refused.output());
      assertTrue(refused.output().contains("No space left on device"), refused.output());
      assertEquals("x\n", router.machine.mustRun("ls", "/run/full"));
      assertFalse(router.machine.has("10.9.0.100"));
      router.machine.mustRun("ln", "-s", "/run/victim", "/run/link.pid");
      var linked = router.start("-p", "/run/link.pid");
      assertEquals(0, linked.await(Operated.LIMIT), linked.output());
      assertEquals(1, router.machine.status("test", "-e", "/run/victim"));

      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      router.machine.mustRun("mount", "--bind", "/run/full", "/run/tmp");
      daemon.signal("USR1");
      router.await(daemon, "Can't write /run/tmp/keepalived.data: No space left on device");
      router.machine.mustRun("umount", "/run/tmp");
      router.machine.mustRun("mv", "/run/tmp", "/run/elsewhere");
      daemon.signal("USR2");
      router.await(daemon, "Can't write /run/tmp/keepalived.stats: No such file or directory");
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  @Test
  void reloadsOfFilesThatAreGoneEmptyOrChangeQuickly() {
    try (var router = new Operated()) {
      router.configure(Operated.one("reload_lenient"));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      router.machine.mustRun("rm", "/etc/keepalived/keepalived.conf");
      daemon.signal("HUP");
      router.await(daemon, "Config files missing '/etc/keepalived/keepalived.conf'.");
      router.await(daemon, "configuration stale since");
      router.machine.mustRun("mkdir", "/etc/keepalived/keepalived.conf");
      daemon.signal("HUP");
      Await.until("refused again", () -> daemon.count("is kept") == 2);
      assertTrue(router.machine.has("10.9.0.100"));
      router.machine.mustRun("rmdir", "/etc/keepalived/keepalived.conf");

      router.configure(Operated.one("reload_lenient"));
      for (int i = 0; i < 5; i++) {
        daemon.signal("HUP");
      }
      router.await(daemon, "Reload complete");
      router.configure("");
      Await.pass(Duration.ofSeconds(1));
      daemon.signal("HUP");
      router.await(daemon, "keepalived has no configuration to run");
      Await.until("as the file says", () -> !router.machine.has("10.9.0.100"));
      router.configure(Operated.one(""));
      daemon.signal("HUP");
      Await.until("and back", () -> router.machine.has("10.9.0.100"));
      daemon.signal("HUP");
      assertEquals(0, daemon.stop(), daemon.output());
      assertFalse(router.machine.has("10.9.0.100"));
    }
  }

  /// Firewall tables depend on a library that ends the process when no file descriptor is left.
  @Test
  void withoutADescriptorAtAReloadItLivesOnAndMakesUpForItLater() {
    try (var router = new Operated()) {
      var accepting = Operated.instance("VI_1", 51, 254, "10.9.0.100/24");
      var refusing = accepting.replace("advert_int 1", "no_accept\n  advert_int 1");
      router.configure(refusing);
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      Await.until("refused", () -> ruleset(router).contains("10.9.0.100"));
      var pid = router.machine.mustRun("pgrep", "-x", "keepalived").lines().toList().getLast();
      var limit = "prlimit --pid=%s --nofile=%s".formatted(pid, "%s:");
      var most = "$(ls /proc/%s/fd | sort -n | tail -1)".formatted(pid);
      router.machine.mustRun("sh", "-c", limit.formatted("$((" + most + " + 1))"));
      router.machine.mustRun("nft", "flush", "ruleset");
      daemon.signal("HUP");
      router.await(daemon, "Too many open files");
      Await.pass(Duration.ofSeconds(3));
      assertTrue(router.machine.has("10.9.0.100"), daemon.output());

      router.machine.mustRun("sh", "-c", limit.formatted("1024"));
      router.configure(
          refusing + Operated.instance("VI_2", 52, 254, "10.9.0.101/24\n 10.9.0.102/24"));
      daemon.signal("HUP");
      Await.until("both are master", () -> router.machine.has("10.9.0.102"));
      Await.until("refused again", () -> ruleset(router).contains("10.9.0.100"));
      assertFalse(ruleset(router).contains("10.9.0.101"), ruleset(router));
      assertEquals(0, daemon.stop(), daemon.output());
      assertEquals("", ruleset(router));
    }
  }

  private static String ruleset(Operated router) {
    return router.machine.run("nft", "list", "ruleset");
  }

  @Test
  void aReaderThatDiesAndALogDaemonThatComesLate() {
    try (var router = new Operated()) {
      router.machine.mustRun(
          "sh",
          "-c",
          "mkdir /run/dev && cp -a /dev/null /dev/zero /dev/full /dev/random /dev/urandom /run/dev"
              + " && mount --bind /run/dev /dev");
      router.machine.write("reader.sh", "#!/bin/sh\necho $$ > /run/tmp/reader\nexec cat \"$1\"\n");
      router.configure(
          Operated.one(
              SCRIPTS
                  + "vrrp_notify_fifo /run/fifo\n"
                  + " vrrp_notify_fifo_script /etc/keepalived/reader.sh"));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      router.awaitFile("/run/tmp/reader");
      router.machine.mustRun("kill", "-KILL", router.read("/run/tmp/reader").strip());
      router.await(daemon, "notify fifo script terminated");
      router.machine.mustRun("ip", "link", "set", "eth0", "down");
      router.await(daemon, "Entering FAULT STATE");

      router.machine.write(
          "syslog.py",
          "#!/usr/bin/python3\nimport socket\n"
              + "s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\ns.bind('/dev/log')\n"
              + "print('bound', flush=True)\n"
              + "while True: print(s.recv(65536).decode(), flush=True)\n");
      var syslog = router.machine.start("/etc/keepalived/syslog.py");
      Await.until("bound", () -> syslog.output().contains("bound"));
      router.machine.mustRun("ip", "link", "set", "eth0", "up");
      Await.until("master again", () -> router.machine.has("10.9.0.100"));
      Await.until("logged", () -> syslog.output().contains("Entering MASTER STATE"));
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  /// The original's launching process has already exited when the file is read; ours can still
  /// report the error.
  @Test
  void inTheBackgroundAWrongFileIsNoSuccess() {
    try (var router = new Operated()) {
      router.configure("vrrp_instance VI_1 {\n virtual_router_id\n}\n");
      var bad = router.launch("-f", "/etc/keepalived/keepalived.conf");
      assertEquals(2, bad.await(Operated.LIMIT), bad.output());
      var missing = router.launch("-f", "/etc/keepalived/none.conf");
      assertEquals(6, missing.await(Operated.LIMIT), missing.output());
      assertEquals("", router.machine.run("pgrep", "-x", "keepalived"));
    }
  }
}
