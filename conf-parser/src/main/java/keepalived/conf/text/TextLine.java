package keepalived.conf.text;

import java.util.Arrays;
import keepalived.conf.diagnostic.Place;

/// A line to parse, with a map from its columns to those of its physical line.
///
/// @param columns for each character, its column (from 0) in the physical line; empty when the text
///   is unchanged
public record TextLine(String text, Origin origin, int[] columns) {

  private static final int[] UNCHANGED = {};

  public TextLine(String text, Origin origin) {
    this(text, origin, UNCHANGED);
  }

  /// The place of the characters from `start` (included) to `end` (excluded).
  public Place place(int start, int end) {
    if (columns.length == 0) {
      return origin.at(start, end - start);
    }
    if (start >= columns.length) {
      return origin.at(columns[columns.length - 1], 1);
    }
    int first = columns[start];
    int last = columns[Math.max(start, Math.min(end, columns.length) - 1)];
    return origin.at(first, Math.max(1, last - first + 1));
  }

  /// The rest of the line from index `start`, with its columns.
  TextLine from(int start) {
    if (columns.length == 0) {
      int[] map = new int[text.length() - start];
      for (int i = 0; i < map.length; i++) {
        map[i] = start + i;
      }
      return new TextLine(text.substring(start), origin, map);
    }
    int[] map = Arrays.copyOfRange(columns, Math.min(start, columns.length), columns.length);
    return new TextLine(text.substring(start), origin, map);
  }
}
