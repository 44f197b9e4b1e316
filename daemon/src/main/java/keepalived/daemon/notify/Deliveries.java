package keepalived.daemon.notify;

import java.util.List;
import java.util.Optional;
import keepalived.core.config.Script;
import keepalived.core.event.Notification;
import keepalived.daemon.mail.Letter;

/// What one notification leads to, in the order of its components: scripts, FIFO line, mail.
///
/// @param scripts the specific one, then the generic one
/// @param line with its line end
public record Deliveries(
    Subject subject,
    String event,
    boolean isState,
    List<Call> scripts,
    Optional<String> line,
    Optional<Alert> alert) {

  public Deliveries {
    scripts = List.copyOf(scripts);
  }

  /// A script and what the occasion appends to its command line.
  public record Call(Script script, List<String> arguments) {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// @param once the state this letter tells of; a state is mailed once until it changes
  /// @param aboutCheck no state changed, only a check's result
  public record Alert(Letter letter, Optional<Notification.State> once, boolean aboutCheck) {}
}
