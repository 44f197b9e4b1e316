package keepalived.core.event;

import keepalived.core.net.Endpoint;

/// Something operators asked to be told of: by script, FIFO line, mail, trap. Carried in the order
/// things happened; what becomes of it is the notifiers' business.
public sealed interface Notification {

  /// The states VRRP notifications speak of, by the words keepalived prints.
  enum State {
    MASTER,
    BACKUP,
    FAULT,
    STOP,
    DELETED
  }

  /// @param priority the effective priority
  record InstanceEntered(String instance, State state, int priority) implements Notification {}

  record GroupEntered(String group, State state) implements Notification {}

  /// A master heard an advert of lower priority.
  record MasterReceivedLowerPriority(String instance, int priority) implements Notification {}

  /// The effective priority changed without a change of state.
  record PriorityChanged(String instance, State state, int priority) implements Notification {}

  /// @param service as logged: `[10.0.0.1]:tcp:80`
  record QuorumChanged(String service, boolean up, String reason) implements Notification {}

  /// @param service as logged
  /// @param server as logged
  record RealServerChanged(
      String service, String server, Endpoint endpoint, boolean up, String reason)
      implements Notification {}
}
