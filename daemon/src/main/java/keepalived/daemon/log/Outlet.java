package keepalived.daemon.log;

import java.time.Duration;
import java.util.Optional;

/// A destination of lines: a file, syslog, standard error. Used on the journal's thread.
public interface Outlet {

  /// How long a working outlet may take for a line: bursts are longer than queues.
  Duration PATIENCE = Duration.ofSeconds(1);

  /// In log lines: `log file /var/log/keepalived.log`.
  String name();

  /// Writes a line. Waits a limited time, and only if `patient`.
  ///
  /// @return why it was not written
  Optional<String> write(JournalEntry line, boolean patient);

  /// Whether some machines lack the destination, so that its absence is not reported.
  default boolean mayBeAbsent() {
    return false;
  }
}
