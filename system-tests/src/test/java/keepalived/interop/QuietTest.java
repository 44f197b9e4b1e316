package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import keepalived.lab.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nothing except log lines on standard error, and few wakes while nothing happens.
@Tag("linux")
class QuietTest {

  private static final long WAKES = 100;

  @Test
  void noWarningsOfTheVirtualMachine() {
    try (var router = new OneRouter()) {
      var daemon = router.start(OneRouter.configuration(2, 100, ""));
      router.awaitMaster();
      assertEquals(0, daemon.stop(), daemon.output());
      for (var line : daemon.said()) {
        assertTrue(
            line.text()
                .matches("[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}: .*"),
            "not a log line: " + line.text());
      }
    }
  }

  /// An idle master wakes rarely: counted as voluntary context switches of all its threads in ten
  /// seconds. They do not depend on how busy the machine is, as processor time does, which
  /// `scripts/bench footprint` measures. On a busy machine the work after the start takes longer,
  /// so the first quiet ten seconds of a minute count.
  @Test
  void anIdleMasterWakesRarely() {
    try (var router = new OneRouter()) {
      var daemon = router.start(OneRouter.configuration(2, 100, ""));
      router.awaitMaster();
      Await.pass(Duration.ofSeconds(8));
      long pid = daemon.pidInside();
      var wakes = new ArrayList<Long>();
      while (wakes.isEmpty() || wakes.getLast() >= WAKES && wakes.size() < 5) {
        long before = switches(router, pid);
        Await.pass(Duration.ofSeconds(10));
        wakes.add(switches(router, pid) - before);
      }
      assertTrue(wakes.getLast() < WAKES, wakes + " wakes, each in 10 s");
    }
  }

  private static long switches(OneRouter router, long pid) {
    String statuses = router.machine.mustRun("sh", "-c", "cat /proc/" + pid + "/task/*/status");
    return statuses
        .lines()
        .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .sum();
  }
}
