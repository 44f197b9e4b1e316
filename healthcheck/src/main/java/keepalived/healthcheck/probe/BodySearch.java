package keepalived.healthcheck.probe;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import keepalived.core.config.Check.BodyPattern;
import keepalived.core.regex.Pcre;

/// Looks for a pattern in a body, off the loop. A pattern that backtracks without end is given up
/// after a number of steps rather than of seconds, so that the same body has the same result on any
/// machine.
public final class BodySearch {

  /// Characters the matcher may look at. Some seconds on a slow machine.
  static final long STEPS = 50_000_000;

  private BodySearch() {}

  /// Why the body is not as wanted; empty when it is.
  ///
  /// @param truncated the body went on after what was kept
  static Optional<String> objection(Pcre pcre, BodyPattern wanted, byte[] body, boolean truncated) {
    var text = new String(body, pcre.utf8() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    boolean found;
    try {
      found = find(pcre, wanted, text);
    } catch (TooManySteps _) {
      return Optional.of("gave up after " + STEPS + " steps");
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
    var matcher = pcre.pattern().matcher(new Counted(text, new long[] {STEPS}));
    matcher.useTransparentBounds(true).useAnchoringBounds(false).region(start, text.length());
    if (pcre.anchored()) {
      return matcher.lookingAt() && start < limit;
    }
    return matcher.find() && matcher.start() < limit;
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooManySteps() {
      super("too many steps", null, false, false);
    }
  }

  /// A text that counts how often it is looked at.
  private record Counted(CharSequence text, long[] left) implements CharSequence {

    @Override
    public char charAt(int index) {
      if (--left[0] < 0) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
