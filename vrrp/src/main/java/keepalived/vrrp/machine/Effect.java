package keepalived.vrrp.machine;

import keepalived.core.notify.VrrpNotification;

/// What a step wants done, in order. Addresses are not effects: they follow from the state, once
/// the adverts have left.
public sealed interface Effect permits Effect.Message, Report {

  /// Something sent or told.
  sealed interface Message extends Effect {}

  /// @param priority 0 resigns
  record Advertise(int priority) implements Message {}

  /// A set of gratuitous ARPs and neighbour advertisements for every address.
  record Announce(int repeat) implements Message {}

  record Notify(VrrpNotification.State state) implements Message {}

  /// A master heard an advert of lower priority.
  record NotifyLowerPriority() implements Message {}

  /// The other members of the sync group announce their addresses too.
  record AnnounceGroup() implements Message {}

  record Count(Counter counter) implements Message {}
}
