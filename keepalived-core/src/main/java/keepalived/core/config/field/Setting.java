package keepalived.core.config.field;

import java.util.List;

/// A field of a record with its words, for readers without rights: passwords and keys are masked,
/// and of a command only the program is shown, because its arguments may be secret.
///
/// @param words one word, or the items of a list; never `none`
public record Setting(String keyword, boolean list, List<String> words) {

  public Setting {
    words = List.copyOf(words);
  }

  /// The settings of a record in the order of the fields, without those that have no value.
  public static <R> List<Setting> of(List<Field<R>> fields, R record) {
    return fields.stream()
        .map(field -> new Setting(field.keyword(), field.list(), field.openWords(record)))
        .filter(setting -> !setting.words.isEmpty() && !setting.words.equals(List.of(Words.NONE)))
        .toList();
  }
}
