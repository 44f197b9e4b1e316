package keepalived.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// With the same configuration, and the same real servers failing and recovering, the
/// distribution's keepalived and our engine must have the same IPVS table, sync daemons, timeouts,
/// FIFO lines and script calls after each step.
@Tag("uml")
class DifferentialTest {

  private static final Duration SETTLE_TIME = Duration.ofSeconds(25);

  /// How many scenarios run side by side: the guest has one processor.
  private static final int BATCH = 9;

  @Test
  void equalsTheOriginal() {
    var comparison = new Comparison(Ours::new, SETTLE_TIME);
    // Mails are sent by the daemon, not the engine.
    comparison.run(Scenario.all(System.getProperty("scenarios", "(?!letters).*")), BATCH);
    assertEquals("", comparison.report(), comparison.differences() + " differences");
  }
}
