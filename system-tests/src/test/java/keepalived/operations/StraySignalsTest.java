package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every signal, compared with the original: a stray one must not end a master.
@Tag("linux")
class StraySignalsTest {

  /// Signals that also end the original (its children end too, its addresses stay), those that end
  /// it in order, those that cannot be ignored, and those of glibc.
  private static final Set<Integer> LEFT_OUT = Set.of(2, 4, 7, 8, 9, 11, 15, 19, 32, 33);

  private static List<Integer> survived(Operated router, Program daemon) {
    var survived = new ArrayList<Integer>();
    for (int number = 1; number <= 64; number++) {
      if (!LEFT_OUT.contains(number)) {
        router.machine.run("kill", "-" + number, Long.toString(daemon.pidInside()));
        String status = router.machine.run("cat", "/proc/" + daemon.pidInside() + "/status");
        if (status.contains("State:")
            && !status.contains("State:\tT")
            && router.machine.has("10.9.0.100")) {
          survived.add(number);
        }
      }
    }
    return survived;
  }

  @Test
  void aMasterSurvivesWhatTheOriginalSurvives() {
    var lists = new ArrayList<List<Integer>>();
    for (var program : List.of(Keepalived.ORIGINAL, Keepalived.OURS)) {
      try (var router = new Operated()) {
        router.configure(Operated.one(""));
        var daemon = program.start(router.machine, "keepalived.conf");
        Await.until("master", () -> router.machine.has("10.9.0.100"));
        lists.add(survived(router, daemon));
        assertEquals(0, daemon.stop(), daemon.output());
        Await.until("resigned", () -> !router.machine.has("10.9.0.100"));
      }
    }
    assertEquals(lists.getFirst(), lists.getLast());
    assertEquals(64 - LEFT_OUT.size(), lists.getLast().size(), lists::toString);
  }

  @Test
  void quitTellsWhereTheThreadsAre() {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      daemon.signal("QUIT");
      router.await(daemon, "Thread vrrp ");
      router.await(daemon, "    at ");
      assertTrue(router.machine.has("10.9.0.100"));
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  /// A crash report is written to the directory of pid files, or to our own one in it, which the
  /// first run makes; never to / or /tmp.
  @Test
  void aCrashLeavesItsReportInTheStateDirectory() {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      long pid = daemon.pidInside();
      assertEquals(1, router.machine.status("test", "-e", "/tmp/.java_pid" + pid));
      daemon.signal("SEGV");
      daemon.await(Operated.LIMIT);
      assertTrue(router.read("/run/hs_err_pid" + pid + ".log").contains("SIGSEGV"));
      var second = router.start();
      Await.until("up", () -> second.output().contains("Startup complete"));
      long again = second.pidInside();
      second.signal("SEGV");
      second.await(Operated.LIMIT);
      assertTrue(router.read("/run/keepalived/hs_err_pid" + again + ".log").contains("SIGSEGV"));
      for (String place : List.of("/", "/tmp/", "/etc/keepalived/")) {
        for (long each : List.of(pid, again)) {
          assertEquals(
              1, router.machine.status("test", "-e", place + "hs_err_pid" + each + ".log"));
        }
      }
    }
  }
}
