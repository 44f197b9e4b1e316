package keepalived.vrrp.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.TrackProcess;
import keepalived.core.config.track.TrackScript;
import keepalived.core.loop.SimLoop;
import org.junit.jupiter.api.Test;

class TrackersTest {

  @Test
  void theFirstResultDecidesAlone() {
    assertTrue(Tracker.first(true, 3, 3).up());
    assertFalse(Tracker.first(false, 1, 5).up());
  }

  @Test
  void itTakesRiseSuccessesInARowToGoUp() {
    var tracker = Tracker.first(false, 3, 2);
    tracker = tracker.after(true).after(true);
    assertFalse(tracker.up());
    assertTrue(tracker.after(true).up());
    assertFalse(tracker.after(false).after(true).after(true).up());
  }

  @Test
  void itTakesFallFailuresInARowToGoDown() {
    var tracker = Tracker.first(true, 2, 3);
    tracker = tracker.after(false).after(false);
    assertTrue(tracker.up());
    assertFalse(tracker.after(false).up());
    assertTrue(tracker.after(true).after(false).after(false).up());
  }

  @Test
  void filesSayTheirLeadingInteger() {
    for (var text : List.of("7", " 7\n", "+7 apples", "0x7", "07", "7abc")) {
      assertEquals(new FileValue.Number(7), FileValue.of(text), text);
    }
    assertEquals(new FileValue.Number(-8), FileValue.of("\t-010"));
    for (var text : List.of("", "abc", "-", " \n", "0", "0x", "08")) {
      assertEquals(new FileValue.Number(0), FileValue.of(text), text);
    }
    assertEquals(new FileValue.Number(Integer.MIN_VALUE), FileValue.of("-2147483648"));
    assertEquals(new FileValue.OutOfRange("2147483648"), FileValue.of("2147483648 "));
    assertEquals(
        new FileValue.OutOfRange("99999999999999999999999"),
        FileValue.of("99999999999999999999999"));
  }

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

  private static TrackScript script(int rise, int fall) {
    return new TrackScript(
        "chk",
        new Script("true", List.of("/bin/true"), Optional.empty(), Script.Kind.PROGRAM),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        0,
        false,
        rise,
        fall,
        false);
  }

  private final SimLoop loop = new SimLoop();
  private final ArrayDeque<Consumer<ScriptResult>> started = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private final ScriptMonitor monitor =
      new ScriptMonitor(
          loop,
          (script, done) -> {
            started.add(done);
            return () -> told.add(script.name() + " ended");
          },
          report -> told.add(report.text()),
          (name, up) -> told.add(name + " " + up));

  private void end(ScriptResult result) {
    started.remove().accept(result);
  }

  @Test
  void aScriptRunsAtItsIntervalAndItsChangesAreTold() {
    monitor.configure(Map.of("chk", script(1, 2)));
    end(new ScriptResult.Exited(0));
    assertEquals(List.of("VRRP_Script(chk) succeeded", "chk true"), told);
    told.clear();
    for (int i = 0; i < 2; i++) {
      loop.runFor(Duration.ofSeconds(2));
      end(new ScriptResult.Exited(3));
    }
    assertEquals(
        List.of(
            "Script `chk` now returning 3",
            "VRRP_Script(chk) failed (exited with status 3)",
            "chk false"),
        told);
    told.clear();
    loop.runFor(Duration.ofSeconds(2));
    end(new ScriptResult.Exited(0));
    assertEquals(
        List.of("Script `chk` now returning 0", "VRRP_Script(chk) succeeded", "chk true"), told);
  }

  @Test
  void aScriptThatLacksResourcesKeepsItsLastResult() {
    monitor.configure(Map.of("chk", script(1, 1)));
    end(new ScriptResult.Exited(0));
    told.clear();
    for (int i = 0; i < 3; i++) {
      loop.runFor(Duration.ofSeconds(2));
      end(new ScriptResult.Postponed("Too many open files"));
    }
    assertEquals(
        List.of(
            "VRRP_Script(chk) could not be started (Too many open files): its last result stays"),
        told);
    told.clear();
    loop.runFor(Duration.ofSeconds(2));
    end(new ScriptResult.Exited(1));
    assertEquals(
        List.of(
            "Script `chk` now returning 1",
            "VRRP_Script(chk) failed (exited with status 1)",
            "chk false"),
        told);
  }

  @Test
  void aScriptThatLacksResourcesAtTheFirstRunHasNoResultYet() {
    monitor.configure(Map.of("chk", script(1, 1)));
    end(new ScriptResult.Postponed("Resource temporarily unavailable"));
    assertEquals(1, told.size());
    loop.runFor(Duration.ofSeconds(2));
    end(new ScriptResult.Exited(0));
    assertEquals(List.of("VRRP_Script(chk) succeeded", "chk true"), told.subList(1, 3));
  }

  @Test
  void aScriptThatFailsAtOnceTellsItsStatus() {
    monitor.configure(Map.of("chk", script(1, 1)));
    end(new ScriptResult.Exited(1));
    assertEquals(
        List.of(
            "Script `chk` now returning 1",
            "VRRP_Script(chk) failed (exited with status 1)",
            "chk false"),
        told);
  }

  @Test
  void aScriptThatStillRunsIsNotStartedAgain() {
    monitor.configure(Map.of("chk", script(1, 1)));
    loop.runFor(Duration.ofSeconds(5));
    assertEquals(1, started.size());
    assertEquals(2, told.size());
    assertEquals(
        "Track script chk is already running, expect idle - skipping run", told.getFirst());
    end(new ScriptResult.TimedOut());
    assertEquals("VRRP_Script(chk) timed_out", told.get(2));
    loop.runFor(Duration.ofSeconds(1));
    assertEquals(1, started.size());
  }

  @Test
  void aReloadKeepsWhatHasNotChanged() {
    monitor.configure(Map.of("chk", script(1, 1)));
    end(new ScriptResult.Exited(0));
    told.clear();
    monitor.configure(Map.of("chk", script(1, 1)));
    assertEquals(List.of("VRRP_Script(chk) considered successful on reload"), told);
    assertTrue(started.isEmpty());
    monitor.configure(Map.of("chk", script(2, 2)));
    assertEquals(1, started.size());
    monitor.configure(Map.of());
    told.clear();
    end(new ScriptResult.Killed(9));
    loop.runFor(Duration.ofSeconds(10));
    assertEquals(List.of(), told);
    assertTrue(started.isEmpty());
  }

  @Test
  void aScriptThatIsNotWantedAnyMoreIsEnded() {
    monitor.configure(Map.of("chk", script(1, 1)));
    monitor.configure(Map.of());
    assertEquals(List.of("chk ended"), told);
    told.clear();
    end(new ScriptResult.Killed(15));
    monitor.configure(Map.of("chk", script(1, 1)));
    monitor.close();
    assertEquals(List.of("chk ended"), told);
    told.clear();
    end(new ScriptResult.Killed(15));
    monitor.configure(Map.of("chk", script(1, 1)));
    end(new ScriptResult.Exited(0));
    told.clear();
    monitor.close();
    assertEquals(List.of(), told);
  }
}
