package keepalived.conf.text;

import keepalived.conf.diagnostic.Place;

/// The physical line a piece of text comes from.
///
/// @param file as it was named: relative names stay relative
/// @param number from 1
public record Origin(String file, int number, String physical) {

  public Place whole() {
    return new Place(file, number, 0, 0, physical);
  }

  /// The place of `length` characters at `column` (from 0), kept inside the physical line.
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
