package keepalived.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

  @Test
  void itLooksUntilTheConditionHolds() {
    var looks = new AtomicInteger();
    Await.until("three looks", () -> looks.incrementAndGet() == 3);
    assertEquals(3, looks.get());
  }

  @Test
  void theTimeIsWaitedInFullWhereTheConditionNeverHolds() {
    var time = Duration.ofMillis(150);
    long start = System.nanoTime();
    assertFalse(Await.holdsWithin(time, () -> false));
    assertTrue(System.nanoTime() - start >= time.toNanos());
  }

  @Test
  void whatTheConditionThrowsEndsTheWait() {
    var thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                Await.until(
                    "nothing",
                    () -> {
                      throw new IOException("no file");
                    }));
    assertEquals("no file", thrown.getCause().getMessage());
  }
}
