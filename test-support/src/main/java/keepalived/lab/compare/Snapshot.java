package keepalived.lab.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a program left at one stage of a story: named parts in the order they were added, each of
/// them whole lines of text: the end of the last line is added where it lacks. A part that was not
/// added counts as an empty one.
public record Snapshot(Map<String, String> parts) {

  public static final Snapshot EMPTY = new Snapshot(Map.of());

  private static final String HEADING = "== ";

  public Snapshot {
    var lines = new LinkedHashMap<>(parts);
    lines.replaceAll((_, text) -> text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
    parts = Collections.unmodifiableMap(lines);
  }

  /// Reads text in which a line `== name` begins each part. Throws [IllegalArgumentException] when
  /// a line stands before the first of them.
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

  /// The same with one more part, or with another text for this part.
  public Snapshot with(String part, String text) {
    var more = new LinkedHashMap<>(parts);
    more.put(part, text);
    return new Snapshot(more);
  }

  /// The same with one more part of these lines.
  public Snapshot with(String part, List<String> lines) {
    return with(part, String.join("\n", lines));
  }

  /// The text of a part; empty when there is no such part.
  public String part(String name) {
    return parts.getOrDefault(name, "");
  }

  /// The form that [#sections] reads.
  @Override
  public String toString() {
    var text = new StringBuilder();
    parts.forEach((name, lines) -> text.append(HEADING).append(name).append('\n').append(lines));
    return text.toString();
  }
}
