package keepalived.linux.netlink.rt;

import keepalived.linux.netlink.rt.route.Route;
import keepalived.linux.netlink.rt.route.Rule;

/// An event about links, addresses, routes or rules, whatever program caused it.
public sealed interface RtEvent {

  /// A link was added or changed.
  record LinkChanged(Link link) implements RtEvent {}

  record LinkRemoved(Link link) implements RtEvent {}

  /// An address was added, or its flags or lifetimes changed.
  record AddressAdded(Address address) implements RtEvent {}

  record AddressRemoved(Address address) implements RtEvent {}

  /// A route was added, or replaced the one with its key.
  record RouteAdded(Route route) implements RtEvent {}

  record RouteRemoved(Route route) implements RtEvent {}

  record RuleAdded(Rule rule) implements RtEvent {}

  record RuleRemoved(Rule rule) implements RtEvent {}

  /// Events were lost: data about the kernel is stale until the next dump.
  record Overrun() implements RtEvent {}
}
