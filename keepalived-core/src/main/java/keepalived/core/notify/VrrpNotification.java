package keepalived.core.notify;

/// A change of a VRRP instance or sync group that keepalived.conf(5) lets operators be notified of
/// (`notify_master` and its siblings, `vrrp_notify_fifo`, `smtp_alert`). Which scripts and channels
/// apply follows from the configuration.
public sealed interface VrrpNotification {

  /// States, by the words that keepalived passes to scripts.
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
