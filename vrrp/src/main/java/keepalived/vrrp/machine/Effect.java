package keepalived.vrrp.machine;

import keepalived.core.log.LogLine;
import keepalived.core.notify.VrrpNotification;

/// An action of the engine after a step; effects are executed in order. Addresses are not effects:
/// the engine derives them from the state, after the adverts.
public sealed interface Effect {

  record Log(LogLine line) implements Effect {}

  /// @param priority 0 resigns
  record Advertise(int priority) implements Effect {}

  /// A set of gratuitous ARPs and neighbour advertisements for every address.
  record Announce(int repeat) implements Effect {}

  record Notify(VrrpNotification.State state) implements Effect {}

  /// A master heard an advert of lower priority.
  record NotifyLowerPriority() implements Effect {}

  /// The other members of the sync group announce their addresses too.
  record AnnounceGroup() implements Effect {}

  record Count(Counter counter) implements Effect {}
}
