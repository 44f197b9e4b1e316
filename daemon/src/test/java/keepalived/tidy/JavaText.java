package keepalived.tidy;

/// A Java source, divided into code and prose.
///
/// @param code the source with strings and comments blanked; line breaks stay
/// @param prose comments and the contents of strings, with everything else blanked
record JavaText(String code, String prose) {

  private enum Mode {
    CODE,
    LINE_COMMENT,
    BLOCK_COMMENT,
    STRING,
    TEXT_BLOCK,
    CHARACTER
  }

  static JavaText of(String source) {
    var splitter = new Splitter(source);
    return splitter.split();
  }

  private static final class Splitter {
    private final String source;
    private final StringBuilder code = new StringBuilder();
    private final StringBuilder prose = new StringBuilder();
    private Mode mode = Mode.CODE;
    private int at;

    Splitter(String source) {
      this.source = source;
    }

    JavaText split() {
      while (at < source.length()) {
        switch (mode) {
          case CODE -> code();
          case LINE_COMMENT -> inside("\n", true);
          case BLOCK_COMMENT -> inside("*/", true);
          case STRING -> inside("\"", true);
          case TEXT_BLOCK -> inside("\"\"\"", true);
          case CHARACTER -> inside("'", false);
        }
      }
      return new JavaText(code.toString(), prose.toString());
    }

    private void code() {
      if (source.startsWith("//", at)) {
        open(Mode.LINE_COMMENT, 2);
      } else if (source.startsWith("/*", at)) {
        open(Mode.BLOCK_COMMENT, 2);
      } else if (source.startsWith("\"\"\"", at)) {
        open(Mode.TEXT_BLOCK, 3);
      } else if (source.charAt(at) == '"') {
        open(Mode.STRING, 1);
      } else if (source.charAt(at) == '\'') {
        open(Mode.CHARACTER, 1);
      } else {
        char c = source.charAt(at++);
        code.append(c);
        prose.append(c == '\n' ? '\n' : ' ');
      }
    }

    private void open(Mode next, int length) {
      mode = next;
      blank(length);
    }

    /// Reads one character of a comment or literal that ends with `end`.
    private void inside(String end, boolean isProse) {
      if (source.startsWith(end, at)) {
        mode = Mode.CODE;
        blank(end.length());
        return;
      }
      boolean literal = mode != Mode.LINE_COMMENT && mode != Mode.BLOCK_COMMENT;
      if (literal && source.charAt(at) == '\\' && at + 1 < source.length()) {
        blank(2);
        return;
      }
      char c = source.charAt(at++);
      code.append(c == '\n' ? '\n' : ' ');
      prose.append(isProse || c == '\n' ? c : ' ');
    }

    private void blank(int length) {
      for (int i = 0; i < length; i++) {
        char c = source.charAt(at++) == '\n' ? '\n' : ' ';
        code.append(c);
        prose.append(c);
      }
    }
  }
}
