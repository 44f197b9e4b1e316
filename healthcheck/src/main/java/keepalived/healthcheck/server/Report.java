package keepalived.healthcheck.server;

import keepalived.core.log.Level;
import keepalived.core.notify.ServiceNotification;

/// What a step of a virtual server causes outside of IPVS, in the order of events: a log line or a
/// notification.
public sealed interface Report {

  /// @param text as keepalived writes it
  /// @param ofTable whether the text is true only once the kernel's table has changed
  record Logged(Level level, String text, boolean ofTable) implements Report {

    public Logged(Level level, String text) {
      this(level, text, false);
    }

    /// The line to log instead when the kernel refused the change.
    public Logged refused() {
      var what = Character.toLowerCase(text.charAt(0)) + text.substring(1);
      return new Logged(Level.ERROR, "IPVS refused a change, will be retried: " + what);
    }
  }

  record Notice(ServiceNotification notification) implements Report {}

  static Report info(String text) {
    return new Logged(Level.INFO, text);
  }

  /// A line about a change of the kernel's table.
  static Report ofTable(String text) {
    return new Logged(Level.INFO, text, true);
  }
}
