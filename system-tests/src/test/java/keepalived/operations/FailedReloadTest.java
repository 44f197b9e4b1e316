package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Program;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reloads that fail halfway, and reloads without a free thread: both are logged, later reloads
/// work, and the daemon can always be stopped, with a resignation first.
@Tag("linux")
class FailedReloadTest {

  private static final String BFD =
      "bfd_instance b1 {\n neighbor_ip 10.9.0.9\n source_ip 10.9.0.1\n idle_tx 200\n}\n";

  /// The methods in which a reload runs: on its own thread and on the loops.
  private static final Map<String, String> METHODS =
      Map.of(
          "file", "keepalived.daemon.reload.FileConfigurations.load",
          "scripts", "keepalived.daemon.Node.scripts",
          "vrrp", "keepalived.vrrp.engine.VrrpEngine.reconfigure",
          "bfd", "keepalived.tracking.bfd.BfdEngine.reconfigure");

  private static String configuration(String address) {
    return Operated.one("") + Operated.instance("VI_2", 52, 255, address) + BFD;
  }

  private static void order(Operated router, String place) {
    router.machine.mustRun("sh", "-c", "echo error > /run/tmp/break-" + place);
  }

  private static void reload(Operated router, Program daemon, String address) {
    router.configure(configuration(address));
    daemon.signal("HUP");
  }

  private static Program start(Operated router, String place) throws IOException {
    router.configure(configuration("10.9.0.102/24"));
    var daemon = FaultyDaemon.start(router, METHODS.get(place) + "=/run/tmp/break-" + place);
    Await.until(() -> "master\n" + daemon.output(), () -> router.machine.has("10.9.0.102"));
    router.await(daemon, "Startup complete");
    return daemon;
  }

  /// Stops the daemon and checks that its resources are removed and the peers received the
  /// resignation.
  private static void end(Operated router, Program daemon, Adverts wire) {
    assertEquals(0, daemon.stop(), daemon.output());
    for (String address : new String[] {"10.9.0.100", "10.9.0.102", "10.9.0.103"}) {
      assertFalse(router.machine.has(address), daemon.output());
    }
    Await.until(
        "it resigned", () -> wire.seen(51).stream().anyMatch(advert -> advert.priority() == 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "scripts", "vrrp", "bfd"})
  void anErrorAtAReloadIsSaidAndTheNextOneWorks(String place) throws IOException {
    try (var router = new Operated()) {
      var daemon = start(router, place);
      order(router, place);
      reload(router, daemon, "10.9.0.103/24");
      router.await(daemon, "the reload failed: java.lang.OutOfMemoryError");
      Await.until(
          () -> "what ran runs\n" + daemon.output(),
          () -> router.machine.has("10.9.0.100") && router.machine.has("10.9.0.102"));
      daemon.signal("USR1");
      router.awaitFile("/run/tmp/keepalived.data");
      String dump = router.read("/run/tmp/keepalived.data");
      assertTrue(dump.startsWith("Configuration stale since 20"), dump);
      assertTrue(dump.lines().findFirst().orElseThrow().contains("the reload failed"), dump);

      daemon.signal("HUP");
      router.await(daemon, "no longer stale");
      Await.until("the new address", () -> router.machine.has("10.9.0.103"));
      assertFalse(router.machine.has("10.9.0.102"), daemon.output());
      end(router, daemon, Adverts.of(router.lab));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "vrrp", "bfd"})
  void afterAnErrorAtAReloadItEndsInOrder(String place) throws IOException {
    try (var router = new Operated()) {
      var daemon = start(router, place);
      var wire = Adverts.of(router.lab);
      order(router, place);
      reload(router, daemon, "10.9.0.103/24");
      router.await(daemon, "the reload failed: ");
      end(router, daemon, wire);
    }
  }

  /// A separate group of processes, which can be left without threads.
  private final String group =
      "/run/pids/keepalived-test-%d-%d/"
          .formatted(ProcessHandle.current().pid(), System.nanoTime());

  private void limit(Operated router, String most) {
    router.machine.mustRun("sh", "-c", "echo " + most + " > " + group + "pids.max");
  }

  private Program startLimited(Operated router) {
    String mount =
        "mkdir -p /run/pids && mount -t cgroup -o pids pids /run/pids && mkdir -p " + group;
    Assumptions.assumeTrue(router.machine.status("sh", "-c", mount) == 0, "no cgroup of pids");
    limit(router, "max");
    router.configure(configuration("10.9.0.102/24"));
    var daemon =
        router.machine.start(
            "sh",
            "-c",
            "echo $$ > "
                + group
                + "cgroup.procs; exec "
                + Keepalived.OURS.program()
                + " -n -l -D -f /etc/keepalived/keepalived.conf");
    Await.until(() -> "master\n" + daemon.output(), () -> router.machine.has("10.9.0.102"));
    router.await(daemon, "Startup complete");
    return daemon;
  }

  private void endLimited(Operated router, Program daemon, Adverts wire) {
    end(router, daemon, wire);
    Await.until("its group is empty", () -> router.machine.status("rmdir", group) == 0);
  }

  private static final String FOLLOWED =
      "track_file load {\n file /run/load\n}\n" + "vrrp_track_process cat {\n process cat\n}\n";

  @Test
  void aReloadWithoutAThreadIsDoneWhenThereIsOne() {
    try (var router = new Operated()) {
      var daemon = startLimited(router);
      var wire = Adverts.of(router.lab);
      int masters = daemon.count("Entering MASTER STATE");
      limit(router, "1");
      router.configure(FOLLOWED + configuration("10.9.0.103/24"));
      daemon.signal("HUP");
      router.await(daemon, "reload cannot start: ");
      daemon.signal("HUP");
      limit(router, "max");
      Await.until(
          () -> "the new address\n" + daemon.output(), () -> router.machine.has("10.9.0.103"));
      router.await(daemon, "Reload complete");
      daemon.signal("HUP");
      Await.until(
          () -> "once more\n" + daemon.output(), () -> daemon.count("Reload complete") >= 2);
      assertEquals(masters, daemon.count("Entering MASTER STATE"), daemon.output());
      assertTrue(wire.seen(51).stream().allMatch(advert -> advert.priority() == 255));
      endLimited(router, daemon, wire);
    }
  }

  @Test
  void withoutAThreadItEndsInOrder() {
    try (var router = new Operated()) {
      var daemon = startLimited(router);
      var wire = Adverts.of(router.lab);
      limit(router, "1");
      daemon.signal("HUP");
      daemon.signal("USR1");
      router.await(daemon, "reload cannot start: ");
      router.await(daemon, "dump cannot start: ");
      endLimited(router, daemon, wire);
    }
  }
}
