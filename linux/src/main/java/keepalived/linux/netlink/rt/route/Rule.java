package keepalived.linux.netlink.rt.route;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;

/// A policy routing rule: tried in the order of priorities, it acts on the packets that all of its
/// selectors match (or, inverted, that not all of them match).
public record Rule(
    Family family, long priority, Selector selector, Action action, long realms, int protocol) {

  /// What a packet must have; what is absent, empty or 0 does not matter.
  public record Selector(
      Optional<IpPrefix> from,
      Optional<IpPrefix> to,
      int tos,
      String inputLink,
      String outputLink,
      Optional<Mark> mark,
      Upper upper,
      boolean inverted) {

    public static final Selector ANY =
        new Selector(
            Optional.empty(), Optional.empty(), 0, "", "", Optional.empty(), Upper.ANY, false);
  }

  /// A firewall mark compared under a mask.
  public record Mark(long value, long mask) {}

  /// Selectors beyond the IP header.
  public record Upper(
      OptionalLong tunnelId,
      Optional<Range> users,
      OptionalInt ipProtocol,
      Optional<Range> sourcePorts,
      Optional<Range> destinationPorts) {

    public static final Upper ANY =
        new Upper(
            OptionalLong.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /// First and last, both included.
  public record Range(long first, long last) {}

  /// What is done with a packet that matches.
  public sealed interface Action {

    /// Looks into a table, unless the route found has a prefix no longer than
    /// `suppressedPrefixLength` or leaves by a link of `suppressedGroup`.
    record Lookup(long table, OptionalInt suppressedPrefixLength, OptionalInt suppressedGroup)
        implements Action {}

    /// Looks into the table of the VRF that the packet's link is in.
    record LookupByVrf() implements Action {}

    record GoTo(long priority) implements Action {}

    record Nothing() implements Action {}

    record Blackhole() implements Action {}

    record Unreachable() implements Action {}

    record Prohibit() implements Action {}
  }

  /// A lookup in this table, nothing suppressed.
  public static Action lookup(long table) {
    return new Action.Lookup(table, OptionalInt.empty(), OptionalInt.empty());
  }

  @Override
  public String toString() {
    return priority
        + ":"
        + (selector.inverted() ? " not" : "")
        + " from "
        + selector.from().map(IpPrefix::toString).orElse("all")
        + selector.to().map(t -> " to " + t).orElse("");
  }
}
