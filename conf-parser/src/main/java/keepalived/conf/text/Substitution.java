package keepalived.conf.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Replaces each `$NAME` and `${NAME}` of a line once. The caller repeats this until nothing
/// changes.
final class Substitution {

  /// @param lines the lines that replace the given line
  /// @param changed whether anything was replaced
  record Outcome(List<TextLine> lines, boolean changed) {}

  private Substitution() {}

  static Outcome once(TextLine line, Definitions definitions, Path directory) {
    String text = line.text();
    if (text.indexOf('$') < 0) {
      return new Outcome(List.of(line), false);
    }
    var done = new ArrayList<TextLine>();
    var out = new LineBuilder(line.origin());
    boolean changed = false;
    int i = 0;
    while (i < text.length()) {
      var reference = text.charAt(i) == '$' ? reference(text, i) : Optional.<Reference>empty();
      var body = reference.flatMap(r -> definitions.lookup(r.name(), directory));
      if (body.isEmpty()) {
        out.add(text.charAt(i), column(line, i));
        i++;
        continue;
      }
      changed = true;
      int column = column(line, i);
      for (int n = 0; n < body.get().size(); n++) {
        if (n > 0) {
          done.add(out.line());
          out = new LineBuilder(line.origin());
        }
        out.add(body.get().get(n), column);
      }
      i = reference.get().end();
    }
    done.add(out.line());
    return changed ? new Outcome(done, true) : new Outcome(List.of(line), false);
  }

  private static int column(TextLine line, int i) {
    return line.columns().length == 0 ? i : line.columns()[i];
  }

  /// @param end the index of the first character after the reference
  private record Reference(String name, int end) {}

  private static Optional<Reference> reference(String text, int dollar) {
    int i = dollar + 1;
    if (i < text.length() && text.charAt(i) == '{') {
      int close = text.indexOf('}', i);
      return close < 0
          ? Optional.empty()
          : Optional.of(new Reference(text.substring(i + 1, close), close + 1));
    }
    int start = i;
    while (i < text.length() && isNamePart(text.charAt(i))) {
      i++;
    }
    boolean ended = i == text.length() || " \t,)".indexOf(text.charAt(i)) >= 0;
    return i > start && ended
        ? Optional.of(new Reference(text.substring(start, i), i))
        : Optional.empty();
  }

  static boolean isNamePart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
