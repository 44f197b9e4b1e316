package keepalived.conf.text;

import java.util.Arrays;

/// Builds a line out of pieces and records the origin of each character.
final class LineBuilder {

  private final Origin origin;
  private final StringBuilder text = new StringBuilder();
  private int[] columns = new int[64];

  LineBuilder(Origin origin) {
    this.origin = origin;
  }

  /// Adds a character that comes from `column`.
  void add(char c, int column) {
    if (text.length() == columns.length) {
      columns = Arrays.copyOf(columns, columns.length * 2);
    }
    columns[text.length()] = column;
    text.append(c);
  }

  /// Adds text that replaces something at `column`.
  void add(CharSequence replacement, int column) {
    for (int i = 0; i < replacement.length(); i++) {
      add(replacement.charAt(i), column);
    }
  }

  int length() {
    return text.length();
  }

  TextLine line() {
    return new TextLine(
        text.toString(), origin, Arrays.copyOf(columns, Math.max(1, text.length())));
  }
}
