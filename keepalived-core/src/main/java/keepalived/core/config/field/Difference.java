package keepalived.core.config.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The values of a field that differ between two configurations.
public sealed interface Difference {

  String keyword();

  Meaning meaning();

  record Value(String keyword, Meaning meaning, String before, String after) implements Difference {

    private boolean saysTheSameAs(Difference other) {
      return other instanceof Value(_, _, var old, var next)
          && old.equals(before)
          && next.equals(after);
    }
  }

  /// Items that were removed and added; both lists are empty when only the order changed.
  record Items(String keyword, Meaning meaning, List<String> removed, List<String> added)
      implements Difference {

    public Items {
      removed = List.copyOf(removed);
      added = List.copyOf(added);
    }
  }

  /// In the order of the fields.
  static <R> List<Difference> of(List<Field<R>> fields, R before, R after) {
    return of(fields, before, after, List.of());
  }

  /// @param around differences in the surrounding block: a value inherited from there is not
  ///   reported again
  static <R> List<Difference> of(
      List<Field<R>> fields, R before, R after, List<Difference> around) {
    var differences = new ArrayList<Difference>();
    var known = new ArrayList<>(around);
    for (var field : fields) {
      of(field, before, after)
          .filter(difference -> !isTakenOver(field, difference, known))
          .ifPresent(
              difference -> {
                differences.add(difference);
                known.add(difference);
              });
    }
    return differences;
  }

  private static <R> Optional<Difference> of(Field<R> field, R before, R after) {
    var old = field.words().apply(before);
    var next = field.words().apply(after);
    boolean same = field.value().apply(before).equals(field.value().apply(after));
    if (same || (!field.list() && (old.isEmpty() || next.isEmpty()))) {
      return Optional.empty();
    }
    var meaning = field.meaning().apply(before, after);
    return Optional.of(
        field.list()
            ? items(field, meaning, old, next)
            : new Value(field.keyword(), meaning, old.getFirst(), next.getFirst()));
  }

  private static boolean isTakenOver(
      Field<?> field, Difference difference, List<Difference> known) {
    return difference instanceof Value value
        && known.stream()
            .filter(other -> isSource(field, other))
            .anyMatch(other -> value.saysTheSameAs(other));
  }

  private static boolean isSource(Field<?> field, Difference other) {
    return other.keyword().equals(field.keyword())
        || field.follows().filter(other.keyword()::equals).isPresent();
  }

  private static Items items(
      Field<?> field, Meaning meaning, List<String> before, List<String> after) {
    return new Items(field.keyword(), meaning, without(before, after), without(after, before));
  }

  private static List<String> without(List<String> all, List<String> others) {
    var rest = new ArrayList<>(all);
    others.forEach(rest::remove);
    return rest;
  }
}
