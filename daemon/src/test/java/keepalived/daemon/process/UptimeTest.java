package keepalived.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UptimeTest {

  @Test
  void theFirstWordIsSeconds() {
    assertEquals(Duration.ofMillis(350_735_470), Uptime.read("350735.47 234388.90\n"));
    assertEquals(Duration.ofMillis(80), Uptime.read("0.08 0.00\n"));
  }

  @Test
  void thisMachineIsUp() {
    assertTrue(Uptime.now().isPositive());
  }
}
