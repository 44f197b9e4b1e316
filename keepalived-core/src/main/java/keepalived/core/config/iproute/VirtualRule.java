package keepalived.core.config.iproute;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;

/// A policy rule that is configured in some states (`virtual_rules`) or always (`static_rules`),
/// with the options of ip-rule(8).
///
/// @param preference assigned when the file gave none
/// @param protocol 18 = keepalived
public record VirtualRule(
    Family family,
    boolean inverted,
    Optional<IpPrefix> from,
    Optional<IpPrefix> to,
    long preference,
    Action action,
    Selectors selectors,
    Suppress suppress,
    OptionalLong realms,
    int protocol,
    boolean tracked,
    Optional<String> trackGroup) {

  /// What the rule does with a match.
  public sealed interface Action {

    record Lookup(long table) implements Action {}

    record Goto(long preference) implements Action {}

    record Nop() implements Action {}

    record Blackhole() implements Action {}

    record Unreachable() implements Action {}

    record Prohibit() implements Action {}

    /// Looks up the VRF table of the interface.
    record L3mdev() implements Action {}
  }

  /// Further selectors; empty means any.
  public record Selectors(
      int tos,
      OptionalLong mark,
      OptionalLong markMask,
      Optional<String> incoming,
      Optional<String> outgoing,
      OptionalLong tunnelId,
      Optional<Range> users,
      OptionalInt ipProtocol,
      Optional<Range> sourcePorts,
      Optional<Range> destinationPorts) {

    public static final Selectors ANY =
        new Selectors(
            0,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());
  }

  public record Range(long first, long last) {}

  /// Results of the lookup that are ignored.
  public record Suppress(OptionalInt prefixLength, OptionalLong interfaceGroup) {
    public static final Suppress NONE = new Suppress(OptionalInt.empty(), OptionalLong.empty());
  }
}
