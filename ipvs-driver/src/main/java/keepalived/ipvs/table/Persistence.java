package keepalived.ipvs.table;

import java.time.Duration;
import keepalived.core.net.Family;

/// Persistence: later connections of a client go to the same destination.
///
/// @param timeout whole seconds
/// @param mask which clients count as one: for IPv4 the 32 bits of the netmask (the kernel takes
///   any), for IPv6 the prefix length
public record Persistence(Duration timeout, int mask) {

  /// Persistence by prefix length; 32 or 128 treats each address as a separate client.
  public static Persistence of(Family family, Duration timeout, int prefixLength) {
    if (prefixLength < 0 || prefixLength > family.bits()) {
      throw new IllegalArgumentException("prefix length " + prefixLength + " of " + family);
    }
    return switch (family) {
      case IPV4 -> new Persistence(timeout, prefixLength == 0 ? 0 : -1 << (32 - prefixLength));
      case IPV6 -> new Persistence(timeout, prefixLength);
    };
  }

  /// The mask that treats each address as a separate client.
  public static int wholeMask(Family family) {
    return family == Family.IPV4 ? -1 : 128;
  }
}
