package keepalived.core.config.field;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// One setting of a record of the configuration.
///
/// @param keyword its keyword in the file
/// @param value compared to find differences
/// @param words the value as the file would write it; empty where the keyword has no effect
/// @param list whether the words are items that are added and removed one by one
/// @param meaning effect of the change from the first record to the second
/// @param shared the part that must be equal on all routers of one virtual router
/// @param follows the keyword, of the same block or a surrounding one, from which the value is
///   inherited where the file has none
public record Field<R>(
    String keyword,
    Function<R, ?> value,
    Function<R, List<String>> words,
    boolean list,
    BiFunction<R, R, Meaning> meaning,
    Optional<Function<R, ?>> shared,
    Optional<String> follows) {

  private static final String MASK = "********";

  /// A field whose value the file writes in its usual form.
  static <R> Field<R> of(String keyword, Function<R, ?> value) {
    return of(keyword, value, Words::text);
  }

  static <R, T> Field<R> of(
      String keyword, Function<R, ? extends T> value, Function<T, String> words) {
    return new Field<>(
        keyword,
        value,
        r -> List.of(words.apply(value.apply(r))),
        false,
        kept(),
        Optional.empty(),
        Optional.empty());
  }

  /// A field of items, one below the other, as in a block.
  static <R, T> Field<R> list(
      String keyword, Function<R, ? extends Collection<T>> value, Function<T, String> words) {
    return new Field<>(
        keyword,
        value,
        r -> value.apply(r).stream().map(words).toList(),
        true,
        kept(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same field with words that show more or less than the value.
  Field<R> words(Function<R, List<String>> other) {
    return new Field<>(keyword, value, other, list, meaning, shared, follows);
  }

  /// A field whose value is never shown.
  static <R> Field<R> secret(String keyword, Function<R, Optional<?>> value) {
    return of(keyword, value, secret -> secret.isPresent() ? MASK : "none");
  }

  /// The words for readers without rights: of a command only its program.
  private List<String> openWords(R record) {
    return Words.program(value.apply(record)).map(List::of).orElseGet(() -> words.apply(record));
  }

  private static <R> BiFunction<R, R, Meaning> kept() {
    return (_, _) -> Meaning.KEPT;
  }

  Field<R> meaning(Meaning other) {
    return meaning((_, _) -> other);
  }

  Field<R> meaning(BiFunction<R, R, Meaning> other) {
    return new Field<>(keyword, value, words, list, other, shared, follows);
  }

  /// The same field, which must be equal on all routers of one virtual router.
  Field<R> alike() {
    return alike(value);
  }

  Field<R> alike(Function<R, ?> common) {
    return new Field<>(
        keyword, value, words, list, (_, _) -> Meaning.PAIR, Optional.of(common), follows);
  }

  Field<R> follows(String other) {
    return new Field<>(keyword, value, words, list, meaning, shared, Optional.of(other));
  }

  /// The same field of a record that contains the present one.
  <S> Field<S> in(Function<S, R> part) {
    return new Field<>(
        keyword,
        value.compose(part),
        words.compose(part),
        list,
        (before, after) -> meaning.apply(part.apply(before), part.apply(after)),
        shared.map(common -> common.compose(part)),
        follows);
  }

  /// The same field of a record that may contain the present one. Another field reports that the
  /// part is added or removed.
  <S> Field<S> inOptional(Function<S, Optional<R>> part) {
    return new Field<>(
        keyword,
        s -> part.apply(s).map(value),
        s -> part.apply(s).map(words).orElse(List.of()),
        list,
        (before, after) ->
            meaning.apply(part.apply(before).orElseThrow(), part.apply(after).orElseThrow()),
        shared.map(common -> s -> part.apply(s).map(common)),
        follows);
  }

  /// A value that contains a command line, whose arguments may be secret.
  interface Command {

    /// The value as every user may see it: without arguments.
    String program();
  }

  /// A field of a record with its words, for readers without rights: passwords and keys are masked,
  /// and of a command only the program is shown.
  ///
  /// @param words one word, or the items of a list; never `none`
  public record Setting(String keyword, boolean list, List<String> words) {

    public Setting {
      words = List.copyOf(words);
    }

    /// The settings of a record in the order of the fields, without those that have no value.
    public static <R> List<Setting> of(List<Field<R>> fields, R record) {
      return fields.stream()
          .map(field -> new Setting(field.keyword, field.list, field.openWords(record)))
          .filter(setting -> !setting.words.isEmpty() && !setting.words.equals(List.of(Words.NONE)))
          .toList();
    }
  }
}
