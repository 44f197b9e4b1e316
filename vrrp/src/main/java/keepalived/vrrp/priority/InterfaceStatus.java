package keepalived.vrrp.priority;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;

/// An interface as the kernel last described it.
///
/// @param index the kernel's number; 0 while there is no such interface
/// @param up administratively up, with carrier
/// @param addresses in the kernel's order
public record InterfaceStatus(
    String name, int index, boolean up, int mtu, List<IpAddress> addresses) {

  public InterfaceStatus {
    addresses = List.copyOf(addresses);
  }

  public static InterfaceStatus absent(String name) {
    return new InterfaceStatus(name, 0, false, 0, List.of());
  }

  public boolean present() {
    return index != 0;
  }

  /// The source address of adverts: the first IPv4 or the first link-local IPv6 address that is not
  /// virtual.
  Optional<IpAddress> source(Family family, Set<IpAddress> virtual) {
    for (var address : addresses) {
      if (address.family() == family
          && !virtual.contains(address)
          && (family == Family.IPV4 || address.isLinkLocal())) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  InterfaceStatus withUp(boolean now) {
    return new InterfaceStatus(name, index, now, mtu, addresses);
  }
}
