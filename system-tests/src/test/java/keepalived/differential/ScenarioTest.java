package keepalived.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import keepalived.lab.compare.Allowed;
import keepalived.lab.compare.Story;
import org.junit.jupiter.api.Test;

class ScenarioTest {

  @Test
  void rowsOfAllowedDifferencesNameScenarios() {
    var stories = Scenario.all(".*").stream().map(each -> each.story().name()).toList();
    assertTrue(stories.size() > 50, () -> "only " + stories.size() + " scenarios were read");
    assertEquals(List.of(), Allowed.forUnknownStories("lvs", stories));
  }

  @Test
  void scenariosOfDifferentLengthShareTheirStages() {
    var one = Scenario.read("one", "# step: down a\nx\n=== reload ===\ny\n");
    var two = Scenario.read("two", "# step: down a\n# step: up a\nx\n");
    assertEquals(Optional.of("y\n"), one.reload());
    assertEquals(List.of("start", "step 1", "reload", "stop"), stages(one));
    assertEquals(List.of("start", "step 1", "step 2", "stop"), stages(two));
    assertEquals(
        List.of("start", "step 1", "step 2", "reload", "stop"), Scenario.stages(List.of(one, two)));
  }

  private static List<String> stages(Scenario scenario) {
    return scenario.story().steps().stream().map(Story.Step::stage).toList();
  }
}
