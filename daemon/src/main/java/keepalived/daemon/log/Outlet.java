package keepalived.daemon.log;

import java.time.Duration;
import java.util.Optional;

/// A place where lines go: a file, syslog, standard error. Used on the journal's thread.
public interface Outlet {

  /// How long an outlet in order may take for a line: bursts are longer than queues.
  Duration PATIENCE = Duration.ofSeconds(1);

  /// In log lines: `log file /var/log/keepalived.log`.
  String name();

  /// Writes a line. Never waits for long, and not at all unless `patient`.
  ///
  /// @return why it was not written
  Optional<String> write(JournalEntry line, boolean patient);

  /// Whether a machine may do without it, so that its absence is not worth a word.
  default boolean mayBeAbsent() {
    return false;
  }
}
