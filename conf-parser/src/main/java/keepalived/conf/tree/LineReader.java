package keepalived.conf.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keepalived.conf.text.TextLine;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/// Runs the grammar over the text. It parses a limited number of lines at a time, so that memory
/// stays bounded.
///
/// No item of the grammar crosses the end of a line, so equal lines have equal words, and each
/// different line is parsed only once. In a file with thousands of real servers most lines are
/// repeated; parsing each of them would take most of the time of a reload.
public final class LineReader {

  private static final int CHARACTERS_AT_ONCE = 1 << 16;

  /// The content of a line, independent of its place.
  private record Piece(Line.Kind kind, List<Word> words, int start, boolean unclosed) {
    private Line at(TextLine source) {
      return new Line(kind, words, source, start, unclosed);
    }
  }

  private final Map<String, List<Piece>> pieces = new HashMap<>();

  private LineReader() {}

  /// Splits lines of text into words and braces. A brace is a [Line] of its own.
  public static List<Line> read(List<TextLine> text) {
    var reader = new LineReader();
    reader.parse(reader.different(text));
    var lines = new ArrayList<Line>(text.size());
    for (var line : text) {
      for (var piece : reader.pieces.get(line.text())) {
        lines.add(piece.at(line));
      }
    }
    return lines;
  }

  private List<String> different(List<TextLine> text) {
    var different = new ArrayList<String>();
    for (var line : text) {
      if (pieces.putIfAbsent(line.text(), List.of()) == null) {
        different.add(line.text());
      }
    }
    return different;
  }

  private void parse(List<String> text) {
    int from = 0;
    while (from < text.size()) {
      int to = from;
      int characters = 0;
      while (to < text.size() && (to == from || characters < CHARACTERS_AT_ONCE)) {
        characters += text.get(to++).length() + 1;
      }
      parse(text.subList(from, to), characters);
      from = to;
    }
  }

  private void parse(List<String> stretch, int characters) {
    var joined = new StringBuilder(characters);
    for (var line : stretch) {
      joined.append(line).append('\n');
    }
    var lexer = new ConfLexer(CharStreams.fromString(joined.toString()));
    lexer.removeErrorListeners();
    var tokens = new CommonTokenStream(lexer);
    var parser = new ConfParser(tokens);
    parser.removeErrorListeners();
    parser.setBuildParseTree(false);
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.addParseListener(
        new ConfBaseListener() {
          @Override
          public void exitItem(ConfParser.ItemContext item) {
            add(stretch, tokens, item);
          }
        });
    parser.config();
  }

  private void add(List<String> stretch, CommonTokenStream tokens, ConfParser.ItemContext item) {
    if (item.getStop() == null) {
      return;
    }
    var line = stretch.get(item.getStart().getLine() - 1);
    var words = new ArrayList<Word>();
    boolean unclosed = false;
    Token end = item.getStop();
    for (int i = item.getStart().getTokenIndex(); i < end.getTokenIndex(); i++) {
      Token token = tokens.get(i);
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        words.add(word(token, line));
        unclosed |= token.getType() == ConfLexer.UNCLOSED;
      }
    }
    if (!words.isEmpty()) {
      int start = words.getFirst().start();
      add(line, new Piece(Line.Kind.WORDS, List.copyOf(words), start, unclosed));
    }
    if (end.getType() == ConfLexer.OPEN || end.getType() == ConfLexer.CLOSE) {
      var kind = end.getType() == ConfLexer.OPEN ? Line.Kind.OPEN : Line.Kind.CLOSE;
      add(line, new Piece(kind, List.of(), word(end, line).start(), false));
    }
  }

  private void add(String line, Piece piece) {
    var known = pieces.get(line);
    if (known.isEmpty()) {
      known = new ArrayList<>(2);
      pieces.put(line, known);
    }
    known.add(piece);
  }

  private static Word word(Token token, String line) {
    String text = token.getText();
    int position = token.getCharPositionInLine();
    // ANTLR counts code points, strings count UTF-16 units.
    boolean plain = line.length() == line.codePointCount(0, line.length());
    int start = plain ? position : line.offsetByCodePoints(0, position);
    int end = start + text.length();
    return switch (token.getType()) {
      case ConfLexer.QUOTED -> new Word(text.substring(1, text.length() - 1), start, end, true);
      case ConfLexer.UNCLOSED -> new Word(text.substring(1), start, end, true);
      default -> new Word(text, start, end, false);
    };
  }
}
