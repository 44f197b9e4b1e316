package keepalived.conf.text;

/// Removes comments. A `!` or `#` outside double quotes starts a comment. After a backslash it is
/// an ordinary character, and the backslash is removed.
final class Comments {

  private Comments() {}

  static TextLine strip(Origin origin) {
    String text = origin.physical();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && i + 1 < text.length()) {
        if (!quoted && isMark(text.charAt(i + 1))) {
          return stripEscaped(origin);
        }
        i++;
      } else if (!quoted && isMark(c)) {
        return new TextLine(text.substring(0, i), origin);
      }
    }
    return new TextLine(text, origin);
  }

  /// The index of the quote that is still open at the end of the line; -1 when there is none.
  static int unclosed(String text) {
    int open = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        open = open < 0 ? i : -1;
      } else if (c == '\\') {
        i++;
      } else if (open < 0 && isMark(c)) {
        return -1;
      }
    }
    return open;
  }

  private static TextLine stripEscaped(Origin origin) {
    String text = origin.physical();
    var line = new LineBuilder(origin);
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        if (quoted || !isMark(next)) {
          line.add(c, i - 1);
        }
        line.add(next, i);
        continue;
      }
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && isMark(c)) {
        break;
      }
      line.add(c, i);
    }
    return line.line();
  }

  private static boolean isMark(char c) {
    return c == '!' || c == '#';
  }
}
