package keepalived.healthcheck.pool;

import java.util.Optional;
import java.util.Set;
import keepalived.core.config.Script;
import keepalived.core.event.Notification;

/// Something told to the outside, in the order it happened: a line of the log, or a notice to
/// operators. The shell renders it; nothing here knows a logger.
public sealed interface Report {

  /// @param text as keepalived writes it
  record Logged(Severity severity, String text) implements Report {}

  /// @param script run when there is one and [Channel#SCRIPT] is among the channels
  record Notice(Notification what, Optional<Script> script, Set<Channel> channels)
      implements Report {

    public Notice {
      channels = Set.copyOf(channels);
    }
  }

  enum Severity {
    INFO,
    WARNING,
    ERROR
  }

  /// Ways to tell operators. Mail has rules of its own, so it may come as a notice by itself.
  enum Channel {
    SCRIPT,
    FIFO,
    TRAP,
    MAIL,
    /// Mail about one check of a server that stayed as it was (`no_checker_emails` forbids it).
    CHECKER_MAIL
  }

  static Report info(String text) {
    return new Logged(Severity.INFO, text);
  }
}
