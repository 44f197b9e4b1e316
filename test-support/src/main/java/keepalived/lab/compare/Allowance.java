package keepalived.lab.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One row of `allowed.tsv`: a difference that is there on purpose.
///
/// @param change how the part of ours differs from the original's
/// @param deviation a number of docs/deviations.md: `D-007`
/// @param reason a few words for who reads the table
record Allowance(
    Names story, Names stage, Names part, Change change, String deviation, String reason) {

  /// The two texts of a part, as far as they have to be equal.
  record Sides(String original, String ours) {
    boolean equal() {
      return original.equals(ours);
    }
  }

  /// Names as a column of the table gives them: `*` is any text, `|` is between alternatives.
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

    /// The alternatives that match one of the names or more.
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

    /// `regex => text`: what the expression finds in the original is this text in ours. `$1` is the
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

    /// Takes the difference away. What it returns is unchanged when there is no such difference.
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

  /// Reads a row: six columns between tabs.
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
