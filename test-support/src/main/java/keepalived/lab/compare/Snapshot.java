package keepalived.lab.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The state that a program left at one stage of a story: named parts in the order in which they
/// were added, each a text of whole lines (a missing line end is added). A missing part counts as
/// empty.
public record Snapshot(Map<String, String> parts) {

  public static final Snapshot EMPTY = new Snapshot(Map.of());

  private static final String HEADING = "== ";

  public Snapshot {
    var lines = new LinkedHashMap<>(parts);
    lines.replaceAll((_, text) -> text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
    parts = Collections.unmodifiableMap(lines);
  }

  /// Parses text in which a line `== name` begins each part. Throws [IllegalArgumentException] for
  /// a line before the first part.
  public static Snapshot sections(String text) {
    var parts = new LinkedHashMap<String, String>();
    String part = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith(HEADING)) {
        part = line.substring(HEADING.length());
        parts.put(part, "");
      } else if (part.isEmpty()) {
        throw new IllegalArgumentException("no part before: " + line);
      } else {
        parts.merge(part, line + "\n", String::concat);
      }
    }
    return new Snapshot(parts);
  }

  /// A copy with this text for a new or an existing part.
  public Snapshot with(String part, String text) {
    var more = new LinkedHashMap<>(parts);
    more.put(part, text);
    return new Snapshot(more);
  }

  /// A copy with one more part of these lines.
  public Snapshot with(String part, List<String> lines) {
    return with(part, String.join("\n", lines));
  }

  /// The text of a part; empty when there is no such part.
  public String part(String name) {
    return parts.getOrDefault(name, "");
  }

  /// The format that [#sections] parses.
  @Override
  public String toString() {
    var text = new StringBuilder();
    parts.forEach((name, lines) -> text.append(HEADING).append(name).append('\n').append(lines));
    return text.toString();
  }
}
