package keepalived.conf.schema;

import java.util.Optional;

/// A row of a keyword table.
///
/// @param reads how the line is read
public record Keyword<D>(String name, Reads<D> reads, Support support) {

  /// How a keyword reads its line, and what kind of block it opens.
  public sealed interface Reads<D> {

    /// The keyword opens no block.
    record Words<D>(Action<D> action) implements Reads<D> {}

    /// The keyword opens a block of keywords.
    record Block<D, S>(Opener<D, S> opener, Keywords<S> table, Closer<D, S> closer)
        implements Reads<D> {}

    /// The keyword opens a list: each line of the block is an entry.
    record Entries<D>(Action<D> entry, Closing<D> closing) implements Reads<D> {}
  }

  @FunctionalInterface
  public interface Action<D> {
    void read(D draft, Args args);
  }

  /// Makes the draft that a block fills, from the line that opens the block. When it returns empty,
  /// the block is skipped without being read.
  @FunctionalInterface
  public interface Opener<D, S> {
    Optional<S> open(D parent, Args args);
  }

  /// Runs at the end of a block, with the line that opened the block.
  @FunctionalInterface
  public interface Closer<D, S> {
    void close(D parent, S block, Args args);
  }

  /// Runs at the end of a list, with the line that opened the list.
  @FunctionalInterface
  public interface Closing<D> {
    void close(D draft, Args args);
  }

  Keyword<D> with(Support other) {
    return new Keyword<>(name, reads, other);
  }

  Keyword<D> named(String other) {
    return new Keyword<>(other, reads, support);
  }

  public boolean opensBlock() {
    return !(reads instanceof Reads.Words<D>);
  }
}
