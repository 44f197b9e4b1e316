package keepalived.conf.schema;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Guesses which word a mistyped word was meant to be.
public final class Similar {

  private static final int LENGTH_MAX = 60;

  private Similar() {}

  /// The candidate nearest to `word`. Empty when none is near enough to be a typing mistake.
  public static Optional<String> to(String word, Collection<String> candidates) {
    if (word.length() < 3 || word.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    int limit = word.length() <= 4 ? 1 : word.length() <= 8 ? 2 : 3;
    String best = null;
    int bestDistance = limit + 1;
    for (String candidate : candidates) {
      int distance =
          Math.abs(candidate.length() - word.length()) > limit
              ? limit + 1
              : distance(fold(word), fold(candidate));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /// The number of edits between two words; two swapped letters count as one edit.
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
