package keepalived.conf.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.host.HostFacts;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Line;
import keepalived.conf.tree.Word;
import keepalived.core.net.IpAddress;

/// Reads the words of one line from left to right, for one keyword. A method that cannot read a
/// value reports the mistake and returns empty.
public final class Args {

  /// The longest time in seconds, about a century. Longer times are cut to it, so that a time in
  /// nanoseconds fits a `long`.
  private static final BigDecimal LONGEST = BigDecimal.valueOf(3_000_000_000L);

  /// Times are read in microseconds: six decimals of a second.
  private static final int DECIMALS = 6;

  private final Line line;
  private final Context context;

  /// How many words are read. In faithful mode a word with an unclosed quote is left out, because
  /// the original ignores it.
  private final int count;

  private int next;

  /// @param next the index of the first word to read; 1 is the word after the keyword
  public Args(Line line, Context context, int next) {
    this.line = line;
    this.context = context;
    this.next = next;
    int all = line.words().size();
    this.count = context.faithful() && line.unclosed() && all > 1 ? all - 1 : all;
  }

  public Line line() {
    return line;
  }

  public String keyword() {
    return line.keyword();
  }

  public HostFacts host() {
    return context.host();
  }

  /// Whether there is another word to take.
  public boolean hasNext() {
    return next < count;
  }

  /// How many words are left to take.
  public int remaining() {
    return count - next;
  }

  /// The next word, which stays.
  public Optional<Word> peek() {
    return hasNext() ? Optional.of(line.words().get(next)) : Optional.empty();
  }

  /// Takes the next word. Empty when there is none; nothing is reported.
  public Optional<Word> word() {
    var word = peek();
    next++;
    return word;
  }

  /// Takes the next word if it is `text`.
  public boolean take(String text) {
    boolean same = hasNext() && line.words().get(next).text().equals(text);
    if (same) {
      next++;
    }
    return same;
  }

  /// Takes the remaining words.
  public List<Word> rest() {
    var rest = hasNext() ? line.words().subList(next, count) : List.<Word>of();
    next = count;
    return rest;
  }

  /// Whether the line has more text, including a word with an unclosed quote.
  public boolean hasText() {
    return next < line.words().size();
  }

  /// Takes the rest of the line as source text, quotes included.
  public String raw() {
    String raw = line.raw(next);
    next = line.words().size();
    return raw;
  }

  /// The index of the next word in the line; the keyword has index 0.
  public int position() {
    return next;
  }

  /// Takes the next word. When there is none, reports that the original stops parsing here.
  public Optional<Word> required() {
    var word = word();
    if (word.isEmpty()) {
      missing(Missing.FATAL);
    }
    return word;
  }

  /// Takes the next word. `missing` says what to report when there is none.
  public Optional<Word> word(Missing missing) {
    var word = word();
    if (word.isEmpty()) {
      missing(missing);
    }
    return word;
  }

  private void missing(Missing how) {
    Word last = line.words().getLast();
    switch (how) {
      case FATAL ->
          add(
              new Diagnostic(Code.VALUE_MISSING, after(last), "'" + last.text() + "' needs a value")
                  .because("keepalived 2.2.7 stops parsing here and does not start")
                  .original(
                      "*** Configuration line starting `%s` is missing a parameter after keyword `%s` at word position %d"
                          .formatted(keyword(), last.text(), line.words().size() + 1)));
      case COMPLAINT ->
          add(
              new Diagnostic(
                  Code.VALUE_EXPECTED, after(last), "'" + last.text() + "' needs a value"));
      case FINE -> {}
    }
  }

  /// The last character of a word: the place to report that another word is missing.
  private Place after(Word word) {
    return line.source().place(Math.max(word.start(), word.end() - 1), word.end());
  }

  /// A decimal whole number from `min` to `max`, both included. Reports a word that is no number or
  /// is outside the range.
  public Optional<Long> integer(Word word, long min, long max) {
    var number = Numbers.whole(digits(word));
    if (number.isEmpty()) {
      notANumber(word);
      return Optional.empty();
    }
    if (number.get() < min || number.get() > max || min >= 0 && word.text().contains("-")) {
      outOfRange(word, Long.toString(min), Long.toString(max));
      return Optional.empty();
    }
    return number;
  }

  /// A quoted number may begin with blanks, and an empty word is zero: the C library reads them so.
  private static String digits(Word word) {
    String digits = word.text().stripLeading();
    return digits.isEmpty() ? "0" : digits;
  }

  private void notANumber(Word word) {
    boolean digits = word.text().matches("[+-]?[0-9]+");
    if (digits) {
      report(
          Code.NUMBER_OUT_OF_RANGE, word, "'" + word + "' is far too large for " + subject(word));
      return;
    }
    add(
        new Diagnostic(
                Code.NUMBER_INVALID,
                place(word),
                "'"
                    + word
                    + "' is not a number"
                    + (word.equals(line.words().getFirst())
                        ? ""
                        : isName(word)
                            ? ", but " + subject(word) + " takes one"
                            : ", as it must be here"))
            .original("invalid number '" + word + "'"));
  }

