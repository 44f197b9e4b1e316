package keepalived.healthcheck.check.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import keepalived.core.config.Check.BodyPattern;
import keepalived.core.regex.Pcre;
import keepalived.healthcheck.probe.Workers;

/// Looks for a pattern in a body, off the loop, and always comes to a verdict. RE2/J does it where
/// it can, in time proportional to the body; `java.util.regex` does the rest, and is stopped where
/// it backtracks without end or too deep.
public final class BodySearch {

  /// What is said when a search is given up.
  public static final String TOO_LONG = "regex took too long";

  /// What is said when a pattern recurses deeper than the stack.
  static final String TOO_DEEP = "regex needs too much stack";

  /// Characters the matcher may look at: the same body has the same result on any machine.
  private static final long STEPS = 50_000_000;

  /// A last limit, for machines so slow, and patterns so large, that the steps are no limit.
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final int CLOCK_MASK = 0xFFF; // the clock is read every so many steps

  /// `java.util.regex` recurses where alternatives repeat. Memory is used only where it is touched.
  private static final long STACK = 64L * 1024 * 1024;

  private static final Executor WORKERS = Workers.named("regex", STACK);

  private BodySearch() {}

  /// Where to search: not on the loop, not on a virtual thread.
  static Executor executor() {
    return WORKERS;
  }

  /// Why the body is not as wanted; empty when it is.
  ///
  /// @param truncated the body went on after what was kept
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
      return Optional.of("matches, and must not");
    }
    return Optional.of(truncated ? "no match in the first " + body.length + " bytes" : "no match");
  }

  /// Offsets count from the start of the body. A match must begin at or after the minimum and
  /// before the maximum.
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

  /// Where the first match begins; -1 where there is none.
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

  /// A text that counts how often it is looked at.
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
