package keepalived.conf.diagnostic;

/// Where in the files something stands.
///
/// @param line from 1; 0 when it concerns the file as a whole
/// @param column from 1; 0 when it concerns the line as a whole
/// @param length in characters, at least 1 where there is a column
/// @param text the physical line, for the caret
public record Place(String file, int line, int column, int length, String text) {

  /// A whole file.
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
