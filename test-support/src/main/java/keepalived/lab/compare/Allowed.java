package keepalived.lab.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The allowed differences of one story, and the comparison of both programs' results. A row of
/// `allowed.tsv` that matches no difference is reported too, so that the table has no superfluous
/// rows.
public final class Allowed {

  private static final String TABLE = "allowed.tsv";

  private final String story;
  private final List<Allowance> rows;

  Allowed(String story, List<Allowance> rows) {
    this.story = story;
    this.rows = rows.stream().filter(row -> row.story().matches(story)).toList();
  }

  /// The rows of `allowed.tsv` for a story.
  public static Allowed in(String story) {
    return new Allowed(story, table());
  }

  static List<Allowance> table() {
    try (var in = Allowed.class.getResourceAsStream(TABLE)) {
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Parses rows; lines that begin with `#` and empty lines are comments.
  static List<Allowance> read(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Allowance::parse)
        .toList();
  }

  /// Rows that name a missing story: each alternative of a row for `area/case` must match a story.
  ///
  /// @param stories every story of the area, as `area/case`
  public static List<String> forUnknownStories(String area, List<String> stories) {
    return table().stream()
        .filter(row -> row.story().text().startsWith(area + "/"))
        .filter(row -> row.story().among(stories).size() < row.story().alternatives().size())
        .map(Allowance::toString)
        .toList();
  }

  /// Compares both runs of the story.
  ///
  /// @return the differences that are not allowed, for people; empty without any
  public String differences(Trace original, Trace ours) {
    var stages = new LinkedHashSet<>(original.stages().keySet());
    stages.addAll(ours.stages().keySet());
    var text = new StringBuilder();
    for (String stage : stages) {
      text.append(
          differences(
              stage,
              original.stages().getOrDefault(stage, Snapshot.EMPTY),
              ours.stages().getOrDefault(stage, Snapshot.EMPTY)));
    }
    rows.stream()
        .filter(row -> stages.stream().noneMatch(row.stage()::matches))
        .forEach(row -> text.append(row).append(": the story has no such stage\n"));
    return text.toString();
  }

  /// Compares one stage.
  ///
  /// @return the differences that are not allowed, for people; empty without any
  public String differences(String stage, Snapshot original, Snapshot ours) {
    var here = rows.stream().filter(row -> row.stage().matches(stage)).toList();
    var unused = new LinkedHashSet<>(here);
    var parts = new LinkedHashMap<>(original.parts());
    ours.parts().forEach(parts::putIfAbsent);
    var text = new StringBuilder();
    for (String part : parts.keySet()) {
      var sides = new Allowance.Sides(original.part(part), ours.part(part));
      sides = excuse(sides, here.stream().filter(row -> row.part().matches(part)).toList(), unused);
      if (!sides.equal()) {
        text.append("%s, %s, %s:%n".formatted(story, stage, part));
        text.append(Lines.difference(sides.original(), sides.ours()));
      }
    }
    unused.forEach(
        row -> text.append(row).append(": no such difference after ").append(stage).append('\n'));
    return text.toString();
  }

  private static Allowance.Sides excuse(
      Allowance.Sides sides, List<Allowance> rows, Set<Allowance> unused) {
    var left = sides;
    for (var row : rows) {
      var before = left;
      left = row.change().applyTo(before);
      if (!left.equals(before)) {
        unused.remove(row);
      }
    }
    return left;
  }
}
