package keepalived.core.text;

/// Makes foreign text safe to print: characters that would end the line, move the cursor, or change
/// the terminal or the order of characters are written as visible escapes. A line feed becomes
/// `\n`, ESC becomes `\x1b`, a right-to-left override becomes `\u202e`.
///
/// Letters and signs of every language stay, and so does a tab, which can neither end a line nor
/// move back. A backslash stays too: it is common in ordinary text (regular expressions, commands),
/// and text that looks like an escape is harmless.
public final class Printable {

  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Printable() {}

  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return escaped(text, i);
      }
    }
    return text;
  }

  /// The same for lines that programs read (a FIFO's): each such character, including a tab,
  /// becomes `?`. The `echo` of a shell would decode escapes.
  public static String masked(String text) {
    return text.codePoints()
        .map(c -> isSafe(c) && c != '\t' ? c : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String escaped(String text, int from) {
    var clean = new StringBuilder(text.length() + 16).append(text, 0, from);
    int next;
    for (int i = from; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      if (isSafe(c)) {
        clean.appendCodePoint(c);
      } else {
        escape(clean, c);
      }
    }
    return clean.toString();
  }

  /// Whether a character prints as itself and has no other effect. The two joiners shape the
  /// letters of several languages.
  public static boolean isSafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\t';
      case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
      case Character.UNASSIGNED -> (c & 0xFFFE) != 0xFFFE && (c < 0xFDD0 || c > 0xFDEF);
      default -> true;
    };
  }

  private static void escape(StringBuilder clean, int c) {
    switch (c) {
      case '\n' -> clean.append("\\n");
      case '\r' -> clean.append("\\r");
      default -> {
        String digits = Integer.toHexString(c);
        String form = c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U";
        int length = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
        clean.append(form).append("0".repeat(length - digits.length())).append(digits);
      }
    }
  }
}
