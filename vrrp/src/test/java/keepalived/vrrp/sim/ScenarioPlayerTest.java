package keepalived.vrrp.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Config;
import org.junit.jupiter.api.Test;

class ScenarioPlayerTest {

  private static Config config(int priority) {
    var instance = InstanceFixture.of("VI_1", 51, priority).instance();
    return RandomTopology.configuration(Map.of("VI_1", instance), Map.of(), Map.of());
  }

  private static List<String> holders(String... script) {
    var routers = new LinkedHashMap<String, Config>();
    routers.put("A", config(150));
    routers.put("B", config(100));
    var acts = new ArrayList<ScenarioEvent.Timed>();
    for (var line : script) {
      acts.add(ScenarioEvent.parse(line).orElseThrow());
    }
    var lines = new ArrayList<String>();
    ScenarioPlayer.play(routers, acts, Duration.ofSeconds(60), lines::add);
    return lines.stream()
        .filter(line -> line.contains(" * "))
        .map(
            line ->
                line.replaceAll("VRID 51 IPv4 is held by |\\* ", "").strip().replaceAll(" +", " "))
        .toList();
  }

  @Test
  void oneCrashesAndComesBack() {
    assertEquals(
        List.of("3.414 s A", "20.000 s no router", "23.024 s B", "43.414 s A and B", "43.414 s A"),
        holders("20s A crash", "40s A start"));
  }

  @Test
  void aFrozenMasterListensWhenItGoesOn() {
    assertEquals(
        List.of("3.414 s A", "13.024 s A and B", "30.000 s A"), holders("10s A freeze 20s"));
  }

  /// Except for a moment when it ends exactly at the backup's deadline: the backup cannot know how
  /// late it is.
  @Test
  void aFreezeOfBothChangesNothing() {
    for (int millis = 1_000; millis < 30_000; millis += millis < 5_000 ? 50 : 1_000) {
      var holders = holders("10s A freeze " + millis + "ms", "10s B freeze " + millis + "ms");
      var told = millis + " ms: " + holders;
      assertEquals("3.414 s A", holders.getFirst(), told);
      boolean unsure = millis > 3_000 && millis < 3_600;
      assertTrue(holders.size() == 1 || (unsure && holders.size() == 3), told);
      if (unsure && holders.size() == 3) {
        var when = holders.get(1).replace(" A and B", "");
        assertEquals(when + " A", holders.get(2), told);
      }
    }
  }

  @Test
  void aFrozenBackupDoesNotTakeOverWhenItGoesOn() {
    assertEquals(List.of("3.414 s A"), holders("10s B freeze 30s"));
  }

  @Test
  void linesThatSayNothingAreEmpty() {
    for (var line :
        List.of("", "3s A", "x A crash", "3s A dance", "3s A link eth0", "3s A link eth0 off")) {
      assertEquals(Optional.empty(), ScenarioEvent.parse(line), line);
    }
    assertEquals(
        Optional.of(
            new ScenarioEvent.Timed(
                Duration.ofMillis(1500), new ScenarioEvent.Freeze("A", Duration.ofMillis(250)))),
        ScenarioEvent.parse(" 1.5s  A freeze 250ms"));
    assertTrue(ScenarioEvent.parse("3 B script chk fails").isPresent());
  }
}
