package keepalived.healthcheck.check.http;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.DOTALL;
import static java.util.regex.Pattern.UNIX_LINES;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/// Translates a PCRE pattern for RE2/J, which needs time proportional to the text and no stack. A
/// pattern is left to `java.util.regex` where RE2/J lacks a feature (back references, lookaround,
/// possessive quantifiers) or would give it another meaning.
final class LinearPattern {

  /// Letters whose escapes mean the same in both engines.
  private static final String SAME = "dDwWbBAznrtf";

  /// White space as PCRE defines it: unlike RE2's, it includes the vertical tab.
  private static final String SPACE = "\\t-\\r\\x20";

  private static final int FLAGS = UNIX_LINES | CASE_INSENSITIVE | DOTALL;

  private final String source;
  private final boolean caseless;
  private final StringBuilder out = new StringBuilder();
  private boolean inClass;
  private int depth;
  private int at;

  private LinearPattern(String source, boolean caseless) {
    this.source = source;
    this.caseless = caseless;
  }

  /// @param flags those of `java.util.regex.Pattern`
  static Optional<Pattern> of(String regex, int flags) {
    if ((flags & ~FLAGS) != 0) {
      return Optional.empty();
    }
    boolean caseless = (flags & CASE_INSENSITIVE) != 0;
    boolean dotAll = (flags & DOTALL) != 0;
    var translation = new LinearPattern(regex, caseless);
    if (!translation.succeeds()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Pattern.compile(
              translation.out.toString(),
              (caseless ? Pattern.CASE_INSENSITIVE : 0) | (dotAll ? Pattern.DOTALL : 0)));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  private boolean succeeds() {
    while (at < source.length()) {
      if (!next(source.charAt(at))) {
        return false;
      }
      at++;
    }
    return true;
  }

  private boolean next(char c) {
    if (caseless && c > 0x7F) {
      return false; // RE2 folds the case of all Unicode letters, bytes fold as ASCII
    }
    if (c == '\\') {
      return escape();
    }
    if (inClass) {
      inClass = c != ']';
      out.append(c);
      return c != '[' && c != '&';
    }
    switch (c) {
      case '$' -> {
        out.append("(?:\\n?\\z)");
        return endsHere();
      }
      case '[' -> openClass();
      case '(' -> depth++;
      case ')' -> depth--;
      default -> {
        // Same meaning in both engines.
      }
    }
    if (c != '[') {
      out.append(c);
    }
    return c != '(' || !source.startsWith("(?", at) || source.startsWith("(?:", at);
  }

  private void openClass() {
    inClass = true;
    out.append('[');
    if (source.startsWith("[^", at)) {
      out.append('^');
      at++;
    }
  }

  /// Whether nothing can follow in the pattern: only then may a final newline be consumed.
  private boolean endsHere() {
    var rest = source.substring(at + 1);
    return rest.chars().allMatch(c -> c == ')') || depth == 0 && rest.startsWith("|");
  }

  private boolean escape() {
    if (++at == source.length()) {
      return false;
    }
    char c = source.charAt(at);
    if (c == 's') {
      out.append(inClass ? SPACE : "[" + SPACE + "]");
      return true;
    }
    if (c == 'S' && !inClass) {
      out.append("[^").append(SPACE).append(']');
      return true;
    }
    out.append('\\').append(c);
    boolean punctuation = c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    return punctuation
        || SAME.indexOf(c) >= 0
        || c == 'x' && !caseless && !source.startsWith("{", at + 1);
  }
}
