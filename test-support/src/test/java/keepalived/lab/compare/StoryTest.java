package keepalived.lab.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {

  private static final Story<List<String>> STORY =
      new Story<>(
          "area/case",
          List.of(
              new Story.Step<>("up", heard -> heard.add("start"), heard -> heard.add("wait")),
              new Story.Step<>("down", heard -> heard.add("stop"))));

  @Test
  void looksAfterEachStep() {
    var trace = STORY.play(new ArrayList<>(), heard -> Snapshot.EMPTY.with("heard", heard));
    assertEquals(
        "=== up\n== heard\nstart\nwait\n=== down\n== heard\nstart\nwait\nstop\n", trace.toString());
  }

  @Test
  void aFailureSaysHowFarItCame() {
    Story.Look<List<String>> look =
        heard -> {
          if (heard.contains("stop")) {
            throw new IllegalStateException("gone");
          }
          return Snapshot.EMPTY.with("heard", "much");
        };
    var failure = assertThrows(AssertionError.class, () -> STORY.play(new ArrayList<>(), look));
    assertTrue(failure.getMessage().startsWith("area/case, down: gone"), failure.getMessage());
    assertTrue(failure.getMessage().endsWith("== heard\nmuch\n"), failure.getMessage());
  }

  @Test
  void aStageStandsOnce() {
    var step = STORY.steps().getFirst();
    assertThrows(
        IllegalArgumentException.class, () -> new Story<>("area/case", List.of(step, step)));
  }

  @Test
  void aSnapshotReadsWhatItPrints() {
    var snapshot = Snapshot.EMPTY.with("routes", "one\ntwo").with("rules", List.of());
    assertEquals("== routes\none\ntwo\n== rules\n", snapshot.toString());
    assertEquals(snapshot, Snapshot.sections(snapshot.toString()));
    assertThrows(IllegalArgumentException.class, () -> Snapshot.sections("one\n== routes\n"));
  }
}
