package keepalived.conf.block;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Context;
import keepalived.conf.schema.Keyword;
import keepalived.conf.schema.Keyword.Reads;
import keepalived.conf.schema.Keywords;
import keepalived.conf.tree.Line;

/// Reads lines with the keyword tables. Where braces are wrong, it finds the place to continue, so
/// that one mistake gives one message. Recursion is as deep as the tables, not as the text.
public final class BlockReader<R> {

  /// @param table the keywords of the block; null for a list
  /// @param opener the line that opened the block; null at the root
  /// @param depth how many braces are open inside the block
  private record Frame(Keywords<?> table, Line opener, int depth) {}

  private final Keywords<R> roots;
  private final List<Line> lines;
  private final Context context;
  private final Set<String> rootOnly;

  /// Computed when the first mistake in the structure is found.
  private Optional<Balance> balance = Optional.empty();

  private final Structure structure;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private int at;

  /// How many frames to leave, because their closing braces are missing.
  private int unwinding;

  public BlockReader(Keywords<R> roots, Set<String> rootOnly, List<Line> lines, Context context) {
    this.roots = roots;
    this.lines = lines;
    this.context = context;
    this.rootOnly = rootOnly;
    this.structure = new Structure(context, roots);
  }

  /// Whether a wrong brace or an unknown block makes the structure doubtful.
  public boolean irregular() {
    return structure.irregular();
  }

  /// Reads all lines into `root`.
  public void read(R root) {
    frames.push(new Frame(roots, null, 0));
    while (at < lines.size()) {
      unwinding = 0;
      Line line = lines.get(at++);
      if (line.isOpen()) {
        structure.unexpectedOpen(line, previous());
        skipToClose();
      } else if (line.isClose()) {
        structure.extraClose(line, Optional.empty());
      } else {
        statement(roots, root, line);
      }
    }
    frames.pop();
  }

  /// Reads only the root keywords in `mine`. Other root keywords are skipped without a diagnostic.
  public void readOnly(R root, Set<String> mine) {
    frames.push(new Frame(roots, null, 0));
    while (at < lines.size()) {
      unwinding = 0;
      Line line = lines.get(at++);
      if (line.kind() == Line.Kind.WORDS && mine.contains(line.keyword())) {
        roots.find(line.keyword()).ifPresent(row -> read(row, root, line));
      } else if (line.isOpen()) {
        skipToClose();
      }
    }
    frames.pop();
  }

  private int surplus(int from, int depth) {
    if (balance.isEmpty()) {
      balance = Optional.of(new Balance(lines, rootOnly));
    }
    return balance.get().surplus(from, depth);
  }

  private <D> void statement(Keywords<D> table, D draft, Line line) {
    var row = table.find(line.keyword());
    if (!table.names(line.keyword()) && leaves(line)) {
      at--;
    } else if (row.isPresent()) {
      read(row.get(), draft, line);
    } else {
      structure.unknown(line, table, lineOpens());
      if (lineOpens()) {
        at++;
        skipToClose();
      }
    }
  }

  private boolean lineOpens() {
    return at < lines.size() && lines.get(at).isOpen();
  }

  private Optional<Line> previous() {
    return at >= 2 ? Optional.of(lines.get(at - 2)) : Optional.empty();
  }

  /// Skips the lines up to the brace that closes the block just opened, or to the end.
  private void skipToClose() {
    int open = 1;
    while (at < lines.size() && open > 0) {
      Line line = lines.get(at++);
      open += line.isOpen() ? 1 : line.isClose() ? -1 : 0;
    }
  }

  /// Whether `line` belongs to an outer block, so that the closing brace of this block is missing.
  private boolean leaves(Line line) {
    int levels = home(line);
    if (levels == 0 || surplus(at - 1, frames.peek().depth()) <= 0) {
      return false;
    }
    structure.missingClose(frames.peek().opener(), line);
    unwinding = levels;
    return true;
  }

  /// How many blocks further out the keyword is known; 0 when no outer block knows it.
  private int home(Line line) {
    int levels = 0;
    for (var frame : frames) {
      boolean known = frame.table() != null && frame.table().names(line.keyword());
      if (levels > 0 && known && (frame.depth() > 0 || lineOpens())) {
        return levels;
      }
      levels++;
    }
    return 0;
  }

