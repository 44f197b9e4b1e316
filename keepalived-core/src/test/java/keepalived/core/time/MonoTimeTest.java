package keepalived.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MonoTimeTest {

  @Test
  void comparesBySubtractionAcrossTheOverflow() {
    var before = new MonoTime(Long.MAX_VALUE - 10);
    var after = before.plus(Duration.ofNanos(20));
    assertTrue(after.nanos() < 0);
    assertTrue(before.isBefore(after));
    assertTrue(before.compareTo(after) < 0);
    assertEquals(Duration.ofNanos(20), after.since(before));
    assertTrue(before.reached(after));
    assertFalse(after.reached(before));
    assertTrue(after.reached(after));
    assertEquals(before, MonoTime.earlier(after, before));
    assertEquals(before, after.minus(Duration.ofNanos(20)));
  }
}
