package keepalived.tracking.script;

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
import keepalived.core.config.track.TrackScript;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.core.loop.SimLoop;
import org.junit.jupiter.api.Test;

class ScriptMonitorTest {

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
          new PartLog(Part.VRRP, line -> told.add(line.text())),
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
            "VRRP_Script(chk) could not be started (Too many open files): keeping its last result"),
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
