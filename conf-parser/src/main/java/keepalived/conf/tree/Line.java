package keepalived.conf.tree;

import java.util.List;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.text.TextLine;

/// What the parser sees as one line: words, or a brace by itself.
///
/// @param unclosed whether the last quote was never closed
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

  /// The keyword, or the brace.
  public Place place() {
    return kind == Kind.WORDS ? place(words.getFirst()) : source.place(start, start + 1);
  }

  public Place place(Word word) {
    return source.place(word.start(), word.end());
  }

  /// The column (from 0) of the physical line: how far it is indented.
  public int column() {
    return Math.max(0, place().column() - 1);
  }

  /// The text from the word numbered `from` to the end of the last word, quotes included.
  public String raw(int from) {
    return words.size() <= from
        ? ""
        : source.text().substring(words.get(from).start(), words.getLast().end());
  }
}
