package keepalived.linux.netlink.rt;

import keepalived.linux.netlink.rt.route.Route;
import keepalived.linux.netlink.rt.route.Rule;

/// What the kernel tells about links, addresses, routes and rules, whoever changed them.
public sealed interface RtEvent {

  /// A link is new or changed.
  record LinkChanged(Link link) implements RtEvent {}

  record LinkRemoved(Link link) implements RtEvent {}

  /// An address is new, or has changed flags or lifetimes.
  record AddressAdded(Address address) implements RtEvent {}

  record AddressRemoved(Address address) implements RtEvent {}

  /// A route is new or replaces one with its key.
  record RouteAdded(Route route) implements RtEvent {}

  record RouteRemoved(Route route) implements RtEvent {}

  record RuleAdded(Rule rule) implements RtEvent {}

  record RuleRemoved(Rule rule) implements RtEvent {}

  /// Events were lost: what is known of the kernel is stale until it has been dumped again.
  record Overrun() implements RtEvent {}
}
