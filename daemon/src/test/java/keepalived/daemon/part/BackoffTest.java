package keepalived.daemon.part;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void delaysDoubleToAMinute() {
    var seconds = new ArrayList<Long>();
    var backoff = Backoff.NONE;
    for (int i = 0; i < 9; i++) {
      seconds.add(backoff.delay().toSeconds());
      backoff = backoff.after(Duration.ofSeconds(59));
    }
    assertEquals(List.of(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L), seconds);
  }

  @Test
  void aMinuteOfLifeForgets() {
    assertEquals(Backoff.NONE, new Backoff(Duration.ofSeconds(32)).after(Duration.ofMinutes(1)));
  }
}