  private String subject(Word word) {
    int index = line.words().indexOf(word);
    return "'" + (index > 0 ? line.words().get(index - 1).text() : keyword()) + "'";
  }

  /// Whether the word before `word` is a keyword or an option, rather than a value.
  private boolean isName(Word word) {
    int index = line.words().indexOf(word);
    return index <= 1 || line.words().get(index - 1).text().matches("[a-z][a-z0-9_-]*");
  }

  private void outOfRange(Word word, String min, String max) {
    add(
        new Diagnostic(
                Code.NUMBER_OUT_OF_RANGE,
                place(word),
                (isName(word) ? subject(word) + " is " + word + ", which" : "'" + word + "'")
                    + " is not between "
                    + min
                    + " and "
                    + max)
            .because("it counts as not written")
            .fix("write a number from " + min + " to " + max)
            .original("number '%s' outside range [%s, %s]".formatted(word, min, max)));
  }

  /// A decimal number of seconds from `min` to `max`, rounded to a multiple of `resolution`. Warns
  /// about more than six decimals.
  public Optional<Duration> seconds(Word word, String min, String max, Duration resolution) {
    var number = decimal(word, min, max);
    number.filter(n -> n.scale() > DECIMALS).ifPresent(n -> rounded(word));
    return number.map(n -> duration(n, resolution));
  }

  private void rounded(Word word) {
    add(
        new Diagnostic(
                Code.NUMBER_ROUNDED,
                place(word),
                subject(word) + " has more decimals than are used: " + word)
            .because("times are read in microseconds")
            .fix("write at most six decimals")
            .original("number '" + word + "' has too many decimal places"));
  }

  /// A decimal fraction from `min` to `max`, both included. Reports a word that is no number or is
  /// outside the range.
  public Optional<BigDecimal> decimal(Word word, String min, String max) {
    var number = Numbers.decimal(digits(word));
    if (number.isEmpty()) {
      notANumber(word);
      return Optional.empty();
    }
    boolean signed = min.startsWith("-");
    boolean low =
        number.get().compareTo(new BigDecimal(min)) < 0 || !signed && word.text().contains("-");
    boolean high = number.get().compareTo(new BigDecimal(max)) > 0;
    if (low || high) {
      outOfRange(word, min, max);
      return Optional.empty();
    }
    return number;
  }

  private static Duration duration(BigDecimal seconds, Duration resolution) {
    long unit = resolution.toNanos();
    long steps =
        seconds
            .min(LONGEST)
            .movePointRight(9)
            .divide(BigDecimal.valueOf(unit), 0, RoundingMode.HALF_UP)
            .longValue();
    return Duration.ofNanos(steps * unit);
  }

  /// Reads true, on, yes, false, off and no. Any other word is empty; nothing is reported.
  public static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true", "on", "yes" -> Optional.of(true);
      case "false", "off", "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /// Takes a truth value. A missing word means true; a word that is no truth value is reported.
  public Optional<Boolean> bool() {
    var word = word();
    if (word.isEmpty()) {
      return Optional.of(true);
    }
    var value = truth(word.get().text());
    if (value.isEmpty()) {
      add(
          new Diagnostic(
                  Code.WORD_INVALID,
                  place(word.get()),
                  "'" + word.get() + "' is neither true nor false")
              .fix("write one of true, on, yes, false, off, no; nothing means true"));
    }
    return value;
  }

  /// An IPv4 or IPv6 address without mask. Reports a word that is no address.
  public Optional<IpAddress> address(Word word) {
    var address = IpAddress.parse(word.text());
    if (address.isEmpty()) {
      report(Code.ADDRESS_INVALID, word, "'" + word + "' is not an IP address");
    }
    return address;
  }

  /// An address that may carry a mask or an end of range by mistake. Like the original, this
  /// ignores them, with a diagnostic. Reports a word that is no address.
  public Optional<IpAddress> hostAddress(Word word) {
    var address = cutAddress(word);
    if (address.isEmpty()) {
      report(Code.ADDRESS_INVALID, word, "'" + word + "' is not an IP address");
    }
    return address;
  }

  /// Like [#hostAddress], but a word that is no address is not reported.
  public Optional<IpAddress> cutAddress(Word word) {
    String text = word.text();
    int end = 0;
    while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '-') {
      end++;
    }
    String host = text.substring(0, end);
    var address = IpAddress.parse(host);
    if (address.isPresent() && end < text.length()) {
      add(
          new Diagnostic(
                  Code.WORDS_IGNORED,
                  place(word),
                  "a single address belongs here; '" + text.substring(end) + "' is ignored")
              .fix("write " + host));
    }
    return address;
  }

  public Place place(Word word) {
    return line.place(word);
  }

  public Place place() {
    return line.place();
  }

  /// Reports a diagnostic at `word`.
  public void report(Code code, Word word, String message) {
    add(new Diagnostic(code, place(word), message));
  }

  /// Reports a diagnostic at the keyword.
  public void report(Code code, String message) {
    add(new Diagnostic(code, place(), message));
  }

  /// Reports a diagnostic.
  public void add(Diagnostic diagnostic) {
    context.diagnostics().add(diagnostic);
  }

  public Context context() {
    return context;
  }
}
