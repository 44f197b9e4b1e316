package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keepalived.lab.Await;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The effects of options on files, on the system log and on child processes; each daemon has
/// several options.
@Tag("linux")
class OptionEffectsTest {

  private static final String FILE = "/etc/keepalived/keepalived.conf";

  /// The system's log daemon: prints each datagram.
  private static final String SYSLOG =
      """
      #!/usr/bin/python3
      import socket
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind('/dev/log')
      print('bound', flush=True)
      while True:
          print(s.recv(65536).decode(), flush=True)
      """;

  /// Gives the machine its own `/dev` and core pattern, and starts its log daemon.
  private static Program withSyslog(Operated router) {
    router.machine.mustRun(
        "sh",
        "-c",
        "mkdir /run/dev && cp -a /dev/null /dev/zero /dev/full /dev/random /dev/urandom /run/dev"
            + " && mount --bind /run/dev /dev"
            + " && echo core > /run/pattern"
            + " && mount --bind /run/pattern /proc/sys/kernel/core_pattern");
    router.machine.write("syslog.py", SYSLOG);
    var syslog = router.machine.start("/etc/keepalived/syslog.py");
    Await.until("bound", () -> syslog.output().contains("bound"));
    return syslog;
  }

  @Test
  void facilityUmaskPidFilesAndCorePattern() {
    try (var router = new Operated()) {
      var syslog = withSyslog(router);
      router.machine.write("note.sh", "#!/bin/sh\numask > /run/tmp/umask\n");
      router.configure(
          Operated.one("script_user root\n enable_script_security\n vrrp_notify_fifo /run/fifo")
                  .replace("advert_int 1", "advert_int 1\n notify_master /etc/keepalived/note.sh")
              + "bfd_instance b1 {\n neighbor_ip 10.9.0.2\n}\n"
              + "virtual_server 10.9.0.100 80 {\n real_server 10.9.0.7 80 {\n }\n}\n");
      var daemon =
          router.launch(
              "-n",
              "-D",
              "-f",
              FILE,
              "-S",
              "5",
              "-u",
              "027",
              "-b",
              "/run/b.pid",
              "-c",
              "/run/c.pid",
              "-M/run/core.%p",
              "-A",
              "unix:/run/agentx",
              "-g/run/tmp/k.log",
              "--flush-log-file");
      Await.until("logged to syslog", () -> syslog.output().contains("Entering MASTER STATE"));
      awaitLine(syslog, "SNMP is not implemented");
      awaitLine(syslog, "Startup complete");
      String pid = daemon.pidInside() + "\n";
      var lines = syslog.output().lines().filter(line -> line.contains("eepalived")).toList();
      // local5 is 21; 21 * 8 + 6 for information.
      assertTrue(lines.stream().allMatch(l -> l.matches("<1(68|69|7[0-5])>.*")), lines.toString());
      assertTrue(syslog.output().contains("<174>"), syslog.output());
      assertTrue(
          syslog.output().contains("Keepalived_vrrp[" + pid.strip() + "]: (VI_1) Entering MASTER"));
      assertEquals(pid, router.read("/run/b.pid"));
      assertEquals(pid, router.read("/run/c.pid"));
      assertEquals("644", router.mode("/run/b.pid"));
      assertEquals("640", router.mode("/run/fifo"));
      Await.until(
          "the log", () -> router.machine.run("cat", "/run/tmp/k.log").contains("complete"));
      assertEquals("640", router.mode("/run/tmp/k.log"));
      router.awaitFile("/run/tmp/umask");
      assertEquals("0027\n", router.read("/run/tmp/umask"));
      assertEquals("/run/core.%p", router.read("/proc/sys/kernel/core_pattern").strip());
      String limits = router.read("/proc/" + pid.strip() + "/limits");
      assertTrue(limits.matches("(?s).*Max core file size +unlimited .*"), limits);

      assertEquals(0, daemon.stop(), daemon.output());
      assertEquals("core", router.read("/proc/sys/kernel/core_pattern").strip());
      assertEquals("", daemon.output(), "no -l: nothing on the console");
      assertEquals(1, router.machine.status("test", "-e", "/run/b.pid"));
      assertEquals(1, router.machine.status("test", "-e", "/run/c.pid"));
    }
  }

  @Test
  void withoutSyslogOnlyTheFileIsWritten() {
    try (var router = new Operated()) {
      var syslog = withSyslog(router);
      router.configure(Operated.one(""));
      var silent = router.launch("-n", "-G", "-f", FILE, "--log-file=/run/tmp/k");
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      Await.until(
          "a file for each part, its name at the end where there is no dot",
          () -> router.machine.run("cat", "/run/tmp/k_vrrp").contains("Entering MASTER STATE"));
      assertEquals(0, silent.stop(), silent.output());
      assertFalse(syslog.output().contains("eepalived"), syslog.output());

      var loud = router.launch("-n", "-f", FILE);
      awaitLine(syslog, "Entering MASTER STATE");
      assertEquals(0, loud.stop(), loud.output());
      // daemon is 3; 3 * 8 + 6 for information.
      assertTrue(syslog.output().contains("<30>"), syslog.output());
    }
  }

  private static void awaitLine(Program program, String text) {
    Await.until(() -> text + " in\n" + program.output(), () -> program.output().contains(text));
  }
}
