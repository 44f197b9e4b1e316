package keepalived.ipvs.cli.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Splits a command line into options and values, as popt does for ipvsadm: clusters of short
/// options; values attached, after `=` or in the next word; all other words are collected.
final class OptionReader {

  /// An option found on the command line; `value` is empty when it has none.
  record Found(Spelling spelling, String written, Optional<String> value) {}

  private final List<String> words;
  private final List<String> others = new ArrayList<>();
  private int next;

  /// The cluster of short options that is being read.
  private String cluster = "";

  private int within;
  private boolean optionsEnded;

  OptionReader(List<String> words) {
    this.words = words;
  }

  /// The next option; empty at the end. Throws [UsageError] for an unknown option or a missing
  /// value.
  Optional<Found> next() {
    if (within < cluster.length()) {
      return Optional.of(shortOption());
    }
    while (next < words.size()) {
      var word = words.get(next++);
      if (optionsEnded || !word.startsWith("-") || word.equals("-")) {
        others.add(word);
      } else if (word.equals("--")) {
        optionsEnded = true;
      } else if (word.startsWith("--")) {
        return Optional.of(longOption(word));
      } else {
        cluster = word;
        within = 1;
        return Optional.of(shortOption());
      }
    }
    return Optional.empty();
  }

  /// The words read so far that are not options.
  List<String> others() {
    return others;
  }

  private Found longOption(String word) {
    int equals = word.indexOf('=');
    var name = word.substring(2, equals < 0 ? word.length() : equals);
    var spelling =
        Spelling.ofLongName(name)
            .orElseThrow(() -> new UsageError(UsageError.FAILED, word + ": unknown option"));
    var attached = equals < 0 ? Optional.<String>empty() : Optional.of(word.substring(equals + 1));
    return found(spelling, word, attached);
  }

  private Found shortOption() {
    char letter = cluster.charAt(within++);
    var spelling =
        Spelling.ofShortName(letter)
            .orElseThrow(() -> new UsageError(UsageError.FAILED, cluster + ": unknown option"));
    var attached = Optional.<String>empty();
    if (spelling.value() != Spelling.Value.NONE && within < cluster.length()) {
      int from = cluster.charAt(within) == '=' ? within + 1 : within;
      attached = Optional.of(cluster.substring(from));
      within = cluster.length();
    }
    return found(spelling, "-" + letter, attached);
  }

  private Found found(Spelling spelling, String written, Optional<String> attached) {
    var value =
        switch (spelling.value()) {
          case NONE -> Optional.<String>empty();
          case REQUIRED -> attached.isPresent() ? attached : Optional.of(following(written));
          case OPTIONAL -> attached.isPresent() ? attached : followingIfValue();
        };
    return new Found(spelling, written, value);
  }

  private String following(String written) {
    if (next == words.size()) {
      throw new UsageError(UsageError.FAILED, written + ": missing argument");
    }
    return words.get(next++);
  }

  private Optional<String> followingIfValue() {
    return next < words.size() && !words.get(next).startsWith("-")
        ? Optional.of(words.get(next++))
        : Optional.empty();
  }
}
