package keepalived.conf.iproute;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.host.HostFacts;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Missing;
import keepalived.conf.tree.Word;

/// An entry whose [Options] are being read.
public abstract class Entry {

  /// The largest value of an unsigned 32-bit number.
  static final long UINT_MAX = 0xFFFF_FFFFL;

  /// The effect of a missing or bad value on the entry.
  public enum Rule {
    /// At a missing value the original stops reading. A bad value makes the entry unusable.
    FATAL(Missing.FATAL, true),
    /// A missing or bad value makes the entry unusable.
    STRICT(Missing.COMPLAINT, true),
    /// The entry is used without the option.
    LENIENT(Missing.COMPLAINT, false);

    private final Missing missing;
    private final boolean strict;

    Rule(Missing missing, boolean strict) {
      this.missing = missing;
      this.strict = strict;
    }
  }

  protected final Args args;
  private final Rule rule;

  /// The option being read.
  protected Word option;

  /// Whether the entry becomes part of the configuration.
  protected boolean usable = true;

  protected Entry(Args args, Rule rule) {
    this.args = args;
    this.rule = rule;
  }

  /// A word that is no option of this entry: reports it, or reads it in another way. Entries whose
  /// options [Options#readKnown] reads have no such word.
  protected void unknown(Word word) {
    throw new IllegalStateException("not an option of " + noun() + ": " + word);
  }

  /// The kind of entry for messages, such as `route`.
  protected abstract String noun();

  /// Takes the word after the option. Reports a missing word.
  protected final Optional<Word> value() {
    return need(args.word(rule.missing));
  }

  /// Passes `value` on. If it is empty, a strict entry becomes unusable.
  protected final <T> Optional<T> need(Optional<T> value) {
    usable &= value.isPresent() || !rule.strict;
    return value;
  }

  /// Reports a bad word and makes the entry unusable. Always empty.
  protected final <T> Optional<T> reject(Word word, String expected) {
    usable = false;
    args.report(
        Code.WORD_INVALID,
        word,
        "'" + word + "' is not " + expected + "; the " + noun() + " is skipped");
    return Optional.empty();
  }

  /// A decimal number from 0 to `max`.
  static Options.Value<Entry, Long> number(long max) {
    return (entry, word) -> entry.args.integer(word, 0, max);
  }

  /// A number, or a name of iproute2 for it.
  ///
  /// @param expected what the value must be, for the message, such as `a routing table`
  static Options.Value<Entry, Long> named(
      BiFunction<HostFacts, String, Optional<Long>> lookup, String expected) {
    return (entry, word) ->
        lookup.apply(entry.args.host(), word.text()).or(() -> entry.reject(word, expected));
  }

  /// One of the words in `choices`.
  ///
  /// @param expected what the value must be, for the message, such as `enabled or disabled`
  static <T> Options.Value<Entry, T> choice(Map<String, T> choices, String expected) {
    return (entry, word) ->
        Optional.ofNullable(choices.get(word.text())).or(() -> entry.reject(word, expected));
  }
}
