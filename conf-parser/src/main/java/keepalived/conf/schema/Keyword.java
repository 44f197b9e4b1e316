package keepalived.conf.schema;

import java.util.Optional;

/// A row of a keyword table.
///
/// @param reads what is done with the line
public record Keyword<D>(String name, Reads<D> reads, Support support) {

  /// How a keyword reads its line and what it opens.
  public sealed interface Reads<D> {

    /// The line alone.
    record Words<D>(Action<D> action) implements Reads<D> {}

    /// A block of keywords.
    record Block<D, S>(Opener<D, S> opener, Keywords<S> table, Closer<D, S> closer)
        implements Reads<D> {}

    /// A block whose lines are entries.
    record Entries<D>(Action<D> entry, Closing<D> closing) implements Reads<D> {}
  }

  @FunctionalInterface
  public interface Action<D> {
    void read(D draft, Args args);
  }

  /// Makes the draft a block fills, from the block's own line; nothing means the block is skipped
  /// unread.
  @FunctionalInterface
  public interface Opener<D, S> {
    Optional<S> open(D parent, Args args);
  }

  /// Called with the line that opened the block, at its end.
  @FunctionalInterface
  public interface Closer<D, S> {
    void close(D parent, S block, Args args);
  }

  /// Called at the end of a list.
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
