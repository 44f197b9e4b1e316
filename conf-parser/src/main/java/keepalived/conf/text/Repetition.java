package keepalived.conf.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A repetition: `~SEQ(...)`, `~SEQx(...)` or `~LST(...)` before a line repeats that line.
///
/// @param names the parameters that the repetition sets
/// @param rounds for each round, one value for each name
/// @param end the index of the first character after the closing parenthesis
record Repetition(List<String> names, List<List<String>> rounds, int end) {

  /// The limit of rounds. A repetition with more is treated as a mistake.
  static final int ROUNDS_MAX = 100_000;

  private static final Pattern HEAD = Pattern.compile("~(SEQx?|LST)[ \\t]*\\(");

  /// Whether there is a repetition at index `at`, well formed or not.
  static boolean starts(String text, int at) {
    return text.startsWith("~SEQ", at) || text.startsWith("~LST", at);
  }

  /// Reads the repetition at index `at`. Empty when it is malformed or has too many rounds.
  static Optional<Repetition> parse(String text, int at) {
    var head = HEAD.matcher(text).region(at, text.length());
    if (!head.lookingAt()) {
      return Optional.empty();
    }
    int open = head.end() - 1;
    int close = closing(text, open);
    if (close < 0) {
      return Optional.empty();
    }
    var arguments = split(text.substring(open + 1, close));
    if (arguments.size() < 2) {
      return Optional.empty();
    }
    return switch (head.group(1)) {
      case "SEQ" -> sequence(arguments, 10, close + 1);
      case "SEQx" -> sequence(arguments, 16, close + 1);
      default -> list(arguments, close + 1);
    };
  }

  private static int closing(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /// Splits the text at the commas outside braces.
  private static List<String> split(String text) {
    var parts = new ArrayList<String>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i).trim());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).trim());
    return parts;
  }

  /// @param radix the base in which the values are written. The arguments are read as in C: 16
  ///   means sixteen in `~SEQx` as well
  private static Optional<Repetition> sequence(List<String> arguments, int radix, int end) {
    if (arguments.size() > 4 || !isName(arguments.getFirst())) {
      return Optional.empty();
    }
    var numbers = new ArrayList<Long>();
    for (String word : arguments.subList(1, arguments.size())) {
      var number = number(word);
      if (number.isEmpty() || radix == 16 && number.get() < 0) {
        return Optional.empty();
      }
      numbers.add(number.get());
    }
    long last = numbers.getLast();
    long first = numbers.size() > 1 ? numbers.getFirst() : 1;
    long step = numbers.size() > 2 ? numbers.get(1) : last < first ? -1 : 1;
    if (step == 0 || (last - first) / step < 0 || (last - first) / step >= ROUNDS_MAX) {
      return Optional.empty();
    }
    var rounds = new ArrayList<List<String>>();
    for (long n = first; step > 0 ? n <= last : n >= last; n += step) {
      rounds.add(List.of(Long.toString(n, radix)));
    }
    return Optional.of(new Repetition(List.of(arguments.getFirst()), rounds, end));
  }

  /// Reads a number like the C library: `0x` begins a hexadecimal number, 0 an octal one, and an
  /// empty word is zero.
  private static Optional<Long> number(String word) {
    try {
      return word.startsWith("#")
          ? Optional.empty()
          : Optional.of(word.isEmpty() ? 0L : Long.decode(word));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Repetition> list(List<String> arguments, int end) {
    var names = tuple(arguments.getFirst());
    if (!names.stream().allMatch(Repetition::isName)) {
      return Optional.empty();
    }
    var rounds = new ArrayList<List<String>>();
    for (String argument : arguments.subList(1, arguments.size())) {
      var values = tuple(argument);
      if (values.size() > names.size() || values.stream().anyMatch(v -> v.matches(".*\\s.*"))) {
        return Optional.empty();
      }
      var padded = new ArrayList<>(values);
      while (padded.size() < names.size()) {
        padded.add("");
      }
      rounds.add(List.copyOf(padded));
    }
    return Optional.of(new Repetition(names, rounds, end));
  }

  private static List<String> tuple(String text) {
    boolean braced = text.startsWith("{") && text.endsWith("}");
    return braced ? split(text.substring(1, text.length() - 1)) : List.of(text);
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && !Character.isDigit(text.charAt(0))
        && text.chars().allMatch(c -> Substitution.isNamePart((char) c));
  }
}
