package keepalived.core.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DiffTest {

  @Test
  void equalEntriesYieldNothing() {
    assertEquals(List.of(), Diff.of(Map.of("a", 1), Map.of("a", 1)));
  }

  @Test
  void removalsComeFirst() {
    var before = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
    var after = new TreeMap<>(Map.of("b", 2, "c", 4, "d", 5));
    assertEquals(
        List.of(
            new Change.Removed<>("a", 1),
            new Change.Changed<>("c", 3, 4),
            new Change.Added<>("d", 5)),
        Diff.of(before, after));
  }

  /// The law: the differences, applied to the old table, give the new one.
  @Test
  void applyingTheDifferenceGivesTheNewTable() {
    var random = new Random(7);
    for (int round = 0; round < 500; round++) {
      var before = table(random);
      var after = table(random);
      var applied = new HashMap<>(before);
      for (var change : Diff.of(before, after)) {
        switch (change) {
          case Change.Added(var key, var value) -> applied.put(key, value);
          case Change.Changed(var key, _, var value) -> applied.put(key, value);
          case Change.Removed(var key, _) -> applied.remove(key);
        }
      }
      assertEquals(after, applied);
    }
  }

  private static Map<Integer, Integer> table(Random random) {
    var map = new TreeMap<Integer, Integer>();
    for (int i = random.nextInt(12); i > 0; i--) {
      map.put(random.nextInt(15), random.nextInt(3));
    }
    return map;
  }
}
