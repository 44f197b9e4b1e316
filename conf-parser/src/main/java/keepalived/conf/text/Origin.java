package keepalived.conf.text;

import keepalived.conf.diagnostic.Place;

/// The physical line that a piece of text comes from.
///
/// @param file the name as the user or an `include` wrote it; relative names stay relative
/// @param number the line number, from 1
/// @param physical the whole line as it is in the file
public record Origin(String file, int number, String physical) {

  /// The place of the line as a whole.
  public Place whole() {
    return new Place(file, number, 0, 0, physical);
  }

  /// The place of `length` characters at `column` (from 0), limited to the physical line.
  public Place at(int column, int length) {
    int size = physical.length();
    if (size == 0) {
      return whole();
    }
    int start = Math.max(0, Math.min(column, size - 1));
    int span = Math.max(1, Math.min(length, size - start));
    return new Place(file, number, start + 1, span, physical);
  }
}
