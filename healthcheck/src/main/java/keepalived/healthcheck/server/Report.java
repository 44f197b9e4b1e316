package keepalived.healthcheck.server;

import keepalived.core.log.Level;
import keepalived.core.notify.ServiceNotification;

/// Something told to the outside, in the order it happened: a line of the log, or a notice to
/// operators. The shell renders it; nothing here knows a logger.
public sealed interface Report {

  /// @param text as keepalived writes it
  /// @param ofTable whether it is true only once the kernel's table has changed
  record Logged(Level level, String text, boolean ofTable) implements Report {

    public Logged(Level level, String text) {
      this(level, text, false);
    }

    /// What to say when the kernel did not take the change.
    public Logged refused() {
      var what = Character.toLowerCase(text.charAt(0)) + text.substring(1);
      return new Logged(Level.ERROR, "IPVS did not take a change, it will be tried again: " + what);
    }
  }

  record Notice(ServiceNotification notification) implements Report {}

  static Report info(String text) {
    return new Logged(Level.INFO, text);
  }

  /// A line about what changes in the kernel's table.
  static Report ofTable(String text) {
    return new Logged(Level.INFO, text, true);
  }
}
