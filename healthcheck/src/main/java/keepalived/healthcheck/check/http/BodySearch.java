package keepalived.healthcheck.check.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import keepalived.core.config.Check.BodyPattern;
import keepalived.core.regex.Pcre;
import keepalived.healthcheck.probe.Workers;

/// Searches a response body for a pattern, off the loop, and always reaches a verdict. RE2/J
/// searches in time proportional to the body where it supports the pattern; `java.util.regex`
/// handles the other patterns within limits on time, steps and recursion.
public final class BodySearch {

  /// The failure reason when a search exceeds its limit of steps or time.
  public static final String TOO_LONG = "regex took too long";

  /// The failure reason when a pattern recurses deeper than the stack.
  static final String TOO_DEEP = "regex needs too much stack";

  /// Number of characters that the matcher may read. A count, unlike a time, gives the same result
  /// for the same body on every machine.
  private static final long STEPS = 50_000_000;

  /// Time limit, for slow machines with large patterns that do not reach [#STEPS].
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /// Masks the step count: the clock is read once in 4096 steps.
  private static final int CLOCK_MASK = 0xFFF;

  /// Bytes of stack for a search thread: `java.util.regex` recurses where alternatives repeat. Only
  /// pages that are touched use memory.
  private static final long STACK = 64L * 1024 * 1024;

  private static final Executor WORKERS = Workers.named("regex", STACK);

  private BodySearch() {}

  /// Threads for searches. A search must not block the loop or the carrier of a virtual thread.
  static Executor executor() {
    return WORKERS;
  }

  /// Why the body does not match as configured; empty when it does.
  ///
  /// @param truncated whether the body was longer than the part that was kept
  static Optional<String> objection(Pcre pcre, BodyPattern wanted, byte[] body, boolean truncated) {
    var text = new String(body, pcre.utf8() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    boolean found;
    try {
      found = find(pcre, wanted, text);
    } catch (TooManySteps _) {
      return Optional.of(TOO_LONG);
    } catch (StackOverflowError _) {
      return Optional.of(TOO_DEEP);
    } catch (RuntimeException | OutOfMemoryError e) {
      return Optional.of("search failed: " + e);
    }
    if (found == wanted.mustMatch()) {
      return Optional.empty();
    }
    if (found) {
      return Optional.of("matches, but must not");
    }
    return Optional.of(truncated ? "no match in the first " + body.length + " bytes" : "no match");
  }

  /// Whether a match begins at or after the minimum offset and before the maximum. Offsets count
  /// from the start of the body.
  private static boolean find(Pcre pcre, BodyPattern wanted, String text) {
    int start = Math.min(wanted.minOffset(), text.length());
    if (wanted.minOffset() > text.length()) {
      return false;
    }
    int limit = wanted.maxOffset().orElse(Integer.MAX_VALUE);
    if (pcre.firstLine()) {
      int newline = text.indexOf('\n', start);
      limit = newline < 0 ? limit : Math.min(limit, newline + 1);
    }
    int first = first(pcre, new Counted(text, new Budget()), start);
    return first >= 0 && first < limit;
  }

  /// The offset of the first match; -1 without a match.
  private static int first(Pcre pcre, Counted text, int start) {
    var linear = LinearPattern.of(pcre.pattern().pattern(), pcre.pattern().flags());
    if (linear.isPresent()) {
      var matcher = linear.get().matcher(text);
      boolean found = matcher.find(start) && (!pcre.anchored() || matcher.start() == start);
      return found ? matcher.start() : -1;
    }
    var matcher = pcre.pattern().matcher(text);
    matcher.useTransparentBounds(true).useAnchoringBounds(false).region(start, text.length());
    boolean found = pcre.anchored() ? matcher.lookingAt() : matcher.find();
    return found ? matcher.start() : -1;
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooManySteps() {
      super("too many steps", null, false, false);
    }
  }

  private static final class Budget {

    private final long end = System.nanoTime() + LIMIT.toNanos();
    private long left = STEPS;

    void spend() {
      left--;
      if (left < 0 || (left & CLOCK_MASK) == 0 && System.nanoTime() - end > 0) {
        throw new TooManySteps();
      }
    }
  }

  /// A text that counts how many of its characters were read.
  private record Counted(CharSequence text, Budget budget) implements CharSequence {

    @Override
    public char charAt(int index) {
      budget.spend();
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), budget);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
