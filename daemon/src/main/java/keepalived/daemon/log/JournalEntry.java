package keepalived.daemon.log;

import java.time.Instant;
import keepalived.core.log.Level;
import keepalived.core.log.LogLine;
import keepalived.core.log.Part;

/// A log line with its time and thread.
///
/// @param when the time of the call that logged it, not of the write
/// @param thread name of the thread that logged it
public record JournalEntry(Instant when, LogLine line, String thread) {

  public Part part() {
    return line.part();
  }

  public Level level() {
    return line.level();
  }

  public String text() {
    return line.text();
  }
}
