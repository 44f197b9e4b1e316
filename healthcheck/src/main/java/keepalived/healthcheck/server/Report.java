package keepalived.healthcheck.server;

import java.util.Optional;
import java.util.Set;
import keepalived.core.config.script.Script;
import keepalived.core.event.Notification;

/// Something told to the outside, in the order it happened: a line of the log, or a notice to
/// operators. The shell renders it; nothing here knows a logger.
public sealed interface Report {

  /// @param text as keepalived writes it
  /// @param ofTable whether it is true only once the kernel's table has changed
  record Logged(Severity severity, String text, boolean ofTable) implements Report {

    public Logged(Severity severity, String text) {
      this(severity, text, false);
    }

    /// What to say when the kernel did not take the change.
    public Logged refused() {
      var what = Character.toLowerCase(text.charAt(0)) + text.substring(1);
      return new Logged(
          Severity.ERROR, "IPVS did not take a change, it will be tried again: " + what);
    }
  }

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

  /// A line about what changes in the kernel's table.
  static Report ofTable(String text) {
    return new Logged(Severity.INFO, text, true);
  }
}
