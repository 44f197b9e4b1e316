package keepalived.linux.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PunctualityTest {

  @Test
  void countsAreByPowersOfTwoMilliseconds() {
    var punctuality = new Punctuality();
    for (long micros :
        List.of(0L, 1000L, 1001L, 2000L, 4001L, 8_192_000L, 8_192_001L, 99_000_000L)) {
      punctuality.ran(Duration.ofNanos(micros * 1000));
    }
    var measured = punctuality.measured();
    assertEquals(8, measured.timers());
    assertEquals(Duration.ofSeconds(99), measured.max());
    assertEquals(
        List.of(2L, 2L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 2L), measured.counts());
    assertEquals(1, Lateness.boundMillis(0));
    assertEquals(8192, Lateness.boundMillis(13));
    assertEquals(8192, Lateness.boundMillis(14));
  }

  @Test
  void onlyLatenessBeyondTheToleranceIsReported() {
    var punctuality = new Punctuality();
    var reported = new ArrayList<Duration>();
    punctuality.report(Duration.ofMillis(10), reported::add);
    punctuality.ran(Duration.ofMillis(10));
    punctuality.ran(Duration.ofMillis(11));
    assertEquals(List.of(Duration.ofMillis(11)), reported);
  }
}
