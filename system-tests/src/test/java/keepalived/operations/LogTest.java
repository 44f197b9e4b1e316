package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The log of the packaged daemon when its destinations are full, occupied by others, or not read.
@Tag("linux")
class LogTest {

  private static void shell(Operated router, String command) {
    router.machine.mustRun("sh", "-c", command);
  }

  private static void awaitLine(Operated router, String file, String text) {
    Await.until(
        () -> text + " in\n" + router.machine.run("cat", file),
        () -> router.machine.run("cat", file).contains(text));
  }

  private static void master(Operated router) {
    Await.until("master", () -> router.machine.has("10.9.0.100"));
  }

  private static Program started(Operated router, String... more) {
    var daemon = router.start(more);
    master(router);
    return daemon;
  }

  @Test
  void aFullDiskCostsItsLinesAndNoMore() {
    try (var router = new Operated()) {
      shell(router, "mkdir /run/log && mount -t tmpfs -o size=16k tmpfs /run/log");
      router.configure(Operated.one(""));
      var daemon = started(router, "-g/run/log/k.log");
      awaitLine(router, "/run/log/k.log", "Startup complete");
      shell(router, "cat /dev/zero > /run/log/fill 2>/dev/null; true");
      // The last page of the file has space; lines are written until it is full.
      Await.until(
          "full",
          () -> {
            daemon.signal("HUP");
            return daemon.output().contains("log file /run/log/k.log: No space left on device");
          });
      int before = daemon.count("Reload complete");
      daemon.signal("HUP");
      Await.until("the console goes on", () -> daemon.count("Reload complete") > before);
      shell(router, "rm /run/log/fill");
      Await.until(
          "again",
          () -> {
            daemon.signal("HUP");
            return daemon.output().contains("log file /run/log/k.log works again; ");
          });
      awaitLine(router, "/run/log/k.log", "lost: No space left on device");
      for (String line : router.read("/run/log/k.log").lines().toList()) {
        assertFalse(line.lastIndexOf(" 20") > 40, () -> "two lines in one: " + line);
      }
      assertEquals(0, daemon.stop(), daemon.output());
      assertTrue(router.read("/run/log/k.log").contains("Stopped Keepalived"));
    }
  }

  @Test
  void whatIsNoLogFileOfOursIsNotWritten() {
    try (var router = new Operated()) {
      shell(
          router,
          "mkdir -m 1777 /run/log; cd /run/log; echo precious > /run/victim"
              + "; mkdir dir_vrrp.log; mkfifo fifo_vrrp.log; ln -s /run/victim link_vrrp.log"
              + "; ln /run/victim hard_vrrp.log; : > open_vrrp.log; chmod 666 open_vrrp.log"
              + "; : > other_vrrp.log; chown 65534 other_vrrp.log"
              + "; ln -s /dev/null device_vrrp.log");
      router.configure(Operated.one(""));
      refused(router, "dir", "is a directory");
      refused(router, "fifo", "is a FIFO");
      refused(router, "link", "is a symbolic link");
      refused(router, "hard", "has 2 names (hard links)");
      refused(router, "open", "is writable by everybody (mode 0666)");
      refused(router, "other", "belongs to uid 65534");
      refused(router, "device", "is a symbolic link");
      assertEquals("precious\n", router.read("/run/victim"));
      assertEquals("", router.read("/run/log/open_vrrp.log"));
    }
  }

  private static void refused(Operated router, String name, String why) {
    var daemon = started(router, "-g/run/log/" + name + ".log");
    router.await(daemon, "log file /run/log/" + name + "_vrrp.log: " + why);
    assertEquals(0, daemon.stop(), daemon.output());
    assertTrue(router.read("/run/log/" + name + ".log").contains("Stopped Keepalived"));
  }

