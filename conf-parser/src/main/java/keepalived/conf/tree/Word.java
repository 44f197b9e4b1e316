package keepalived.conf.tree;

/// A word of a line, without its quotes.
///
/// @param start the first column (from 0) in the parsed line, including an opening quote
/// @param end the column after the last character, including a closing quote
public record Word(String text, int start, int end, boolean quoted) {

  @Override
  public String toString() {
    return text;
  }
}
