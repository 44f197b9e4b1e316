package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import keepalived.lab.Await;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The effects of reloads on the files around the daemon.
@Tag("linux")
class ReloadedFilesTest {

  private static final String BFD = "bfd_instance b1 {\n neighbor_ip 10.9.0.2\n}\n";
  private static final String SERVICE =
      "virtual_server 10.9.0.100 80 {\n real_server 10.9.0.7 80 {\n }\n}\n";

  @Test
  void pidFilesFollowThePartsAndStatesAreSaved() {
    try (var router = new Operated()) {
      String saving = "config_save_dir /run/tmp/saved";
      router.configure(Operated.one(saving) + BFD + SERVICE);
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      router.await(daemon, "Startup complete");
      assertEquals("bfd checkers keepalived vrrp", pidFiles(router));
      daemon.signal("USR1");
      router.awaitFile("/run/tmp/keepalived_bfd.data");
      String data = router.read("/run/tmp/keepalived_bfd.data");
      assertTrue(data.startsWith("------< Global definitions >------\n"), data);
      assertTrue(data.contains("------< BFD Topology >------\n BFD Instance = b1\n"), data);
      assertTrue(data.contains("   Neighbor IP = 10.9.0.2\n"), data);
      assertTrue(data.contains("   local state = Down\n"), data);
      assertEquals("600", router.mode("/run/tmp/keepalived_bfd.data"));

      router.configure(Operated.one(saving));
      reload(router, daemon, 1);
      Await.until("two are left", () -> pidFiles(router).equals("keepalived vrrp"));
      String pid = "." + daemon.pidInside() + ".";
      var saved = router.machine.mustRun("ls", "/run/tmp/saved").lines().toList();
      for (String name :
          List.of(
              "keepalived.conf" + pid + "0",
              "keepalived.conf" + pid + "1",
              "keepalived_vrrp" + pid + "1.pre",
              "keepalived_vrrp" + pid + "1.post",
              "keepalived_bfd" + pid + "1.pre")) {
        assertTrue(saved.contains(name), name + " in " + saved);
        assertEquals("600", router.mode("/run/tmp/saved/" + name));
      }
      assertEquals("700", router.mode("/run/tmp/saved"));
      assertTrue(router.read("/run/tmp/saved/keepalived.conf" + pid + "0").contains(BFD));

      router.configure("global_defs {\n router_id R\n}\n" + BFD);
      reload(router, daemon, 2);
      Await.until("bfd's is back, vrrp's gone", () -> pidFiles(router).equals("bfd keepalived"));
      assertEquals(0, daemon.stop(), daemon.output());
      assertEquals("", pidFiles(router));
    }
  }

  private static String pidFiles(Operated router) {
    String names = router.machine.run("sh", "-c", "cd /run && ls -d *.pid 2>/dev/null");
    return names.replace(".pid", "").strip().replace('\n', ' ');
  }

  private static void reload(Operated router, Program daemon, int number) {
    daemon.signal("HUP");
    Await.until(
        () -> "reload " + number + " in\n" + daemon.output(),
        () -> daemon.count("Reload complete") == number);
  }

  /// The days for which reloads were scheduled, according to the log.
  private static List<LocalDate> scheduled(Program daemon) {
    return Pattern.compile("Scheduling reload for ([-0-9]{10})")
        .matcher(daemon.output())
        .results()
        .map(result -> LocalDate.parse(result.group(1)))
        .toList();
  }

  @Test
  void aTimeOfDayComesAgainEachDay() {
    try (var router = new Operated()) {
      router.configure(Operated.one("reload_time_file /run/tmp/when\n reload_repeat"));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      router.machine.mustRun("sh", "-c", "date -u -d '+4 seconds' '+%TZ' > /run/tmp/when");
      router.await(daemon, "Scheduling reload for ");
      router.await(daemon, "Reload complete");
      Await.until(
          () -> "tomorrow's in\n" + daemon.output(),
          () -> daemon.count("Scheduling reload for ") == 2);
      var days = scheduled(daemon);
      assertEquals(days.getFirst().plusDays(1), days.getLast(), daemon.output());
      assertEquals(0, router.machine.status("test", "-s", "/run/tmp/when"), "the file stays");
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }
}
