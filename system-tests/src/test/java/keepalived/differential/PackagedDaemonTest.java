package keepalived.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// As [DifferentialTest], with the packaged daemon as a process: also tests options, files, SIGHUP,
/// SIGTERM, scripts, FIFO and mails.
@Tag("uml")
class PackagedDaemonTest {

  /// A JVM starts slowly in the guest, and all start at once.
  private static final Duration SETTLE_TIME = Duration.ofSeconds(90);

  /// One scenario for each feature that the daemon adds to the engine, or could break.
  private static final List<String> NAMES =
      List.of(
          "alpha",
          "file-updown",
          "group",
          "http",
          "inhibit",
          "init-notifies",
          "letters",
          "letters-global",
          "letters-off",
          "misc-dynamic",
          "omega",
          "reload-add-remove",
          "reload-weight-method",
          "sorry-quorum",
          "suspend",
          "sync-daemon",
          "timeouts-flush");

  private static final int BATCH = 9;

  @Test
  void equalsTheOriginal() {
    var comparison = new Comparison(Daemon::packaged, SETTLE_TIME);
    comparison.run(Scenario.all(String.join("|", NAMES)), BATCH);
    assertEquals("", comparison.report(), comparison.differences() + " differences");
  }
}
