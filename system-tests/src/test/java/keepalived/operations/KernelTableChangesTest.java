package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keepalived.lab.Await;
import keepalived.lab.Program;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The packaged daemon while other programs change the kernel's IPVS table, and after it was
/// killed.
@Tag("uml")
@Order(2) // It unloads ip_vs, which services and connections of earlier tests would prevent.
class KernelTableChangesTest {

  /// The daemon fills the table again every 30 s, and a service keeps the module: so each attempt
  /// flushes first. The kernel lets go of what was flushed a little later.
  private static final String UNLOAD =
      "ipvsadm -C; sleep 0.5; lsmod | grep -oE '^(xt_ipvs|ip_vs_[a-z_]+)' | xargs -r rmmod;"
          + " modprobe -r ip_vs";

  private static String service(String address, String forwarding) {
    return """
    virtual_server %s 80 {
      lb_algo rr
      lb_kind %s
      protocol TCP
      real_server 127.0.0.11 80 {
      }
    }
    """
        .formatted(address, forwarding);
  }

  private static String entry(String address) {
    return "-A -t %s:80 -s rr\n-a -t %s:80 -r 127.0.0.11:80 -m -w 1\n".formatted(address, address);
  }

  private static String table(Operated router) {
    return router.machine.run("ipvsadm", "-Sn");
  }

  private static void await(Operated router, Program daemon, String table) {
    Await.until(
        () -> table + " in\n" + table(router) + daemon.output(), () -> table(router).equals(table));
  }

  /// Starts the daemon without VRRP.
  private static Program start(Operated router, String... services) {
    router.configure(String.join("", services));
    return router.start("-C");
  }

  @Test
  void aFlushedTableIsFilledAtTheReloadAndAfterTheModuleWasLoadedAgain() {
    try (var router = new Operated()) {
      var daemon = start(router, service("10.9.0.100", "NAT"));
      await(router, daemon, entry("10.9.0.100"));
      router.machine.mustRun("ipvsadm", "-C");
      router.configure(service("10.9.0.100", "NAT") + service("10.9.0.101", "NAT"));
      daemon.signal("HUP");
      await(router, daemon, entry("10.9.0.100") + entry("10.9.0.101"));
      router.await(daemon, "IPVS table differs from the desired state, repairing: [add service");

      Await.until(
          () -> "IPVS unloaded\n" + router.machine.run("lsmod"),
          () -> router.machine.status("sh", "-c", UNLOAD) == 0);
      router.machine.mustRun("modprobe", "ip_vs");
      await(router, daemon, entry("10.9.0.100") + entry("10.9.0.101"));
      assertEquals(0, daemon.stop(), daemon.output());
      assertEquals("", table(router));
    }
  }

  @Test
  void whatAKilledDaemonLeftIsRemovedAndWhatOthersMadeStays() {
    try (var router = new Operated()) {
      var killed = start(router, service("10.9.0.100", "NAT"), service("10.9.0.101", "NAT"));
      await(router, killed, entry("10.9.0.100") + entry("10.9.0.101"));
      killed.crash();
      router.machine.mustRun("ipvsadm", "-A", "-t", "10.9.0.102:80", "-s", "rr");
      assertTrue(table(router).startsWith(entry("10.9.0.100")), "it was killed");

      var next = start(router, service("10.9.0.101", "NAT"));
      await(router, next, entry("10.9.0.101") + "-A -t 10.9.0.102:80 -s rr\n");
      assertEquals(0, next.stop(), next.output());
      assertEquals("-A -t 10.9.0.102:80 -s rr\n", table(router));
      router.machine.mustRun("ipvsadm", "-C");
    }
  }

  @Test
  void fullNatIsOfferedOnceItWorks() {
    try (var router = new Operated()) {
      // This kernel has no NAT in nf_tables, which leaves iptables.
      var iptables = router.machine.mustRun("readlink", "-f", "/usr/sbin/iptables-legacy").strip();
      router.machine.mustRun("mount", "--bind", "/bin/false", iptables);
      var daemon = start(router, service("10.9.0.100", "NAT"), service("10.9.0.101", "FNAT"));
      try {
        router.await(daemon, "disabled until it works: [[10.9.0.101]:tcp:80]");
        await(router, daemon, entry("10.9.0.100"));
      } finally {
        router.machine.mustRun("umount", iptables);
      }
      daemon.signal("HUP");
      await(router, daemon, entry("10.9.0.100") + entry("10.9.0.101"));
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }
}
