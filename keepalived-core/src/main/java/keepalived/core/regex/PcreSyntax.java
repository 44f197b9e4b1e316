package keepalived.core.regex;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Rewrites PCRE2 syntax into Java's, construct by construct.
final class PcreSyntax {

  /// A construct without an equivalent in Java.
  static final class Unsupported extends Exception {
    private static final long serialVersionUID = 1L;

    Unsupported(String what) {
      super(what);
    }
  }

  private static final Map<String, String> POSIX =
      Map.ofEntries(
          Map.entry("alnum", "\\p{Alnum}"),
          Map.entry("alpha", "\\p{Alpha}"),
          Map.entry("ascii", "\\p{ASCII}"),
          Map.entry("blank", "\\p{Blank}"),
          Map.entry("cntrl", "\\p{Cntrl}"),
          Map.entry("digit", "\\p{Digit}"),
          Map.entry("graph", "\\p{Graph}"),
          Map.entry("lower", "\\p{Lower}"),
          Map.entry("print", "\\p{Print}"),
          Map.entry("punct", "\\p{Punct}"),
          Map.entry("space", "\\s"),
          Map.entry("upper", "\\p{Upper}"),
          Map.entry("word", "\\w"),
          Map.entry("xdigit", "\\p{XDigit}"));

  private final String source;
  private final boolean dollarEndOnly;
  private final boolean ungreedy;
  private final boolean emptyClass;
  private final boolean comments;
  private final StringBuilder out = new StringBuilder();
  private int at;

  PcreSyntax(String source, Set<String> options, boolean comments) {
    this.source = source;
    this.dollarEndOnly = options.contains("dollar_endonly") && !options.contains("multiline");
    this.ungreedy = options.contains("ungreedy");
    this.emptyClass = options.contains("allow_empty_class");
    this.comments = comments;
  }

  String rewrite() throws Unsupported {
    while (at < source.length()) {
      char c = source.charAt(at);
      switch (c) {
        case '\\' -> escape();
        case '[' -> characterClass();
        case '(' -> group();
        case '$' -> take(dollarEndOnly ? "\\z" : "$", 1);
        case '*', '+', '?' -> quantifier(1);
        case '{' -> brace();
        default -> {
          out.append(c);
          at++;
        }
      }
    }
    return out.toString();
  }

  private void take(String text, int length) {
    out.append(text);
    at += length;
  }

  private boolean ahead(String text) {
    return source.startsWith(text, at);
  }

  private void escape() throws Unsupported {
    if (ahead("\\Q")) {
      int end = source.indexOf("\\E", at);
      int stop = end < 0 ? source.length() : end;
      out.append(Pattern.quote(source.substring(at + 2, stop)));
      at = end < 0 ? stop : end + 2;
      return;
    }
    if (at + 1 == source.length()) {
      throw new Unsupported("\\ at the end of the pattern");
    }
    char kind = source.charAt(at + 1);
    switch (kind) {
      case 'N' -> take("[^\\n]", 2);
      case 'K', 'C', 'o' -> throw new Unsupported("\\" + kind + " is not supported");
      case 'g' -> reference();
      default -> {
        boolean plainLetter = Character.isLetter(kind) && "EijlmqyIJLMOTUY".indexOf(kind) >= 0;
        take(plainLetter ? String.valueOf(kind) : "\\" + kind, 2);
      }
    }
  }

  /// `\g1`, `\g{1}`, `\g{name}`: a back reference.
  private void reference() throws Unsupported {
    int end = ahead("\\g{") ? source.indexOf('}', at) : -1;
    if (end > 0) {
      var name = source.substring(at + 3, end);
      if (name.startsWith("-") || name.startsWith("+")) {
        throw new Unsupported("relative references are not supported");
      }
      boolean number = name.chars().allMatch(Character::isDigit);
      take(number ? "\\" + name : "\\k<" + name + ">", end + 1 - at);
    } else if (at + 2 < source.length() && Character.isDigit(source.charAt(at + 2))) {
      take("\\" + source.charAt(at + 2), 3);
    } else {
      throw new Unsupported("subroutine calls are not supported");
    }
  }

  private void group() throws Unsupported {
    if (ahead("(?#")) {
      int end = source.indexOf(')', at);
      if (end < 0) {
        throw new Unsupported("comment without end");
      }
      at = end + 1;
    } else if (ahead("(?P<")) {
      take("(?<", 4);
    } else if (ahead("(?'")) {
      int end = source.indexOf('\'', at + 3);
      if (end < 0) {
        throw new Unsupported("group name without end");
      }
      take("(?<" + source.substring(at + 3, end) + ">", end + 1 - at);
    } else if (ahead("(?P=")) {
      int end = source.indexOf(')', at);
      if (end < 0) {
        throw new Unsupported("reference without end");
      }
      take("\\k<" + source.substring(at + 4, end) + ">", end + 1 - at);
    } else if (ahead("(*")) {
      throw new Unsupported("verbs (*...) are not supported");
    } else if (ahead("(?|") || ahead("(?R") || ahead("(?&") || ahead("(?P>") || ahead("(?(")) {
      throw new Unsupported(source.substring(at, at + 3) + "...) is not supported");
    } else if (at + 2 < source.length()
        && ahead("(?")
        && Character.isDigit(source.charAt(at + 2))) {
      throw new Unsupported("recursion is not supported");
    } else {
      take(ahead("(?") ? "(?" : "(", ahead("(?") ? 2 : 1);
    }
  }

  /// `{` begins a quantifier only if it has the form of one; otherwise PCRE treats it as a literal.
  private void brace() {
    int end = source.indexOf('}', at);
    if (end > 0 && source.substring(at, end + 1).matches("\\{\\d+(,\\d*)?}")) {
      quantifier(end + 1 - at);
    } else {
      take("\\{", 1);
    }
  }

  private void quantifier(int length) {
    take(source.substring(at, at + length), length);
    if (ahead("+")) {
      take("+", 1);
    } else if (ahead("?")) {
      take(ungreedy ? "" : "?", 1);
    } else if (ungreedy) {
      out.append('?');
    }
  }

  private void characterClass() throws Unsupported {
    boolean negated = ahead("[^");
    int start = at + (negated ? 2 : 1);
    if (emptyClass && start < source.length() && source.charAt(start) == ']') {
      take(negated ? "[\\x00-\\uFFFF]" : "(?!)", start + 1 - at);
      return;
    }
    take(negated ? "[^" : "[", start - at);
    boolean first = true;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == ']' && !first) {
        take("]", 1);
        return;
      }
      first = false;
      classItem(c);
    }
    throw new Unsupported("character class without end");
  }

  private void classItem(char c) throws Unsupported {
    if (ahead("[:")) {
      int end = source.indexOf(":]", at);
      var name = end < 0 ? "" : source.substring(at + 2, end);
      boolean negated = name.startsWith("^");
      var posix = POSIX.get(negated ? name.substring(1) : name);
      if (posix == null) {
        throw new Unsupported("unknown class [:" + name + ":]");
      }
      take(negated ? "[^" + posix + "]" : posix, end + 2 - at);
    } else if (c == '\\' && at + 1 < source.length()) {
      char kind = source.charAt(at + 1);
      if (kind == 'b') {
        take("\\x08", 2);
      } else {
        take("\\" + kind, 2);
      }
    } else if (c == '[' || c == '&' || c == ']' || (comments && (c == '#' || c == ' '))) {
      take("\\" + c, 1);
    } else {
      take(String.valueOf(c), 1);
    }
  }
}
