package keepalived.conf.diagnostic;

/// A place in a configuration file.
///
/// @param file the name as the user or an `include` wrote it
/// @param line the line number, from 1; 0 for the file as a whole
/// @param column the column in characters, from 1; 0 for the line as a whole
/// @param length in characters; at least 1 if there is a column
/// @param text the physical line, which is printed above the caret
public record Place(String file, int line, int column, int length, String text) {

  /// The place of a file as a whole.
  public static Place of(String file) {
    return new Place(file, 0, 0, 0, "");
  }

  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
