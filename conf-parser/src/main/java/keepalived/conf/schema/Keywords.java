package keepalived.conf.schema;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Keyword.Action;
import keepalived.conf.schema.Keyword.Closer;
import keepalived.conf.schema.Keyword.Closing;
import keepalived.conf.schema.Keyword.Opener;
import keepalived.conf.schema.Keyword.Reads;
import keepalived.core.net.IpAddress;

/// The keywords of one block, one row for each; `D` is the draft that the rows fill.
public final class Keywords<D> {

  public static final Duration MICROSECOND = Duration.ofNanos(1000);

  private final String block;
  private final Map<String, Keyword<D>> rows = new LinkedHashMap<>();

  private Optional<Keyword<D>> fallback = Optional.empty();
  private Code unopened = Code.BLOCK_NOT_OPENED;

  private Keywords(String block) {
    this.block = block;
  }

  /// An empty table.
  ///
  /// @param block the name of the block as in the manual, such as `vrrp_instance/authentication`
  public static <D> Keywords<D> of(String block) {
    return new Keywords<>(block);
  }

  public String block() {
    return block;
  }

  /// The row of a keyword. For any other name, the row that reads list entries, if the block has
  /// one.
  public Optional<Keyword<D>> find(String name) {
    return Optional.ofNullable(rows.get(name)).or(() -> fallback);
  }

  /// Whether the name is a keyword of this block, and not the first word of a list entry.
  public boolean names(String name) {
    return rows.containsKey(name);
  }

  /// Reads each line that begins with no keyword of this table as a list entry.
  public Keywords<D> otherwise(Action<D> entry) {
    fallback = Optional.of(new Keyword<>("(entry)", new Reads.Words<>(entry), Support.IMPLEMENTED));
    return this;
  }

  /// Sets the kind of diagnostic for a block without its opening brace, which decides the exit
  /// status.
  public Keywords<D> unopened(Code code) {
    unopened = code;
    return this;
  }

  public Code unopened() {
    return unopened;
  }

  public Collection<Keyword<D>> rows() {
    return Collections.unmodifiableCollection(rows.values());
  }

  private Keywords<D> add(String name, Reads<D> reads, Support support) {
    rows.put(name, new Keyword<>(name, reads, support));
    return this;
  }

  /// A keyword whose line is read by `action`.
  public Keywords<D> custom(String name, Action<D> action) {
    return add(name, new Reads.Words<>(action), Support.IMPLEMENTED);
  }

  /// A keyword without value.
  public Keywords<D> flag(String name, Consumer<D> setter) {
    return custom(name, (draft, args) -> setter.accept(draft));
  }

  /// A keyword with a truth value; without a value it means true.
  public Keywords<D> bool(String name, BiConsumer<D, Boolean> setter) {
    return custom(name, (draft, args) -> args.bool().ifPresent(v -> setter.accept(draft, v)));
  }

  /// A keyword with one word.
  public Keywords<D> text(String name, Missing missing, BiConsumer<D, String> setter) {
    return custom(
        name, (draft, args) -> args.word(missing).ifPresent(w -> setter.accept(draft, w.text())));
  }

  public Keywords<D> text(String name, BiConsumer<D, String> setter) {
    return text(name, Missing.FATAL, setter);
  }

  /// A keyword with one decimal number from `min` to `max`, both included.
  public Keywords<D> integer(String name, long min, long max, ObjLongConsumer<D> setter) {
    return integer(name, Missing.FATAL, min, max, setter);
  }

  public Keywords<D> integer(
      String name, Missing missing, long min, long max, ObjLongConsumer<D> setter) {
    return custom(
        name,
        (draft, args) ->
            args.word(missing)
                .flatMap(w -> args.integer(w, min, max))
                .ifPresent(v -> setter.accept(draft, v)));
  }

  /// A keyword with a decimal number of seconds from `min` to `max`, both included.
  public Keywords<D> seconds(String name, String min, String max, BiConsumer<D, Duration> setter) {
    return custom(
        name,
        (draft, args) ->
            args.required()
                .flatMap(w -> args.seconds(w, min, max, MICROSECOND))
                .ifPresent(v -> setter.accept(draft, v)));
  }

  /// A keyword with one IPv4 or IPv6 address.
  public Keywords<D> address(String name, BiConsumer<D, IpAddress> setter) {
    return custom(
        name,
        (draft, args) ->
            args.required().flatMap(args::hostAddress).ifPresent(v -> setter.accept(draft, v)));
  }

  /// A keyword that opens a block of the keywords of `table`.
  public <S> Keywords<D> block(
      String name, Keywords<S> table, Opener<D, S> opener, Closer<D, S> closer) {
    return add(name, new Reads.Block<>(opener, table, closer), Support.IMPLEMENTED);
  }

  public <S> Keywords<D> block(String name, Keywords<S> table, Opener<D, S> opener) {
    return block(name, table, opener, (parent, block, args) -> {});
  }

  /// A keyword that opens a list.
  public Keywords<D> entries(String name, Action<D> entry) {
    return entries(name, entry, (draft, args) -> {});
  }

  public Keywords<D> entries(String name, Action<D> entry, Closing<D> closing) {
    return add(name, new Reads.Entries<>(entry, closing), Support.IMPLEMENTED);
  }

