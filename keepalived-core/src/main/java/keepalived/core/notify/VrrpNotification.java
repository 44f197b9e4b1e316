package keepalived.core.notify;

/// A change of a VRRP instance or sync group that operators can be notified of (keepalived.conf(5):
/// `notify_master` and the like, `vrrp_notify_fifo`, `smtp_alert`). The configuration decides which
/// scripts and channels apply.
public sealed interface VrrpNotification {

  /// States, named as in the arguments of scripts.
  enum State {
    MASTER,
    BACKUP,
    FAULT,
    STOP,
    DELETED
  }

  /// @param priority the effective priority, 1..255
  record InstanceEntered(String instance, State state, int priority) implements VrrpNotification {}

  record GroupEntered(String group, State state) implements VrrpNotification {}

  /// A master received an advert of lower priority.
  ///
  /// @param priority our effective priority
  record MasterReceivedLowerPriority(String instance, int priority) implements VrrpNotification {}

  /// The effective priority changed, the state did not.
  record PriorityChanged(String instance, State state, int priority) implements VrrpNotification {}
}
