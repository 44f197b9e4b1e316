package keepalived.daemon.log;

import java.util.Optional;
import keepalived.core.log.Level;
import keepalived.core.log.LogLine;

/// Isolates an outlet: its failures are counted, are reported once at the outlets that work, and
/// cost the other outlets neither lines nor time. Each further line is tried without waiting.
final class IsolatedOutlet {

  private final Outlet outlet;
  private long lost;
  private String cause = "";
  private boolean worked;

  IsolatedOutlet(Outlet outlet) {
    this.outlet = outlet;
  }

  /// Writes a line, preceded by the number of lines lost so far.
  ///
  /// @return a report for the readers of other outlets
  Optional<String> accept(JournalEntry line) {
    if (lost == 0) {
      return attempt(line, true).map(this::fails).filter(_ -> worked || !outlet.mayBeAbsent());
    }
    String note = (lost == 1 ? "1 log line was lost: " : lost + " log lines were lost: ") + cause;
    var failed = attempt(notice(line, note), false);
    if (failed.isPresent()) {
      lost++;
      cause = failed.get();
      return Optional.empty();
    }
    String again = outlet.name() + " works again; " + note;
    lost = 0;
    attempt(line, false).ifPresent(this::fails);
    return Optional.of(again);
  }

  private String fails(String why) {
    lost++;
    cause = why;
    return outlet.name() + ": " + why + ": lines are lost there until it works again";
  }

  private Optional<String> attempt(JournalEntry line, boolean patient) {
    Optional<String> failed;
    try {
      failed = outlet.write(line, patient);
    } catch (RuntimeException | Error e) {
      failed = Optional.of("internal error: " + e);
    }
    worked |= failed.isEmpty();
    return failed;
  }

  /// A line in which the log reports about itself.
  static JournalEntry notice(JournalEntry occasion, String text) {
    var line = new LogLine(occasion.part(), Level.WARNING, text);
    return new JournalEntry(occasion.when(), line, Thread.currentThread().getName());
  }
}
