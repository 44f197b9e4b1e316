package keepalived.lab.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One row of `allowed.tsv`: a deliberate difference.
///
/// @param change how our part differs from the original's
/// @param deviation a number of docs/deviations.md: `D-007`
/// @param reason a few words for the reader of the table
record Allowance(
    Names story, Names stage, Names part, Change change, String deviation, String reason) {

  /// The two texts of a part, as far as they must be equal.
  record Sides(String original, String ours) {
    boolean equal() {
      return original.equals(ours);
    }
  }

  /// The names in a column of the table: `*` is any text, `|` separates alternatives.
  record Names(String text, List<Pattern> alternatives) {
    static Names of(String text) {
      var alternatives = new ArrayList<Pattern>();
      for (String one : text.split("\\|", -1)) {
        alternatives.add(Pattern.compile("\\Q" + one.replace("*", "\\E.*\\Q") + "\\E"));
      }
      return new Names(text, List.copyOf(alternatives));
    }

    boolean matches(String name) {
      return !among(List.of(name)).isEmpty();
    }

    /// The alternatives that match at least one of the names.
    List<Pattern> among(List<String> names) {
      return alternatives.stream()
          .filter(one -> names.stream().anyMatch(name -> one.matcher(name).matches()))
          .toList();
    }
  }

  sealed interface Change {

    /// `-line`: the original has this line, ours lacks it.
    record Missing(String line) implements Change {}

    /// `+line`: ours has this line, the original lacks it.
    record Added(String line) implements Change {}

    /// `regex => text`: a match of the expression in the original is this text in ours. `$1` is the
    /// first group of the expression, `\n` the end of a line.
    record Replaced(Pattern original, String ours) implements Change {}

    /// `*`: the whole part is different.
    record Different() implements Change {}

    static Change of(String text) {
      int arrow = text.indexOf(" =>");
      if (text.equals("*")) {
        return new Different();
      } else if (text.startsWith("-")) {
        return new Missing(text.substring(1));
      } else if (text.startsWith("+")) {
        return new Added(text.substring(1));
      } else if (arrow > 0) {
        String ours = text.substring(arrow + 3).strip().replace("\\n", "\n");
        return new Replaced(Pattern.compile(text.substring(0, arrow)), ours);
      }
      throw new IllegalArgumentException("neither -line, +line, A => B nor *: " + text);
    }

    /// Removes the difference from both sides; returns them unchanged when there is no such
    /// difference.
    default Sides applyTo(Sides sides) {
      return switch (this) {
        case Missing(String line) -> new Sides(without(line, sides.original()), sides.ours());
        case Added(String line) -> new Sides(sides.original(), without(line, sides.ours()));
        case Replaced(Pattern original, String ours) ->
            new Sides(original.matcher(sides.original()).replaceAll(ours), sides.ours());
        case Different() -> sides.equal() ? sides : new Sides("", "");
      };
    }

    private static String without(String line, String text) {
      return text.lines()
          .filter(other -> !other.equals(line))
          .map(other -> other + "\n")
          .collect(Collectors.joining());
    }
  }

  /// Parses a row: six columns separated by tabs.
  static Allowance parse(String row) {
    var columns = row.split("\t");
    if (columns.length != 6) {
      throw new IllegalArgumentException(columns.length + " columns instead of 6: " + row);
    }
    return new Allowance(
        Names.of(columns[0]),
        Names.of(columns[1]),
        Names.of(columns[2]),
        Change.of(columns[3]),
        columns[4],
        columns[5]);
  }

  @Override
  public String toString() {
    return "%s, a row for %s, %s, %s".formatted(deviation, story.text(), stage.text(), part.text());
  }
}
