package keepalived.conf.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.diagnostic.Severity;

/// Reads a file and the files that it includes, and produces the lines to parse.
///
/// Each physical line passes these steps in order: comment, `@` condition, definition, `~`
/// repetition, `$` substitution (repeated until nothing changes), `include`.
public final class TextPass {

  /// @param configId the name that `@` conditions compare with
  /// @param strict the option `-e`: every include must match a file that can be read
  /// @param environment the variables for `${_ENV NAME}`
  /// @param random the source of `${_RANDOM}`
  public record Settings(
      String configId, boolean strict, Map<String, String> environment, RandomGenerator random) {}

  private static final int EXPANDED_MAX = 1 << 18;
  private static final int EXPANSIONS_MAX = 64;
  private static final int INCLUDES_MAX = 64;

  /// The original cuts longer lines at this many bytes.
  private static final int LENGTH_MAX = 1022;

  /// The limit of this program, in characters. Longer lines are reported and ignored.
  private static final int LENGTH_READ_MAX = 1 << 16;

  private final Settings settings;
  private final Definitions definitions;
  private final Consumer<Diagnostic> diagnostics;
  private final List<TextLine> lines = new ArrayList<>();
  private final Deque<Path> open = new ArrayDeque<>();
  private final Includes includes;
  private boolean full;

  public TextPass(Settings settings, Consumer<Diagnostic> diagnostics) {
    this.settings = settings;
    this.diagnostics = diagnostics;
    this.definitions =
        new Definitions(
            new Definitions.Builtins(
                settings.environment(), settings.configId(), settings.random()));
    this.includes = new Includes(settings.strict(), diagnostics);
  }

  /// Reads the main file. When the file cannot be read, reports a diagnostic and returns no lines.
  public List<TextLine> read(Path file) {
    if (!Files.isRegularFile(file)) {
      String what =
          Files.isDirectory(file)
              ? "is not a file but a directory"
              : Files.exists(file)
                  ? "is not a regular file but a FIFO, a socket or a device"
                  : "does not exist";
      diagnostics.accept(
          new Diagnostic(
              Code.FILE_MISSING, Place.of(file.toString()), "the configuration file " + what));
      return List.of();
    }
    if (Includes.isExecutable(file)) {
      diagnostics.accept(
          new Diagnostic(Code.FILE_EXECUTABLE, Place.of(file.toString()), "this file is executable")
              .because("keepalived 2.2.7 skips such a file; this program reads it")
              .fix("chmod -x " + file)
              .original(
                  "Configuration file '%s' is not a regular non-executable file - skipping"
                      .formatted(file)));
    }
    try {
      readFile(SourceFile.read(file, file.toString()), file);
    } catch (IOException unreadable) {
      diagnostics.accept(
          new Diagnostic(
              Code.FILE_MISSING,
              Place.of(file.toString()),
              "the configuration file cannot be read: " + unreadable.getMessage()));
    }
    return lines;
  }

  /// Reads `content` as the text of a file called `name`. Includes are relative to `directory`.
  public List<TextLine> read(String name, String content, Path directory) {
    readFile(SourceFile.of(name, content), directory.resolve("-"));
    return lines;
  }

  private void readFile(SourceFile file, Path path) {
    open.push(path.toAbsolutePath().normalize());
    if (file.markedUtf8() && !file.lines().isEmpty()) {
      var origin = new Origin(file.name(), 1, file.lines().getFirst());
      boolean empty = origin.physical().isEmpty();
      diagnostics.accept(
          new Diagnostic(
                  Code.BYTE_ORDER_MARK,
                  empty ? origin.whole() : origin.at(0, 1),
                  "the file begins with a byte order mark")
              .because("it is ignored here; keepalived 2.2.7 takes it for part of the word")
              .fix("save the file as UTF-8 without it: sed -i '1s/^\\xEF\\xBB\\xBF//' FILE"));
    }
    var physical = file.lines();
    for (int i = 0; i < physical.size() && !full; i++) {
      var line = checked(new Origin(file.name(), i + 1, physical.get(i)));
      if (line.isEmpty()) {
        continue;
      }
      var rest = conditional(line.get());
      if (rest.isEmpty()) {
        quotes(line.get().origin());
      }
      var definition = rest.flatMap(TextPass::definition);
      if (definition.isPresent()) {
        quotes(line.get().origin());
        var body = new ArrayList<>(List.of(definition.get().value()));
        boolean more = continues(definition.get().value());
        while (more && i + 1 < physical.size()) {
          i++;
          var origin = new Origin(file.name(), i + 1, physical.get(i));
          quotes(origin);
          String text = Comments.strip(origin).text();
          // A comment may come before or after the backslash that continues a definition.
          more = continues(text) || continues(physical.get(i));
          body.add(text);
        }
        definitions.define(definition.get().name(), uncontinued(body));
      } else if (rest.isPresent()) {
        expand(rest.get(), 0);
      }
    }
    open.pop();
  }

