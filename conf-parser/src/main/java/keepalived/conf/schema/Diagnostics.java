package keepalived.conf.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;

/// Collects the diagnostics of one reading in the order in which they were found. A repeated
/// diagnostic is kept once, and at most 10 000 are kept.
public final class Diagnostics {

  private static final int KEPT_MAX = 10_000;

  private record Key(Object code, String file, int line, int column, String message) {}

  private final List<Diagnostic> all = new ArrayList<>();
  private final Set<Key> seen = new HashSet<>();
  private final Map<Object, Set<String>> once = new IdentityHashMap<>();

  /// Whether `keyword` is read into `draft` for the first time.
  boolean first(Object draft, String keyword) {
    return once.computeIfAbsent(draft, d -> new HashSet<>()).add(keyword);
  }

  /// Adds a diagnostic, unless it is a repetition or the limit is reached.
  public void add(Diagnostic diagnostic) {
    var place = diagnostic.place();
    var key =
        new Key(
            diagnostic.code(), place.file(), place.line(), place.column(), diagnostic.message());
    if (!full() && seen.add(key)) {
      all.add(diagnostic);
    }
  }

  /// Whether the limit is reached. Further diagnostics are dropped.
  public boolean full() {
    return all.size() >= KEPT_MAX;
  }

  /// Whether a diagnostic of this kind was reported.
  public boolean has(Code code) {
    return all.stream().anyMatch(d -> d.code() == code);
  }

  /// A copy of all diagnostics in the order in which they were found.
  public List<Diagnostic> all() {
    return List.copyOf(all);
  }
}
