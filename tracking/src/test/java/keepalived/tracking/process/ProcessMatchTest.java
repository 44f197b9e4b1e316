package keepalived.tracking.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import keepalived.core.config.track.TrackProcess;
import org.junit.jupiter.api.Test;

class ProcessMatchTest {

  private static TrackProcess process(
      String name, TrackProcess.Match match, boolean full, String... parameters) {
    return new TrackProcess(
        "p", name, List.of(parameters), match, 0, false, 1, 2, Duration.ZERO, Duration.ZERO, full);
  }

  @Test
  void processesAreKnownByNameAndParameters() {
    var none = TrackProcess.Match.NONE;
    assertTrue(matches(process("haproxy", none, false), "haproxy", "/usr/sbin/haproxy", "-f"));
    assertTrue(matches(process("check", none, false), "check", "/bin/sh", "/opt/check"));
    assertFalse(matches(process("haproxy", none, false), "sh", "haproxy"));
    assertFalse(matches(process("haproxy", none, false), "haproxy"));
    assertTrue(matches(process("/bin/x", none, true), "x", "/bin/x"));
    assertFalse(matches(process("/bin/x", none, true), "x", "x"));
    var exact = process("/bin/x", TrackProcess.Match.EXACT, false, "-a", "-b");
    assertTrue(matches(exact, "x", "/bin/x", "-a", "-b"));
    assertFalse(matches(exact, "x", "/bin/x", "-a", "-b", "-c"));
    assertFalse(matches(exact, "x", "x", "-a", "-b"));
    var partial = process("x", TrackProcess.Match.PARTIAL, false, "-a");
    assertTrue(matches(partial, "x", "x", "-a", "-b"));
    assertFalse(matches(partial, "x", "x", "-ab"));
    assertTrue(matches(process("x", TrackProcess.Match.INITIAL, false, "-a"), "x", "x", "-ab"));
  }

  @Test
  void aNameThatTheKernelCutsIsLookedForInTheCommandLine() {
    var process = process("a-very-long-name-1", TrackProcess.Match.NONE, false);
    assertTrue(matches(process, "a-very-long-nam", "a-very-long-name-1"));
    assertFalse(matches(process, "a-very-long-nam", "a-very-long-name-2"));
    assertFalse(matches(process, "a-very-long-nam", "/bin/a-very-long-name-1"));
  }

  private static boolean matches(TrackProcess process, String name, String... words) {
    return ProcessMatch.matches(process, new Program(name, List.of(words)));
  }

  @Test
  void theQuorumHasTwoSides() {
    var process = process("x", TrackProcess.Match.NONE, false);
    assertFalse(ProcessMatch.quorum(process, 0));
    assertTrue(ProcessMatch.quorum(process, 2));
    assertFalse(ProcessMatch.quorum(process, 3));
  }
}