  /// Reports an unclosed quote in a line that the parser does not see.
  private void quotes(Origin origin) {
    int open = Comments.unclosed(origin.physical());
    if (open >= 0) {
      diagnostics.accept(Diagnostic.unclosedQuote(origin.at(open, origin.physical().length())));
    }
  }

  /// Removes the comment of a line. Empty when nothing is left or the line is refused.
  private Optional<TextLine> checked(Origin origin) {
    String physical = origin.physical();
    int nul = physical.indexOf('\0');
    if (nul >= 0) {
      report(Code.NUL_BYTE, origin.at(nul, 1), "the line holds a NUL byte and is ignored");
      return Optional.empty();
    }
    if (physical.length() > LENGTH_READ_MAX) {
      diagnostics.accept(
          new Diagnostic(
                  Code.LINE_TOO_LONG,
                  origin.at(LENGTH_READ_MAX, 1),
                  "the line is longer than " + LENGTH_READ_MAX + " characters and is ignored")
              .severity(Severity.ERROR));
      return Optional.empty();
    }
    if (physical.length() > LENGTH_MAX / 4 && bytes(physical) > LENGTH_MAX) {
      diagnostics.accept(
          new Diagnostic(
                  Code.LINE_TOO_LONG,
                  origin.at(LENGTH_MAX, 1),
                  "the line is longer than " + LENGTH_MAX + " bytes")
              .because("keepalived 2.2.7 cuts it here; this program reads all of it")
              .fix("split the line"));
    }
    var line = Comments.strip(origin);
    return line.text().isBlank() ? Optional.empty() : Optional.of(line);
  }

