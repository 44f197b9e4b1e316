package keepalived.linux.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostProgramTest {

  private static final Duration GENEROUS = Duration.ofSeconds(60);

  private static HostProgram.Ran shell(Duration limit, String script, String input) {
    return assertTimeoutPreemptively(
        GENEROUS, () -> HostProgram.run(limit, input, "sh", "-c", script));
  }

  @Test
  void theFailureIsWhatTheProgramPrinted() {
    var ran = shell(GENEROUS, "cat; echo '; no such module' >&2; exit 3", "ip_vs");
    assertEquals(new HostProgram.Ran(true, "ip_vs; no such module"), ran);
    assertEquals("exit status 3", shell(GENEROUS, "exit 3", "").failure());
    assertTrue(shell(GENEROUS, "echo fine", "").done());
  }

  @Test
  void aProgramThatHangsIsKilled() {
    var ran = shell(Duration.ofMillis(300), "exec sleep 1000", "");
    assertEquals(new HostProgram.Ran(false, "did not end within 300 ms"), ran);
  }

  @Test
  void aProgramThatHangsBeforeItReadsIsKilled() {
    var ran = shell(Duration.ofMillis(300), "exec sleep 1000", "x".repeat(1 << 20));
    assertFalse(ran.started());
  }

  @Test
  void aProgramThatLeavesAnotherBehindIsNotWaitedFor() {
    assertTrue(shell(GENEROUS, "sleep 300 & exit 0", "").done());
  }

  @Test
  void aProgramThatIsMissingIsNotStarted() {
    var ran = HostProgram.run(GENEROUS, "", "/nonexistent");
    assertFalse(ran.started());
    assertTrue(ran.failure().contains("/nonexistent"), ran.failure());
  }
}
