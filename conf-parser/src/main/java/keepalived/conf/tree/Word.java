package keepalived.conf.tree;

/// A word of a line, without its quotes.
///
/// @param start first column (from 0) in the parsed line, quotes included
/// @param end column after the last
public record Word(String text, int start, int end, boolean quoted) {

  @Override
  public String toString() {
    return text;
  }
}
