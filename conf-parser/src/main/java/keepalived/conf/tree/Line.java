package keepalived.conf.tree;

import java.util.List;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.text.TextLine;

/// A line as the parser sees it: either words, or a single brace.
///
/// @param start the first column (from 0) of the words or the brace in `source`
/// @param unclosed whether the last quote of the line is never closed
public record Line(Kind kind, List<Word> words, TextLine source, int start, boolean unclosed) {

  public enum Kind {
    WORDS,
    OPEN,
    CLOSE
  }

  public String keyword() {
    return kind == Kind.WORDS ? words.getFirst().text() : kind == Kind.OPEN ? "{" : "}";
  }

  public boolean isOpen() {
    return kind == Kind.OPEN;
  }

  public boolean isClose() {
    return kind == Kind.CLOSE;
  }

  /// The place of the keyword or the brace.
  public Place place() {
    return kind == Kind.WORDS ? place(words.getFirst()) : source.place(start, start + 1);
  }

  public Place place(Word word) {
    return source.place(word.start(), word.end());
  }

  /// The indentation: the column (from 0) at which the line begins in the physical line.
  public int column() {
    return Math.max(0, place().column() - 1);
  }

  /// The source text from word number `from` (0 is the keyword) to the last word, with quotes.
  public String raw(int from) {
    return words.size() <= from
        ? ""
        : source.text().substring(words.get(from).start(), words.getLast().end());
  }
}
