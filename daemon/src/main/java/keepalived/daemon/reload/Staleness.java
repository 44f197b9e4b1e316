package keepalived.daemon.reload;

import java.time.Instant;

/// The files say something that cannot be used, and what ran before them runs on.
///
/// @param since when that was seen first
/// @param reason what is wrong with the files as they were read last, in one line
public record Staleness(Instant since, String reason) {

  /// For log lines, `systemctl status` and dumps.
  @Override
  public String toString() {
    return "configuration stale since " + since + ": " + reason;
  }
}