  private <D> void read(Keyword<D> row, D draft, Line line) {
    switch (row.reads()) {
      case Reads.Words<D> words -> {
        Dispatch.words(words, draft, line, context);
        if (lineOpens() && frames.peek().depth() == 0) {
          structure.unexpectedOpen(lines.get(at++), Optional.of(line));
          skipToClose();
        }
      }
      case Reads.Entries<D> entries -> list(entries, draft, line);
      case Reads.Block<D, ?> block -> block(block, draft, line);
    }
  }

  private <D, S> void block(Reads.Block<D, S> reads, D parent, Line line) {
    Dispatch.quotes(line, context);
    var args = new Args(line, context, 1);
    var fresh = reads.opener().open(parent, args);
    if (fresh.isEmpty()) {
      if (lineOpens()) {
        at++;
        skipToClose();
      }
      return;
    }
    S draft = fresh.get();
    if (opened(line, reads.table())) {
      frames.push(new Frame(reads.table(), line, frames.peek().depth() + 1));
      body(reads.table(), draft);
      frames.pop();
      unwinding = Math.max(0, unwinding - 1);
    }
    reads.closer().close(parent, draft, args);
  }

  /// Takes the opening brace. When it is missing, decides whether the next lines are a body
  /// nevertheless.
  private boolean opened(Line line, Keywords<?> table) {
    if (lineOpens()) {
      at++;
      return true;
    }
    structure.notOpened(line);
    return at < lines.size()
        && lines.get(at).kind() == Line.Kind.WORDS
        && (table.names(lines.get(at).keyword()) || entriesFollow());
  }

  /// Whether the lines after a list without its opening brace are its entries. They are when no
  /// outer block knows the keyword of the next line and the closing brace exists.
  private boolean entriesFollow() {
    if (at >= lines.size() || lines.get(at).kind() != Line.Kind.WORDS) {
      return false;
    }
    String word = lines.get(at).keyword();
    return frames.stream().noneMatch(f -> f.table() != null && f.table().names(word))
        && surplus(at, frames.peek().depth()) < 0;
  }

  private <S> void body(Keywords<S> table, S draft) {
    int stray = 0;
    while (at < lines.size() && unwinding == 0) {
      Line line = lines.get(at++);
      if (line.isOpen()) {
        structure.unexpectedOpen(line, previous());
        stray += surplus(at, frames.peek().depth()) < 0 ? 1 : 0;
      } else if (!line.isClose()) {
        statement(table, draft, line);
      } else if (stray > 0) {
        stray--;
      } else if (closesTooEarly(table)) {
        structure.extraClose(line, Optional.of(frames.peek().opener()));
      } else {
        return;
      }
    }
    if (unwinding == 0) {
      structure.neverClosed(frames.peek().opener());
      unwinding = frames.size();
    }
  }

  /// Whether more lines of this root block follow, and there is one closing brace too many before
  /// the next root block.
  private boolean closesTooEarly(Keywords<?> table) {
    return frames.peek().depth() == 1
        && at < lines.size()
        && lines.get(at).kind() == Line.Kind.WORDS
        && table.names(lines.get(at).keyword())
        && !roots.names(lines.get(at).keyword())
        && surplus(at, 0) < 0;
  }

  private <D> void list(Reads.Entries<D> reads, D draft, Line line) {
    Dispatch.listOpened(line, context);
    boolean opened = lineOpens();
    if (opened) {
      at++;
    } else {
      structure.notOpened(line);
    }
    if (opened || entriesFollow()) {
      frames.push(new Frame(null, line, frames.peek().depth() + 1));
      entries(reads, draft);
      frames.pop();
      unwinding = Math.max(0, unwinding - 1);
    }
    reads.closing().close(draft, new Args(line, context, 1));
  }

  private <D> void entries(Reads.Entries<D> reads, D draft) {
    int stray = 0;
    while (at < lines.size()) {
      Line line = lines.get(at++);
      if (line.isOpen()) {
        structure.unexpectedOpen(line, previous());
        stray += surplus(at, frames.peek().depth()) < 0 ? 1 : 0;
      } else if (!line.isClose()) {
        if (leaves(line)) {
          at--;
          return;
        }
        Dispatch.entry(reads, draft, line, context);
      } else if (stray == 0) {
        return;
      } else {
        stray--;
      }
    }
    structure.neverClosed(frames.peek().opener());
    unwinding = frames.size();
  }
}
