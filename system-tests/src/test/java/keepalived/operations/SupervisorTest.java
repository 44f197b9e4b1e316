package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The messages that systemd receives, and the log lines about a missing service manager.
@Tag("linux")
class SupervisorTest {

  /// A service manager's end of NOTIFY_SOCKET.
  private static final String RECEIVER =
      """
      #!/usr/bin/python3
      import socket
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind('/run/tmp/notify')
      print('bound', flush=True)
      while True:
          print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
      """;

  @Test
  void theServiceManagerIsToldOfEachStep() {
    try (var router = new Operated()) {
      router.machine.write("receiver.py", RECEIVER);
      router.configure(Operated.one(""));
      var heard = router.machine.start("/etc/keepalived/receiver.py");
      Await.until("bound", () -> heard.output().contains("bound"));
      Program daemon =
          router.machine.start(
              "env",
              "NOTIFY_SOCKET=/run/tmp/notify",
              "WATCHDOG_USEC=3000000",
              Keepalived.OURS.program(),
              "-n",
              "-l",
              "-f",
              "/etc/keepalived/keepalived.conf");
      awaitHeard(heard, "READY=1 STATUS=running");
      awaitHeard(heard, "WATCHDOG=1");
      daemon.signal("HUP");
      awaitHeard(heard, "RELOADING=1 MONOTONIC_USEC=");
      router.await(daemon, "Reload complete");
      router.configure("vrrp_instance VI_1 {\n virtual_router_id\n}\n");
      daemon.signal("HUP");
      awaitHeard(heard, "READY=1 STATUS=configuration stale since 20");
      assertEquals(0, daemon.stop(), daemon.output());
      awaitHeard(heard, "STOPPING=1");
    }
  }

  private static void awaitHeard(Program receiver, String text) {
    Await.until(() -> text + " in\n" + receiver.output(), () -> receiver.output().contains(text));
  }

  @Test
  void withoutRootAndWithOnlyWhatIsNeeded() {
    try (var router = new Operated()) {
      router.machine.mustRun("chmod", "1777", "/run", "/run/tmp");
      router.configure(Operated.one("vrrp_rt_priority 50\n vrrp_no_swap"));
      var daemon = unprivileged(router, "+net_admin,+net_raw");
      Await.until(() -> "master\n" + daemon.output(), () -> router.machine.has("10.9.0.100"));
      router.await(daemon, "CAP_SYS_NICE is missing: normal scheduling");
      router.await(daemon, "CAP_IPC_LOCK is missing: memory may be swapped out");
      assertEquals(0, daemon.stop(), daemon.output());

      var hopeless = unprivileged(router, "+net_admin");
      assertEquals(4, hopeless.await(Operated.LIMIT), hopeless.output());
      assertTrue(hopeless.output().contains("CAP_NET_RAW is missing"), hopeless.output());
      assertTrue(hopeless.output().contains("missing permission. Terminating"));
    }
  }

  private static Program unprivileged(Operated router, String capabilities) {
    return router.machine.start(
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        "--inh-caps=-all," + capabilities,
        "--ambient-caps=-all," + capabilities,
        "--bounding-set=-all," + capabilities,
        Keepalived.OURS.program(),
        "-n",
        "-l",
        "-D",
        "-f",
        "/etc/keepalived/keepalived.conf");
  }
}
