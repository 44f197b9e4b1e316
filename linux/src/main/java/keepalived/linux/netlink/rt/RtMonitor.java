package keepalived.linux.netlink.rt;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import keepalived.linux.netlink.NetlinkMessage;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.route.RouteCodec;
import keepalived.linux.netlink.rt.route.Routes;
import keepalived.linux.netlink.rt.route.RuleCodec;
import keepalived.linux.netlink.rt.route.Rules;

/// A subscription to changes of links, addresses, routes and rules. The owner registers
/// `descriptor` with its loop and calls `receive` when it is readable.
public final class RtMonitor implements AutoCloseable {

  /// A kind of event, with its multicast group (linux/rtnetlink.h, RTNLGRP_*).
  public enum Topic {
    LINKS(1),
    IPV4_ADDRESSES(5),
    IPV4_ROUTES(7),
    IPV4_RULES(8),
    IPV6_ADDRESSES(9),
    IPV6_ROUTES(11),
    IPV6_RULES(19);

    private final int group;

    Topic(int group) {
      this.group = group;
    }
  }

  private final NetlinkSocket socket;
  private final Set<Topic> topics = EnumSet.noneOf(Topic.class);

  /// Opens a subscription without topics in the network namespace of the calling thread.
  public RtMonitor(NetlinkSocket.Options options) {
    socket = NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, options);
  }

  /// Replaces the set of topics: leaves the groups of others, joins those of new ones.
  public void watch(Set<Topic> wanted) {
    for (var topic : Topic.values()) {
      if (wanted.contains(topic) && topics.add(topic)) {
        socket.join(topic.group);
      } else if (!wanted.contains(topic) && topics.remove(topic)) {
        socket.leave(topic.group);
      }
    }
  }

  public int descriptor() {
    return socket.descriptor();
  }

  /// Delivers the events that have arrived, up to a limit: the socket stays readable until all are
  /// read. An event that cannot be decoded counts as an overrun, because the change is unknown.
  public void receive(Consumer<RtEvent> events) {
    socket.receive(
        new NetlinkSocket.Listener() {
          @Override
          public void message(NetlinkMessage message) {
            decode(message).ifPresent(events);
          }

          @Override
          public void overrun() {
            events.accept(new RtEvent.Overrun());
          }
        });
  }

  /// The event in a message of the kernel; empty for other kinds of messages.
  static Optional<RtEvent> decode(NetlinkMessage message) {
    return switch (message.type()) {
      case Links.RTM_NEWLINK -> Link.decode(message).map(RtEvent.LinkChanged::new);
      case Links.RTM_DELLINK -> Link.decode(message).map(RtEvent.LinkRemoved::new);
      case Addresses.RTM_NEWADDR -> Address.decode(message).map(RtEvent.AddressAdded::new);
      case Addresses.RTM_DELADDR -> Address.decode(message).map(RtEvent.AddressRemoved::new);
      case Routes.RTM_NEWROUTE -> RouteCodec.decode(message).map(RtEvent.RouteAdded::new);
      case Routes.RTM_DELROUTE -> RouteCodec.decode(message).map(RtEvent.RouteRemoved::new);
      case Rules.RTM_NEWRULE -> RuleCodec.decode(message).map(RtEvent.RuleAdded::new);
      case Rules.RTM_DELRULE -> RuleCodec.decode(message).map(RtEvent.RuleRemoved::new);
      default -> Optional.empty();
    };
  }

  @Override
  public void close() {
    socket.close();
  }
}