  private static int bytes(String text) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      count += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
    }
    return count;
  }

  /// The text after `@id` or `@^id`. Empty when the condition excludes this node.
  private Optional<TextLine> conditional(TextLine line) {
    String text = line.text();
    int at = indent(text, 0);
    if (at == text.length() || text.charAt(at) != '@') {
      return Optional.of(line);
    }
    boolean negated = text.startsWith("@^", at);
    int start = at + (negated ? 2 : 1);
    int end = start;
    while (end < text.length() && !isBlank(text.charAt(end))) {
      end++;
    }
    if (end == start && !negated) {
      diagnostics.accept(
          new Diagnostic(
                  Code.CONDITION_NAMELESS,
                  line.place(at, text.stripTrailing().length()),
                  "this line counts nowhere: no name follows its @")
              .fix("write the name without a blank: @" + text.substring(end).strip()));
    }
    boolean keep = text.substring(start, end).equals(settings.configId()) != negated;
    return keep && indent(text, end) < text.length()
        ? Optional.of(line.from(indent(text, end)))
        : Optional.empty();
  }

  private record Definition(String name, String value) {}

  private static Optional<Definition> definition(TextLine line) {
    String text = line.text();
    int at = indent(text, 0);
    if (at == text.length() || text.charAt(at) != '$') {
      return Optional.empty();
    }
    int end = at + 1;
    while (end < text.length() && Substitution.isNamePart(text.charAt(end))) {
      end++;
    }
    boolean defines =
        end > at + 1
            && end < text.length()
            && text.charAt(end) == '='
            && !Character.isDigit(text.charAt(at + 1));
    return defines
        ? Optional.of(new Definition(text.substring(at + 1, end), text.substring(end + 1).strip()))
        : Optional.empty();
  }

  private static boolean continues(String text) {
    return text.stripTrailing().endsWith("\\");
  }

  private static List<String> uncontinued(List<String> body) {
    var result = new ArrayList<String>();
    for (String line : body) {
      String text = line.strip();
      result.add(text.endsWith("\\") ? text.substring(0, text.length() - 1).strip() : text);
    }
    if (result.size() > 1 && result.getFirst().isEmpty()) {
      result.removeFirst();
    }
    return result;
  }

  private void expand(TextLine line, int depth) {
    String text = line.text();
    int at = indent(text, 0);
    boolean comment = at < text.length() && (text.charAt(at) == '#' || text.charAt(at) == '!');
    if (comment && depth > 0) {
      return;
    }
    // The value of a name may define other names. They are defined again at each use.
    var inner = depth > 0 ? definition(line) : Optional.<Definition>empty();
    if (inner.isPresent()) {
      definitions.define(inner.get().name(), List.of(inner.get().value()));
      return;
    }
    if (Repetition.starts(text, at)) {
      repeat(line, at, depth);
      return;
    }
    var outcome = Substitution.once(line, definitions, open.peek().getParent());
    if (!outcome.changed()) {
      finish(line);
      return;
    }
    int size = outcome.lines().stream().mapToInt(l -> l.text().length()).sum();
    if (depth > EXPANSIONS_MAX || size > EXPANDED_MAX) {
      report(
          Code.DEFINITION_RECURSIVE,
          line.place(at, text.length()),
          "the definitions used here never end: one contains itself");
      return;
    }
    for (var next : outcome.lines()) {
      if (full) {
        return;
      }
      conditional(next).ifPresent(l -> expand(l, depth + 1));
    }
  }

  private void repeat(TextLine line, int at, int depth) {
    var ready = withValues(line, at);
    var repetition = Repetition.parse(ready.text(), at);
    if (repetition.isEmpty() || depth > EXPANSIONS_MAX) {
      diagnostics.accept(
          new Diagnostic(
                  Code.REPETITION_MALFORMED,
                  line.place(at, line.text().length()),
                  "this repetition cannot be understood")
              .fix("write ~SEQ(name, first, step, last) or ~LST(name, value, value...)")
              .original("Invalid ~SEQ definition '" + line.text().strip() + "'"));
      return;
    }
    var rest = ready.from(repetition.get().end());
    for (var values : repetition.get().rounds()) {
      if (full) {
        return;
      }
      for (int i = 0; i < values.size(); i++) {
        definitions.define(repetition.get().names().get(i), List.of(values.get(i)));
      }
      expand(rest, depth + 1);
    }
    repetition.get().names().forEach(definitions::remove);
  }

  /// Replaces references inside the parentheses of a repetition. The names that the repetition
  /// itself sets have no value yet.
  private TextLine withValues(TextLine line, int at) {
    int close = line.text().indexOf(')', at);
    if (close < 0 || line.text().lastIndexOf('$', close) < at) {
      return line;
    }
    var head = new TextLine(line.text().substring(0, close + 1), line.origin());
    var outcome = Substitution.once(head, definitions, open.peek().getParent());
    if (!outcome.changed() || outcome.lines().size() > 1) {
      return line;
    }
    String text = outcome.lines().getFirst().text() + line.text().substring(close + 1);
    return new TextLine(text, line.origin());
  }

  private void finish(TextLine line) {
    String text = line.text();
    int start = indent(text, 0);
    if (text.startsWith("in", start)) {
      int end = start;
      while (end < text.length() && !isBlank(text.charAt(end))) {
        end++;
      }
      if (directive(line, text.substring(start, end), text.substring(end).strip())) {
        return;
      }
    }
    if (lines.size() >= SourceFile.LINES_MAX) {
      full = true;
      report(
          Code.TOO_LARGE, line.origin().whole(), "the configuration is larger than can be meant");
      return;
    }
    lines.add(line);
  }

  /// Carries out `include` and the other keywords of the text pass. Returns whether the line was
  /// one of them.
  private boolean directive(TextLine line, String keyword, String rest) {
    if (Includes.isInclude(keyword) && !rest.isEmpty()) {
      include(line, keyword, rest);
      return true;
    }
    if (keyword.equals("include_check")) {
      includes.check(rest);
    }
    return false;
  }

  private void include(TextLine line, String keyword, String pattern) {
    int from = line.text().indexOf(keyword);
    Place place = line.place(from, line.text().stripTrailing().length());
    Path directory = open.peek().getParent();
    for (Path file : includes.files(keyword, unquoted(pattern.strip()), directory, place)) {
      Path absolute = file.toAbsolutePath().normalize();
      if (open.contains(absolute) || open.size() > INCLUDES_MAX) {
        report(Code.INCLUDE_LOOP, place, "'" + file + "' includes itself, directly or by another");
        continue;
      }
      try {
        readFile(SourceFile.read(file, file.toString()), file);
      } catch (IOException unreadable) {
        includes.unreadable(keyword, file, place);
      }
    }
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static int indent(String text, int from) {
    int i = from;
    while (i < text.length() && isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\u000B';
  }

  private void report(Code code, Place place, String message) {
    diagnostics.accept(new Diagnostic(code, place, message));
  }
}
