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

/// The words of one line, read from left to right by a keyword. A read that fails reports the
/// mistake and returns empty.
public final class Args {

  /// The longest time in seconds: a century. Longer ones are cut to it, so that nanoseconds fit.
  private static final BigDecimal LONGEST = BigDecimal.valueOf(3_000_000_000L);

  /// Decimals of a second down to a microsecond.
  private static final int DECIMALS = 6;

  private final Line line;
  private final Context context;

  /// The number of words that count: the original ignores a word with an unclosed quote.
  private final int count;

  private int next;

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

  public boolean hasNext() {
    return next < count;
  }

  public int remaining() {
    return count - next;
  }

  /// The next word, without taking it.
  public Optional<Word> peek() {
    return hasNext() ? Optional.of(line.words().get(next)) : Optional.empty();
  }

  public Optional<Word> word() {
    var word = peek();
    next++;
    return word;
  }

  /// Takes the next word when it is `text`.
  public boolean take(String text) {
    boolean same = hasNext() && line.words().get(next).text().equals(text);
    if (same) {
      next++;
    }
    return same;
  }

  /// Takes the words that are left.
  public List<Word> rest() {
    var rest = hasNext() ? line.words().subList(next, count) : List.<Word>of();
    next = count;
    return rest;
  }

  /// Whether anything is left as text, an unclosed quote included.
  public boolean hasText() {
    return next < line.words().size();
  }

  /// Takes the rest of the line as source text, quotes included.
  public String raw() {
    String raw = line.raw(next);
    next = line.words().size();
    return raw;
  }

  public int position() {
    return next;
  }

  /// Takes a word. Without it the original stops parsing.
  public Optional<Word> required() {
    var word = word();
    if (word.isEmpty()) {
      missing(Missing.FATAL);
    }
    return word;
  }

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

  /// The last character of a word, after which another word is missing.
  private Place after(Word word) {
    return line.source().place(Math.max(word.start(), word.end() - 1), word.end());
  }

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

  /// Quotes can hold blanks before a number, or nothing, which is zero: as for the C library.
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

  /// Whether the word before this one is a keyword or an option, rather than a value.
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

  /// A decimal number of seconds within bounds, rounded to `resolution`.
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

  /// true, on, yes, false, off, no; nothing reported.
  public static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true", "on", "yes" -> Optional.of(true);
      case "false", "off", "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /// A truth value; an absent one is true.
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

  public Optional<IpAddress> address(Word word) {
    var address = IpAddress.parse(word.text());
    if (address.isEmpty()) {
      report(Code.ADDRESS_INVALID, word, "'" + word + "' is not an IP address");
    }
    return address;
  }

  /// An address that may carry a mask or an end of range by mistake: as in the original they are
  /// not looked at.
  public Optional<IpAddress> hostAddress(Word word) {
    var address = cutAddress(word);
    if (address.isEmpty()) {
      report(Code.ADDRESS_INVALID, word, "'" + word + "' is not an IP address");
    }
    return address;
  }

  /// The same; empty, without a report, when the word is no address.
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

  public void report(Code code, Word word, String message) {
    add(new Diagnostic(code, place(word), message));
  }

  /// Reports about the keyword.
  public void report(Code code, String message) {
    add(new Diagnostic(code, place(), message));
  }

  public void add(Diagnostic diagnostic) {
    context.diagnostics().add(diagnostic);
  }

  public Context context() {
    return context;
  }
}
