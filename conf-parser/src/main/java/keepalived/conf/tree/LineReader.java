package keepalived.conf.tree;

import java.util.ArrayList;
import java.util.List;
import keepalived.conf.text.TextLine;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/// Runs the grammar over the text, a stretch of lines at a time so that memory stays bounded.
public final class LineReader {

  private static final int CHARACTERS_AT_ONCE = 1 << 16;

  private final List<Line> lines = new ArrayList<>();

  private LineReader() {}

  public static List<Line> read(List<TextLine> text) {
    var reader = new LineReader();
    int from = 0;
    while (from < text.size()) {
      int to = from;
      int characters = 0;
      while (to < text.size() && (to == from || characters < CHARACTERS_AT_ONCE)) {
        characters += text.get(to++).text().length() + 1;
      }
      reader.parse(text.subList(from, to), characters);
      from = to;
    }
    return reader.lines;
  }

  private void parse(List<TextLine> stretch, int characters) {
    var joined = new StringBuilder(characters);
    for (var line : stretch) {
      joined.append(line.text()).append('\n');
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

  private void add(List<TextLine> stretch, CommonTokenStream tokens, ConfParser.ItemContext item) {
    if (item.getStop() == null) {
      return;
    }
    int number = item.getStart().getLine() - 1;
    var source = stretch.get(number);
    var words = new ArrayList<Word>();
    boolean unclosed = false;
    Token end = item.getStop();
    for (int i = item.getStart().getTokenIndex(); i < end.getTokenIndex(); i++) {
      Token token = tokens.get(i);
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        words.add(word(token, source.text()));
        unclosed |= token.getType() == ConfLexer.UNCLOSED;
      }
    }
    if (!words.isEmpty()) {
      lines.add(
          new Line(
              Line.Kind.WORDS, List.copyOf(words), source, words.getFirst().start(), unclosed));
    }
    if (end.getType() == ConfLexer.OPEN || end.getType() == ConfLexer.CLOSE) {
      var kind = end.getType() == ConfLexer.OPEN ? Line.Kind.OPEN : Line.Kind.CLOSE;
      lines.add(new Line(kind, List.of(), source, word(end, source.text()).start(), false));
    }
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
