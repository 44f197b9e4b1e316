package keepalived.examples;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The events in the order in which they were observed, with milliseconds from the start; printed
/// as they come.
final class Timeline {

  /// @param who the story, a machine, or the wire
  record Entry(Instant when, String who, String what) {}

  private final Instant start = Instant.now();
  private final List<Entry> entries = new ArrayList<>();
  private final PrintStream out;

  Timeline(PrintStream out) {
    this.out = out;
  }

  synchronized void add(Instant when, String who, String what) {
    entries.add(new Entry(when, who, what));
    double seconds = Duration.between(start, when).toNanos() / 1e9;
    out.printf("%+9.3f  %-8s %s%n", seconds, who, what);
  }

  void tell(String what) {
    add(Instant.now(), "story", what);
  }

  /// A line of explanation under the last entry.
  synchronized void note(String text) {
    text.lines().forEach(line -> out.printf("%9s  %-8s   %s%n", "", "", line));
  }

  /// The first matching entry from `since` on.
  synchronized Optional<Entry> firstSince(Instant since, Predicate<Entry> fits) {
    return entries.stream().filter(e -> !e.when().isBefore(since)).filter(fits).findFirst();
  }
}
