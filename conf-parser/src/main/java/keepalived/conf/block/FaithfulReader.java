package keepalived.conf.block;

import java.util.List;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Context;
import keepalived.conf.schema.Keyword;
import keepalived.conf.schema.Keyword.Reads;
import keepalived.conf.schema.Keywords;
import keepalived.conf.tree.Line;

/// Reads lines exactly as the original does, even where blocks do not match: for example, the block
/// of an unknown keyword is read as part of the block around it. It serves only to find the exit
/// status that the original gives to a broken file.
public final class FaithfulReader<R> {

  private final Keywords<R> roots;
  private final List<Line> lines;
  private final Context context;
  private int at;
  private int depth;

  public FaithfulReader(Keywords<R> roots, List<Line> lines, Context context) {
    this.roots = roots;
    this.lines = lines;
    this.context = context;
  }

  /// Reads the lines as one process of the original does: it handles the root keywords in `mine`
  /// and skips the blocks of other processes.
  public void pass(R root, Set<String> mine) {
    at = 0;
    depth = 0;
    while (at < lines.size()) {
      Line line = take();
      if (line.isOpen()) {
        unexpected(line);
      } else if (line.isClose()) {
        extra(line);
      } else {
        var row = roots.find(line.keyword());
        if (row.isEmpty()) {
          unknown(line);
        } else if (mine.contains(line.keyword())) {
          read(row.get(), root, line);
        } else if (row.get().opensBlock()) {
          skipBlock();
        }
      }
    }
    if (depth > 0) {
      var last = lines.getLast();
      context.diagnostics().add(new Diagnostic(Code.BRACE_MISSING, last.place(), "missing braces"));
    }
  }

  private Line take() {
    Line line = lines.get(at++);
    if (line.isOpen()) {
      depth++;
    } else if (line.isClose()) {
      depth--;
    }
    return line;
  }

  private void skipBlock() {
    if (at == lines.size() || !lines.get(at).isOpen()) {
      return;
    }
    int open = 0;
    do {
      Line line = take();
      open += line.isOpen() ? 1 : line.isClose() ? -1 : 0;
    } while (open > 0 && at < lines.size());
  }

  private <D> void read(Keyword<D> row, D draft, Line line) {
    switch (row.reads()) {
      case Reads.Words<D> words -> Dispatch.words(words, draft, line, context);
      case Reads.Entries<D> entries -> list(entries, draft, line);
      case Reads.Block<D, ?> block -> block(block, draft, line);
    }
  }

  private <D, S> void block(Reads.Block<D, S> reads, D parent, Line line) {
    Dispatch.quotes(line, context);
    var args = new Args(line, context, 1);
    var opened = reads.opener().open(parent, args);
    if (opened.isEmpty()) {
      skipBlock();
      return;
    }
    S draft = opened.get();
    if (at < lines.size() && lines.get(at).isOpen()) {
      take();
    } else if (at < lines.size()) {
      context
          .diagnostics()
          .add(new Diagnostic(reads.table().unopened(), line.place(), "missing opening brace"));
    }
    while (at < lines.size()) {
      Line next = take();
      if (next.isOpen()) {
        unexpected(next);
      } else if (next.isClose()) {
        break;
      } else {
        var row = reads.table().find(next.keyword());
        if (row.isPresent()) {
          read(row.get(), draft, next);
        } else {
          unknown(next);
        }
      }
    }
    reads.closer().close(parent, draft, args);
  }

  private <D> void list(Reads.Entries<D> reads, D draft, Line line) {
    Dispatch.listOpened(line, context);
    if (at < lines.size() && lines.get(at).isOpen()) {
      take();
    }
    while (at < lines.size()) {
      Line next = take();
      if (next.isClose()) {
        break;
      }
      if (next.isOpen()) {
        unexpected(next);
      } else {
        Dispatch.entry(reads, draft, next, context);
      }
    }
    reads.closing().close(draft, new Args(line, context, 1));
  }

  private void unexpected(Line line) {
    context
        .diagnostics()
        .add(new Diagnostic(Code.BRACE_UNEXPECTED, line.place(), "unexpected brace"));
  }

  private void extra(Line line) {
    depth = Math.max(depth, 0);
    context.diagnostics().add(new Diagnostic(Code.BRACE_EXTRA, line.place(), "extra brace"));
  }

  private void unknown(Line line) {
    context
        .diagnostics()
        .add(new Diagnostic(Code.UNKNOWN_KEYWORD, line.place(), "unknown keyword"));
  }
}