  /// Also without other destinations, and with a reader that has ended.
  @Test
  void standardErrorThatNoOneReadsHoldsNothingUp() {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      String line = "%s -n -l -f /etc/keepalived/keepalived.conf -g/run/tmp/k.log %s 2> /run/pipe";
      shell(router, "mkfifo /run/pipe /run/gone");
      var holder =
          router.machine.start(
              "sh",
              "-c",
              "exec 3<> /run/pipe; dd if=/dev/zero of=/run/pipe bs=4096 oflag=nonblock;"
                  + " echo held > /run/held; exec sleep 1000");
      router.awaitFile("/run/held");
      for (String more : new String[] {"", "-G"}) {
        var daemon =
            router.machine.start(
                "sh", "-c", "exec " + line.formatted(Keepalived.OURS.program(), more));
        master(router);
        awaitLine(router, "/run/tmp/k.log", "standard error: nothing reads it");
        assertEquals(0, daemon.stop(), daemon.output());
        assertFalse(router.machine.has("10.9.0.100"));
        awaitLine(router, "/run/tmp/k.log", "Stopped Keepalived");
        shell(router, "rm /run/tmp/k.log");
      }
      holder.signal("KILL");
    }
  }

  @Test
  void standardErrorWhoseReaderHasGoneOrThatIsClosed() {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      String command =
          Keepalived.OURS.program() + " -n -l -f /etc/keepalived/keepalived.conf -g/run/tmp/k.log";
      shell(router, "mkfifo /run/pipe");
      // Its reader ends before the first line: the shell opens both ends first.
      var daemon =
          router.machine.start(
              "sh", "-c", "exec 3<> /run/pipe 4> /run/pipe 3<&-; exec " + command + " 2>&4");
      master(router);
      awaitLine(router, "/run/tmp/k.log", "standard error: Broken pipe");
      assertEquals(0, daemon.stop(), daemon.output());
      var closed = router.machine.start("sh", "-c", "exec " + command + " 2>&-");
      master(router);
      awaitLine(router, "/run/tmp/k.log", "standard error: Bad file descriptor");
      assertEquals(0, closed.stop(), closed.output());
    }
  }

  /// One host name from an attacker, one line: on every sink, in the dump, in the statistics.
  @Test
  void namesThatActAreShownAsText() {
    try (var router = new Operated()) {
      String hostile = "V\u001b[2J\u0007\u009b\u202eX\u007f";
      String shown = "V\\x1b[2J\\x07\\x9b\\u202eX\\x7f";
      router.configure(
          Operated.one("").replace("router_id R", "router_id \"" + hostile + "\"")
              + Operated.instance("\"" + hostile + "\"", 52, 255, "10.9.0.101/24"));
      var daemon = started(router, "-g/run/tmp/k.log");
      router.await(daemon, "(" + shown + ") Entering MASTER STATE");
      awaitLine(router, "/run/tmp/k_vrrp.log", "(" + shown + ") Entering MASTER STATE");
      daemon.signal("USR1");
      router.awaitFile("/run/tmp/keepalived.data");
      daemon.signal("USR2");
      router.awaitFile("/run/tmp/keepalived.stats");
      daemon.signal("36");
      router.awaitFile("/run/tmp/keepalived.json");
      assertTrue(
          router.read("/run/tmp/keepalived.data").contains("VRRP Instance = " + shown + "\n"));
      assertTrue(router.read("/run/tmp/keepalived.data").contains("Router ID = " + shown + "\n"));
      assertTrue(router.read("/run/tmp/keepalived.stats").contains("Instance: " + shown + "\n"));
      assertTrue(
          router.read("/run/tmp/keepalived.json").contains("V\\u001b[2J\\u0007\\u009b\\u202eX"));
      assertEquals(0, daemon.stop(), daemon.output());
      for (String file : new String[] {"k.log", "k_vrrp.log", "keepalived.data"}) {
        String text = router.read("/run/tmp/" + file);
        assertTrue(text.chars().allMatch(c -> c == '\n' || c == '\t' || c >= 32 && c < 127), text);
      }
    }
  }
}
