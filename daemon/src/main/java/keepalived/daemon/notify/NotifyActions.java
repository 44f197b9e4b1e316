package keepalived.daemon.notify;

import java.util.List;
import java.util.Optional;
import keepalived.core.config.script.Script;
import keepalived.core.notify.VrrpNotification;
import keepalived.daemon.mail.Mail;

/// The actions of one notification, in the order of the components: scripts, FIFO line, mail.
///
/// @param scripts the specific one, then the generic one
/// @param line including its line end
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

  /// How a notification affects the scripts of earlier ones.
  public enum Occasion {
    /// Not a state: it waits for its turn among the states.
    REMARK,
    MASTER,
    /// The addresses are released: scripts for MASTER must not delay this.
    NOT_MASTER,
    SERVICE;

    boolean isState() {
      return this != REMARK;
    }
  }

  /// A script and the arguments of this notification that are appended to its command line.
  public record Call(Script script, List<String> arguments) {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// @param once the reported state; it is mailed once until it changes
  /// @param aboutCheck whether only the result of a check is reported, not a state
  public record Alert(Mail letter, Optional<VrrpNotification.State> once, boolean aboutCheck) {}
}
