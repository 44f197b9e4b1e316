package keepalived.conf.block;

import java.util.List;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Context;
import keepalived.conf.schema.Keyword.Reads;
import keepalived.conf.tree.Line;
import keepalived.conf.tree.Word;

/// How both readers treat a line after they found its keyword.
final class Dispatch {

  private Dispatch() {}

  /// Reads a line that opens no block, and reports words that were not read.
  static <D> void words(Reads.Words<D> reads, D draft, Line line, Context context) {
    quotes(line, context);
    var args = new Args(line, context, 1);
    reads.action().read(draft, args);
    leftOver(args, context);
  }

  static <D> void entry(Reads.Entries<D> reads, D draft, Line line, Context context) {
    quotes(line, context);
    reads.entry().read(draft, new Args(line, context, 0));
  }

  /// Reports words on the line that opens a list: a list takes none.
  static void listOpened(Line line, Context context) {
    quotes(line, context);
    if (line.words().size() > 1) {
      var word = line.words().get(1);
      context
          .diagnostics()
          .add(
              new Diagnostic(
                      Code.BLOCK_WORDS_IGNORED,
                      line.place(word),
                      "'" + line.keyword() + "' takes no words before its brace")
                  .original(
                      "Block %s has extra parameters %s ...".formatted(line.keyword(), word)));
    }
  }

  static void quotes(Line line, Context context) {
    if (line.unclosed()) {
      var word = line.words().getLast();
      context
          .diagnostics()
          .add(
              Diagnostic.unclosedQuote(line.place(word))
                  .original("Unmatched quote: '" + line.raw(0) + "'"));
    }
  }

  private static void leftOver(Args args, Context context) {
    List<Word> rest = args.rest();
    if (!rest.isEmpty() && args.position() > 1) {
      var first = rest.getFirst();
      context
          .diagnostics()
          .add(
              new Diagnostic(
                  Code.WORDS_IGNORED,
                  args.place(first),
                  "'"
                      + first
                      + "' "
                      + (rest.size() > 1 ? "and what follows is" : "is")
                      + " not part of '"
                      + args.keyword()
                      + "' and is ignored"));
    }
  }
}
