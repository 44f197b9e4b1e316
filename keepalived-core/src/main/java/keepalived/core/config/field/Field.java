package keepalived.core.config.field;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// One setting of a record of the configuration.
///
/// @param keyword as the file calls it
/// @param value what two configurations are compared by
/// @param words the value in the words of the file; none where the keyword means nothing
/// @param list whether the words are those of items that come and go one by one
/// @param meaning of the change from the first record to the second
/// @param shared what all routers of one virtual router must have alike
/// @param follows the keyword, of the same block or of one around it, whose value this one takes
///   over where the file does not say
public record Field<R>(
    String keyword,
    Function<R, ?> value,
    Function<R, List<String>> words,
    boolean list,
    BiFunction<R, R, Meaning> meaning,
    Optional<Function<R, ?>> shared,
    Optional<String> follows) {

  private static final String MASK = "********";

  /// A value that the file writes in its usual form.
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

  /// Items one below the other, as in a block.
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

  /// The same with words that say more, or less, than the value alone.
  Field<R> words(Function<R, List<String>> other) {
    return new Field<>(keyword, value, other, list, meaning, shared, follows);
  }

  /// A value that is never shown.
  static <R> Field<R> secret(String keyword, Function<R, Optional<?>> value) {
    return of(keyword, value, secret -> secret.isPresent() ? MASK : "none");
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

  /// All routers of one virtual router must have it alike.
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

  /// The same field of a record that has the present one.
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

  /// The same field of a record that may have the present one. That a part comes or goes is the
  /// matter of another field.
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
}
