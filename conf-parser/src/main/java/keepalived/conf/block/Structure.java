package keepalived.conf.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Context;
import keepalived.conf.schema.Keyword;
import keepalived.conf.schema.Keyword.Reads;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Similar;
import keepalived.conf.schema.Support;
import keepalived.conf.tree.Line;

/// Reports wrong braces and misplaced keywords, with their block and the likely place.
final class Structure {

  /// How many levels of nested blocks are searched.
  private static final int DEPTH_MAX = 5;

  private final Context context;
  private final Keywords<?> roots;
  private boolean irregular;

  Structure(Context context, Keywords<?> roots) {
    this.context = context;
    this.roots = roots;
  }

  boolean irregular() {
    return irregular;
  }

  private void add(Diagnostic diagnostic) {
    context.diagnostics().add(diagnostic);
  }

  private static String title(Line opener) {
    String words = String.join(" ", opener.words().stream().map(w -> w.text()).limit(3).toList());
    return "'" + words + "'";
  }

  private static String where(Line opener) {
    var place = opener.place();
    return "line " + place.line();
  }

  void missingClose(Line opener, Line next) {
    irregular = true;
    add(
        new Diagnostic(
                Code.BRACE_MISSING,
                opener.place(),
                "the block " + title(opener) + " opened here is not closed")
            .because("'" + next.keyword() + "' in " + where(next) + " does not belong in it")
            .fix("add a } before " + where(next))
            .original("There are 1 missing '}'s or extra '{'s"));
  }

  void neverClosed(Line opener) {
    irregular = true;
    add(
        new Diagnostic(
                Code.BRACE_MISSING,
                opener.place(),
                "the block " + title(opener) + " opened here is never closed")
            .because("the text ends first")
            .fix("add a } where the block ends")
            .original("There are 1 missing '}'s or extra '{'s"));
  }

  void extraClose(Line line, Optional<Line> opener) {
    irregular = true;
    String message =
        opener
            .map(o -> "this } closes " + title(o) + " of " + where(o) + " too early")
            .orElse("this } closes nothing");
    add(
        new Diagnostic(Code.BRACE_EXTRA, line.place(), message)
            .fix("remove it")
            .original("Extra '}' found"));
  }

  void unexpectedOpen(Line line, Optional<Line> before) {
    irregular = true;
    String after =
        before
            .filter(b -> b.kind() == Line.Kind.WORDS)
            .map(b -> ": '" + b.keyword() + "' opens no block")
            .orElse("");
    add(
        new Diagnostic(Code.BRACE_UNEXPECTED, line.place(), "this { is not expected here" + after)
            .fix("remove it, and the } that goes with it")
            .original("Unexpected '{' - ignoring"));
  }

  void notOpened(Line line) {
    irregular = true;
    add(
        new Diagnostic(
                Code.BLOCK_NOT_OPENED, line.place(), "the block " + title(line) + " has no {")
            .fix("write " + line.keyword() + " ... { and close it with }")
            .original("Missing '{' at beginning of configuration block"));
  }

  void unknown(Line line, Keywords<?> table, boolean opensBlock) {
    irregular |= opensBlock;
    if (context.diagnostics().full()) {
      return;
    }
    String keyword = line.keyword();
    var homes = homes(keyword);
    var base =
        homes.isEmpty()
            ? new Diagnostic(
                Code.UNKNOWN_KEYWORD, line.place(), "unknown keyword '" + keyword + "'" + in(table))
            : new Diagnostic(
                    Code.MISPLACED_KEYWORD,
                    line.place(),
                    "'"
                        + keyword
                        + "' does not belong "
                        + (in(table).isEmpty() ? "outside a block" : in(table).strip()))
                .fix(
                    renamed(roots, keyword, 0)
                        .filter(table::names)
                        .map(now -> "here it is called '" + now + "'")
                        .orElse("it belongs in " + String.join(" or ", homes)));
    var named = base.original("Unknown keyword '" + keyword + "'");
    var similar = Similar.to(keyword, table.rows().stream().map(Keyword::name).toList());
    if (similar.isPresent()) {
      named =
          new Diagnostic(
                  Code.UNKNOWN_KEYWORD,
                  line.place(),
                  "unknown keyword '" + keyword + "'" + in(table))
              .fix("did you mean '" + similar.get() + "'?")
              .original("Unknown keyword '" + keyword + "'");
    }
    if (keyword.chars().anyMatch(Structure::isInvisible)) {
      named =
          named
              .because("it holds a blank that is not a space or tab, as copied from a web page")
              .fix("replace that character by a space");
    }
    add(opensBlock ? named.because("its whole block is skipped") : named);
  }

  /// The current name of a keyword that is a deprecated spelling in some block.
  private static Optional<String> renamed(Keywords<?> table, String keyword, int depth) {
    for (var row : table.rows()) {
      boolean old = row.support().state() == Support.State.DEPRECATED;
      if (old && row.name().equals(keyword) && row.support().note().startsWith("use ")) {
        return Optional.of(row.support().note().substring("use ".length()));
      }
      if (row.reads() instanceof Reads.Block<?, ?>(_, var inner, _) && depth < DEPTH_MAX) {
        var found = renamed(inner, keyword, depth + 1);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isInvisible(int c) {
    return c == 0xA0 || c == 0x3000 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200F);
  }

  private static String in(Keywords<?> table) {
    String block = table.block();
    if (block.equals("(root)")) {
      return "";
    }
    return " in " + block.substring(block.lastIndexOf('/') + 1);
  }

  /// The names of at most three blocks that know a keyword.
  private List<String> homes(String keyword) {
    var found = new ArrayList<String>();
    collect(roots, keyword, found, 0);
    return found.stream().distinct().limit(3).toList();
  }

  private static void collect(Keywords<?> table, String keyword, List<String> found, int depth) {
    if (depth > 0 && table.names(keyword)) {
      found.add(table.block().substring(table.block().lastIndexOf('/') + 1));
    }
    for (var row : table.rows()) {
      if (row.reads() instanceof Reads.Block<?, ?>(_, var inner, _) && depth < DEPTH_MAX) {
        collect(inner, keyword, found, depth + 1);
      }
    }
  }
}