  /// Allows the row added last only once in a block. A repetition is reported and ignored.
  public Keywords<D> once() {
    var row = last();
    if (row.reads() instanceof Reads.Words<D>(var action)) {
      Action<D> guarded =
          (draft, args) -> {
            if (!args.context().diagnostics().first(draft, row.name())) {
              args.raw();
              args.add(
                  new Diagnostic(
                          Code.ALREADY_SET,
                          args.place(),
                          "'" + row.name() + "' is already set; this is ignored")
                      .original(row.name() + " already specified - ignoring"));
            } else {
              action.read(draft, args);
            }
          };
      rows.put(row.name(), new Keyword<>(row.name(), new Reads.Words<>(guarded), row.support()));
    }
    return this;
  }

  /// Marks the row added last as accepted without effect.
  public Keywords<D> ignored(String why) {
    return mark(new Support(Support.State.IGNORED, why));
  }

  /// Marks the row added last as not supported yet: it is accepted with a warning.
  public Keywords<D> unsupported(String what) {
    var last = last();
    if (last.reads() instanceof Reads.Words<D>(var action)) {
      Action<D> warns =
          (draft, args) -> {
            args.report(
                Code.UNSUPPORTED, "'" + args.keyword() + "' is read but not supported: " + what);
            action.read(draft, args);
          };
      rows.put(last.name(), new Keyword<>(last.name(), new Reads.Words<>(warns), last.support()));
    }
    return mark(new Support(Support.State.UNSUPPORTED, what));
  }

  /// Adds a deprecated spelling of a row above. Its use is reported, as in the original.
  public Keywords<D> alias(String name, String current) {
    var row = rows.get(current);
    if (!(row.reads() instanceof Reads.Words<D>(var action))) {
      rows.put(name, row.named(name).with(new Support(Support.State.DEPRECATED, "use " + current)));
      return this;
    }
    Action<D> complains =
        (draft, args) -> {
          args.add(
              new Diagnostic(Code.DEPRECATED, args.place(), "'" + name + "' is deprecated")
                  .fix("write '" + current + "'")
                  .original("%s is deprecated - please use '%s'".formatted(name, current)));
          action.read(draft, args);
        };
    return add(
        name,
        new Reads.Words<>(complains),
        new Support(Support.State.DEPRECATED, "use " + current));
  }

  /// A keyword with a truth value. Any other word is reported as ignored and means true, as in the
  /// original.
  public Keywords<D> looseBool(String name, BiConsumer<D, Boolean> setter) {
    return custom(
        name,
        (draft, args) -> {
          var word = args.word();
          var value = word.map(w -> Args.truth(w.text())).orElse(Optional.of(true));
          if (value.isEmpty()) {
            args.report(
                Code.WORDS_IGNORED,
                word.orElseThrow(),
                "'" + word.get() + "' is not a truth value");
          }
          setter.accept(draft, value.orElse(true));
        });
  }

  /// A keyword with exactly one word; any other number of words is reported, and the line is
  /// ignored.
  public Keywords<D> onlyText(String name, BiConsumer<D, String> setter) {
    return custom(
        name,
        (draft, args) -> {
          if (args.remaining() != 1) {
            args.rest();
            args.report(Code.VALUE_EXPECTED, "'" + name + "' needs exactly one word");
            return;
          }
          args.word().ifPresent(w -> setter.accept(draft, w.text()));
        });
  }

  /// Adds an old spelling of a row above. The original accepts it without a message, and so does
  /// this program.
  public Keywords<D> formerly(String name, String current) {
    rows.put(
        name,
        rows.get(current)
            .named(name)
            .with(new Support(Support.State.DEPRECATED, "use " + current)));
    return this;
  }

  /// Adds another current spelling of a row above.
  public Keywords<D> also(String name, String current) {
    rows.put(name, rows.get(current).named(name));
    return this;
  }

  /// Adds all rows of a table whose draft is a part of this one.
  public <P> Keywords<D> mapped(Keywords<P> other, Function<D, P> part) {
    other.rows.values().forEach(row -> rows.put(row.name(), map(row, part)));
    return this;
  }

  private static <D, P> Keyword<D> map(Keyword<P> row, Function<D, P> part) {
    return new Keyword<>(row.name(), map(row.reads(), part), row.support());
  }

  private static <D, P> Reads<D> map(Reads<P> reads, Function<D, P> part) {
    return switch (reads) {
      case Reads.Words<P>(var action) ->
          new Reads.Words<>((d, args) -> action.read(part.apply(d), args));
      case Reads.Entries<P>(var entry, var closing) ->
          new Reads.Entries<>(
              (d, args) -> entry.read(part.apply(d), args),
              (d, args) -> closing.close(part.apply(d), args));
      case Reads.Block<P, ?> block -> map(block, part);
    };
  }

  private static <D, P, S> Reads<D> map(Reads.Block<P, S> block, Function<D, P> part) {
    return new Reads.Block<D, S>(
        (d, args) -> block.opener().open(part.apply(d), args),
        block.table(),
        (d, inner, args) -> block.closer().close(part.apply(d), inner, args));
  }

  private Keywords<D> mark(Support support) {
    var last = last();
    rows.put(last.name(), last.with(support));
    return this;
  }

  private Keyword<D> last() {
    Keyword<D> last = null;
    for (var row : rows.values()) {
      last = row;
    }
    return Objects.requireNonNull(last, "a row comes first");
  }
}
