package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import keepalived.lab.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nothing except log lines on standard error, and almost no CPU time while nothing happens.
@Tag("linux")
class QuietTest {

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

  /// One instance uses less than 1 % of a core when idle: counted in the kernel's ticks over ten
  /// seconds, as user and system time of the whole process. On a busy machine the work after the
  /// start takes longer, so the first quiet ten seconds of a minute count.
  @Test
  void oneInstanceIdlesBelowOnePercent() {
    try (var router = new OneRouter()) {
      var daemon = router.start(OneRouter.configuration(2, 100, ""));
      router.awaitMaster();
      Await.pass(Duration.ofSeconds(8));
      String stat = "/proc/" + daemon.pidInside() + "/stat";
      var used = new ArrayList<Long>();
      while (used.isEmpty() || used.getLast() >= 10 && used.size() < 5) {
        long before = ticks(router.machine.mustRun("cat", stat));
        Await.pass(Duration.ofSeconds(10));
        used.add(ticks(router.machine.mustRun("cat", stat)) - before);
      }
      assertTrue(used.getLast() < 10, used + " ticks of 10 ms, each in 10 s");
    }
  }

  private static long ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }
}
