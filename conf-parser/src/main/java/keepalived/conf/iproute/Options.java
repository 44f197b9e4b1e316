package keepalived.conf.iproute;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import keepalived.conf.tree.Word;

/// The options of one kind of entry: for each its names, whether a value follows, how the value is
/// read, and what it sets. Names are written as in ip(8): `tos|dsfield` is one option with two
/// names.
///
/// @param <E> the entry that the options fill
public final class Options<E extends Entry> {

  /// Reads the value of an option. Reports a bad value and returns empty.
  public interface Value<E, T> {
    Optional<T> read(E entry, Word word);
  }

  private record Option<E>(boolean valued, Consumer<E> read) {}

  private final Map<String, Option<E>> options = new LinkedHashMap<>();

  /// Adds an option without value.
  public Options<E> flag(String names, Consumer<E> set) {
    return add(names, new Option<>(false, set));
  }

  /// Adds an option with one value. A bad value makes a strict entry unusable.
  public <T> Options<E> value(String names, Value<? super E, T> value, BiConsumer<E, T> set) {
    return word(
        names,
        (entry, word) ->
            entry.need(value.read(entry, word)).ifPresent(read -> set.accept(entry, read)));
  }

  /// Adds an option with one value that `read` gets as a word. `read` decides the effect of a bad
  /// value.
  public Options<E> word(String names, BiConsumer<E, Word> read) {
    return words(names, entry -> entry.value().ifPresent(word -> read.accept(entry, word)));
  }

  /// Adds an option that takes the words after it itself.
  public Options<E> words(String names, Consumer<E> read) {
    return add(names, new Option<>(true, read));
  }

  private Options<E> add(String names, Option<E> option) {
    for (String name : names.split("\\|")) {
      options.put(name, option);
    }
    return this;
  }

  /// All names in the order of the table.
  public Set<String> names() {
    return Collections.unmodifiableSet(options.keySet());
  }

  /// Whether `name` is an option with a value.
  boolean valued(String name) {
    return options.containsKey(name) && options.get(name).valued();
  }

  /// Reads options until the words end or the entry is unusable.
  public void readAll(E entry) {
    while (entry.args.hasNext() && entry.usable) {
      read(entry);
    }
  }

  /// Reads options up to the first word that is no option; that word stays.
  void readKnown(E entry) {
    while (entry.args.peek().filter(word -> options.containsKey(word.text())).isPresent()) {
      read(entry);
    }
  }

  /// Reads the next option. There must be a word left.
  void read(E entry) {
    Word word = entry.args.word().orElseThrow();
    entry.option = word;
    var option = options.get(word.text());
    if (option == null) {
      entry.unknown(word);
    } else {
      option.read().accept(entry);
    }
  }
}
