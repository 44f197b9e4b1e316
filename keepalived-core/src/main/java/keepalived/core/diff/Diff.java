package keepalived.core.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Compares two tables by key: removals first (in the old order), then additions and changes (in
/// the new order). Linear in the two sizes.
public final class Diff {

  private Diff() {}

  public static <K, V> List<Change<K, V>> of(Map<K, V> before, Map<K, V> after) {
    var changes = new ArrayList<Change<K, V>>();
    before.forEach(
        (key, value) -> {
          if (!after.containsKey(key)) {
            changes.add(new Change.Removed<>(key, value));
          }
        });
    after.forEach(
        (key, value) -> {
          var old = before.get(key);
          if (old == null) {
            changes.add(new Change.Added<>(key, value));
          } else if (!old.equals(value)) {
            changes.add(new Change.Changed<>(key, old, value));
          }
        });
    return changes;
  }
}
