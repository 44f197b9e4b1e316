package keepalived.vrrp.net.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The wanted entries of one kernel table, with their owners. An entry with several owners is
/// removed when the last one releases it.
///
/// @param <O> an owner
/// @param <T> an entry; equal entries are the same one
final class OwnedTable<O, T> {

  /// @param removed in reverse order of their addition
  record Plan<T>(List<T> removed, List<T> added) {

    static <T> Plan<T> nothing() {
      return new Plan<>(List.of(), List.of());
    }

    /// Both plans as one: entries removed and added again stay; entries added and removed again are
    /// dropped.
    Plan<T> then(Plan<T> next) {
      var gone = new LinkedHashSet<>(removed);
      var come = new LinkedHashSet<>(added);
      next.removed().stream().filter(entry -> !come.remove(entry)).forEach(gone::add);
      next.added().stream().filter(entry -> !gone.remove(entry)).forEach(come::add);
      return new Plan<>(List.copyOf(gone), List.copyOf(come));
    }
  }

  private final Map<O, List<T>> wanted = new LinkedHashMap<>();
  private final Map<T, Integer> owners = new LinkedHashMap<>();

  /// Sets the entries of an owner.
  Plan<T> change(O owner, List<T> next) {
    var before = wanted.getOrDefault(owner, List.of());
    var kept = new HashSet<>(next);
    var removed = new ArrayList<T>();
    for (var entry : before.reversed()) {
      if (!kept.contains(entry) && owners.merge(entry, -1, Integer::sum) == 0) {
        owners.remove(entry);
        removed.add(entry);
      }
    }
    var known = new HashSet<>(before);
    var added = new ArrayList<T>();
    for (var entry : new ArrayList<>(new LinkedHashSet<>(next))) {
      if (!known.contains(entry) && owners.merge(entry, 1, Integer::sum) == 1) {
        added.add(entry);
      }
    }
    if (next.isEmpty()) {
      wanted.remove(owner);
    } else {
      wanted.put(owner, new ArrayList<>(new LinkedHashSet<>(next)));
    }
    return new Plan<>(removed, added);
  }

  /// Every entry that has an owner.
  Collection<T> entries() {
    return owners.keySet();
  }

  boolean contains(T entry) {
    return owners.containsKey(entry);
  }

  /// The first owner of an entry.
  Optional<O> ownerOf(T entry) {
    for (var each : wanted.entrySet()) {
      if (each.getValue().contains(entry)) {
        return Optional.of(each.getKey());
      }
    }
    return Optional.empty();
  }
}
