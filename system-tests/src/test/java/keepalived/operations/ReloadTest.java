package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import keepalived.lab.Await;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A reload changes only what differs between the configurations.
@Tag("linux")
class ReloadTest {

  private static final String NOTE = "#!/bin/sh\necho \"$@\" >> /run/tmp/notes\n";

  private static String two(int priority) {
    String notify = "global_defs {\n router_id R\n script_user root\n enable_script_security\n}\n";
    String second =
        Operated.instance("VI_2", 52, 150, "10.9.0.102/24")
            .replace("advert_int 1", "advert_int 1\n notify /etc/keepalived/note.sh");
    return notify + Operated.instance("VI_1", 51, priority, "10.9.0.101/24") + second;
  }

  @Test
  void onePriorityChangesOneInstancesAdvertsOnly() {
    try (var router = new Operated()) {
      router.machine.write("note.sh", NOTE);
      router.configure(two(200));
      var arp = router.lab.bridge().start("tcpdump", "-lnni", "br0", "arp");
      Await.until("listening", () -> arp.output().contains("listening on br0"));
      var daemon = router.start();
      // A second burst of gratuitous ARP comes five seconds after the first.
      Await.until(
          "both masters have announced their addresses twice",
          () -> announced(arp, "10.9.0.101") == 10 && announced(arp, "10.9.0.102") == 10);
      Await.until("notified", () -> router.read("/run/tmp/notes").contains("VI_2 MASTER"));
      String notes = router.read("/run/tmp/notes");
      var adverts = router.lab.bridge().start("tcpdump", "-lnnvi", "br0", "vrrp");
      var kernel = router.machine.start("ip", "monitor", "address", "route");
      Await.until("adverts are seen", () -> adverts.output().contains("vrid 52"));

      router.configure(two(190));
      daemon.signal("HUP");
      router.await(daemon, "Reload complete");
      Await.until("the new priority", () -> adverts.output().contains("vrid 51, prio 190"));
      Await.pass(Duration.ofSeconds(7));

      assertEquals(10, announced(arp, "10.9.0.101"), arp.output());
      assertEquals(10, announced(arp, "10.9.0.102"), arp.output());
      assertEquals("", kernel.output());
      assertEquals(notes, router.read("/run/tmp/notes"));
      assertTrue(adverts.output().contains("vrid 52, prio 150"), adverts.output());
      assertFalse(adverts.output().contains("prio 0"), adverts.output());
      assertEquals(2, daemon.count("Entering MASTER STATE"), daemon.output());
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  private static long announced(Program arp, String address) {
    return arp.said().stream().filter(l -> l.text().contains("who-has " + address + " ")).count();
  }

  @Test
  void atTheTimeThatAFileSays() {
    try (var router = new Operated()) {
      String timed = "reload_time_file /run/tmp/when\n reload_file /run/tmp/reloading";
      router.configure(Operated.one(timed));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      router.machine.mustRun("sh", "-c", "date -u -d tomorrow '+%F %TZ' > /run/tmp/when");
      router.await(daemon, "Scheduling reload for ");
      router.machine.mustRun("sh", "-c", "date -u -d '+5 seconds' '+%F %TZ' > /run/tmp/when");
      router.await(daemon, "Reload time updated from ");
      router.await(daemon, "Reload complete");
      Await.until(
          "the file is used up", () -> router.machine.status("test", "-e", "/run/tmp/when") == 1);
      Await.until(
          "the marker is gone",
          () -> router.machine.status("test", "-e", "/run/tmp/reloading") == 1);

      router.machine.mustRun("sh", "-c", "date -u -d tomorrow '+%F %TZ' > /run/tmp/when");
      Await.until("scheduled", () -> daemon.count("Scheduling reload for ") == 2);
      router.machine.mustRun("rm", "/run/tmp/when");
      router.await(daemon, "Cancelling reload scheduled for ");
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  @Test
  void statesAreWrittenToTheFifoAgain() {
    try (var router = new Operated()) {
      router.machine.write("reader.sh", "#!/bin/sh\nexec cat \"$1\" > /run/tmp/lines\n");
      router.configure(
          Operated.one(
              "script_user root\n enable_script_security\n vrrp_notify_fifo /run/fifo\n"
                  + " vrrp_notify_fifo_script /etc/keepalived/reader.sh\n"
                  + " fifo_write_vrrp_states_on_reload"));
      var daemon = router.start();
      String line = "INSTANCE \"VI_1\" MASTER 255";
      Await.until("notified", () -> router.machine.run("cat", "/run/tmp/lines").contains(line));
      daemon.signal("HUP");
      Await.until(
          "notified again",
          () -> router.machine.run("cat", "/run/tmp/lines").split(line, -1).length == 3);
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  private static String routed(String more) {
    return Operated.one("")
        .replace(
            "virtual_ipaddress {",
            "virtual_routes {\n fd99::/64 via fd00:9::9 dev eth0"
                + more
                + "\n}\nvirtual_ipaddress {");
  }

  private static String route(Operated router) {
    return router.machine.run("ip", "-6", "route", "show", "fd99::/64");
  }

  /// IPv6 treats two routes through the same gateway as one, whatever their other values.
  @Test
  void anIpv6RouteThatKeepsItsGatewayIsThereInItsNewForm() {
    try (var router = new Operated()) {
      router.machine.mustRun("ip", "addr", "add", "fd00:9::1/64", "dev", "eth0", "nodad");
      router.configure(routed(""));
      var daemon = router.start();
      Await.until("the route", () -> route(router).contains("via fd00:9::9"));
      router.configure(routed(" mtu 1300"));
      daemon.signal("HUP");
      router.await(daemon, "Reload complete");
      Await.until(
          () -> "its new form\n" + daemon.output(), () -> route(router).contains("mtu 1300"));
      assertEquals(1, route(router).lines().count(), route(router));
      assertFalse(daemon.output().contains("another program"), daemon.output());
      assertEquals(0, daemon.stop(), daemon.output());
      assertEquals("", route(router));
    }
  }
}
