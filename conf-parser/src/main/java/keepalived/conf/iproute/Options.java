package keepalived.conf.iproute;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import keepalived.conf.tree.Word;

/// The options of one kind of entry: the names of each, whether a value follows, how the value is
/// read and what it sets. Names are written as in ip(8): `tos|dsfield` is one option with two
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

  /// An option without value.
  public Options<E> flag(String names, Consumer<E> set) {
    return add(names, new Option<>(false, set));
  }

  /// An option with one value. A strict entry with a bad value cannot be used.
  public <T> Options<E> value(String names, Value<? super E, T> value, BiConsumer<E, T> set) {
    return word(
        names,
        (entry, word) ->
            entry.need(value.read(entry, word)).ifPresent(read -> set.accept(entry, read)));
  }

  /// An option with one value, which `read` takes as a word. It decides what a bad value means.
  public Options<E> word(String names, BiConsumer<E, Word> read) {
    return words(names, entry -> entry.value().ifPresent(word -> read.accept(entry, word)));
  }

  /// An option that reads the words after it itself.
  public Options<E> words(String names, Consumer<E> read) {
    return add(names, new Option<>(true, read));
  }

  private Options<E> add(String names, Option<E> option) {
    for (String name : names.split("\\|")) {
      options.put(name, option);
    }
    return this;
  }

  /// All names, in the order of the table.
  public Set<String> names() {
    return Collections.unmodifiableSet(options.keySet());
  }

  /// Whether `name` is an option that a value follows.
  boolean valued(String name) {
    return options.containsKey(name) && options.get(name).valued();
  }

  /// Reads options while there are words and the entry can be used.
  public void readAll(E entry) {
    while (entry.args.hasNext() && entry.usable) {
      read(entry);
    }
  }

  /// Reads options up to the first word that is none, which stays.
  void readKnown(E entry) {
    while (entry.args.peek().filter(word -> options.containsKey(word.text())).isPresent()) {
      read(entry);
    }
  }

  /// Reads the next option. The entry must have a word left.
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
