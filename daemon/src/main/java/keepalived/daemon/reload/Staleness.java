package keepalived.daemon.reload;

import java.time.Instant;

/// The files cannot be used, and the previous configuration keeps running.
///
/// @param since when this was first seen
/// @param reason the error in the files as last read, in one line
public record Staleness(Instant since, String reason) {

  /// For log lines, `systemctl status` and dumps.
  @Override
  public String toString() {
    return "configuration stale since " + since + ": " + reason;
  }
}
