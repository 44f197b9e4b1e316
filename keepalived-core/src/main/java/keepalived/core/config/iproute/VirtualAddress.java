package keepalived.core.config.iproute;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// An address that is configured in some states (`virtual_ipaddress`), or always
/// (`static_ipaddress`).
///
/// @param interfaceName the interface that carries it: given, the instance's, or the default; empty
///   for the virtual link of its instance
/// @param scope rtnetlink scope number
/// @param preferredLifetime seconds; empty means for ever; 0 means deprecated
/// @param tracked whether its removal by another program is repaired or causes a fault
/// @param virtualMac whether it belongs on a VMAC of its interface
/// @param trackGroup static addresses only
public record VirtualAddress(
    IpPrefix prefix,
    Optional<String> interfaceName,
    int scope,
    Optional<IpAddress> broadcast,
    Optional<String> label,
    Optional<IpPrefix> peer,
    Set<Flag> flags,
    OptionalLong preferredLifetime,
    boolean tracked,
    boolean virtualMac,
    Optional<String> trackGroup) {

  public VirtualAddress {
    flags = Set.copyOf(flags);
  }

  /// Whether both are the same address for the kernel; they may differ in the reaction to a removal
  /// by another program.
  public boolean sameInKernel(VirtualAddress other) {
    return equals(
        new VirtualAddress(
            other.prefix,
            other.interfaceName,
            other.scope,
            other.broadcast,
            other.label,
            other.peer,
            other.flags,
            other.preferredLifetime,
            tracked,
            other.virtualMac,
            trackGroup));
  }

  /// Options of ip-address(8).
  public enum Flag {
    HOME,
    /// Duplicate address detection stays on (`-nodad`).
    DETECT_DUPLICATES,
    MANAGE_TEMPORARY,
    NO_PREFIX_ROUTE,
    AUTO_JOIN
  }
}
