package keepalived.linux.netlink.rt.route;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;

/// A policy routing rule. Rules are tried in the order of priorities; a rule applies to packets
/// that match all of its selectors (or, inverted, that fail one of them).
public record Rule(
    Family family, long priority, Selector selector, Action action, long realms, int protocol) {

  /// The selectors of a rule; those that are absent, empty or 0 match every packet.
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

  /// A firewall mark, compared under a mask.
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

  /// First and last number, both included.
  public record Range(long first, long last) {}

  /// What the rule does with a matching packet.
  public sealed interface Action {

    /// Looks up the route in a table. The result is ignored if its prefix is no longer than
    /// `suppressedPrefixLength`, or if it leaves by a link of `suppressedGroup`.
    record Lookup(long table, OptionalInt suppressedPrefixLength, OptionalInt suppressedGroup)
        implements Action {}

    /// Looks up the route in the table of the VRF that the packet's link belongs to.
    record LookupByVrf() implements Action {}

    record GoTo(long priority) implements Action {}

    record Nothing() implements Action {}

    record Blackhole() implements Action {}

    record Unreachable() implements Action {}

    record Prohibit() implements Action {}
  }

  /// A lookup in this table that ignores no result.
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
