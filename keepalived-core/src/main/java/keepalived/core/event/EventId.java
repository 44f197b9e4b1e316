package keepalived.core.event;

import java.util.Optional;
import java.util.regex.Pattern;

/// Identifies an event of one run of the daemon, so that log, recording and answers speak of the
/// same one. Its text is `a1f3-2291`.
///
/// @param run 16 bits, different for each run of the daemon on a host
/// @param number counts the events of the run; 0 means that the event was not recorded
public record EventId(int run, long number) {

  public static final EventId NONE = new EventId(0, 0);

  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{4})-([0-9]{1,18})");

  public boolean present() {
    return number != 0;
  }

  /// @return empty unless `text` has the form of [#toString]
  public static Optional<EventId> of(String text) {
    var match = TEXT.matcher(text);
    return match.matches()
        ? Optional.of(
            new EventId(Integer.parseInt(match.group(1), 16), Long.parseLong(match.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "%04x-%d".formatted(run, number);
  }
}
