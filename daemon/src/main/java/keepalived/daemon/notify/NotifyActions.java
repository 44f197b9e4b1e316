package keepalived.daemon.notify;

import java.util.List;
import java.util.Optional;
import keepalived.core.config.script.Script;
import keepalived.core.notify.VrrpNotification;
import keepalived.daemon.mail.Mail;

/// What one notification leads to, in the order of its components: scripts, FIFO line, mail.
///
/// @param scripts the specific one, then the generic one
/// @param line with its line end
public record NotifyActions(
    Subject subject,
    String event,
    Occasion occasion,
    List<Call> scripts,
    Optional<String> line,
    Optional<Alert> alert) {

  public NotifyActions {
    scripts = List.copyOf(scripts);
  }

  /// What a notification means for the scripts of those before it.
  public enum Occasion {
    /// No state: it waits its turn beside states.
    REMARK,
    MASTER,
    /// The addresses are given up: what was started for MASTER must not hold this up.
    NOT_MASTER,
    SERVICE;

    boolean isState() {
      return this != REMARK;
    }
  }

  /// A script and what the occasion appends to its command line.
  public record Call(Script script, List<String> arguments) {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// @param once the state this letter tells of; a state is mailed once until it changes
  /// @param aboutCheck no state changed, only a check's result
  public record Alert(Mail letter, Optional<VrrpNotification.State> once, boolean aboutCheck) {}
}
