package keepalived.linux.netlink.rt;

import java.util.Optional;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// Identifies an address in the kernel: the link, the local address with its prefix length, and the
/// far end of a point-to-point address (the prefix length is then the far end's).
public record AddressKey(int link, IpPrefix prefix, Optional<IpAddress> peer) {

  public static AddressKey of(int link, IpPrefix prefix) {
    return new AddressKey(link, prefix, Optional.empty());
  }

  public IpAddress local() {
    return prefix.address();
  }

  public Family family() {
    return prefix.family();
  }

  /// As `ip` writes it: `10.0.0.1/24` or `10.0.0.1 peer 10.0.0.2/32`.
  @Override
  public String toString() {
    return peer.map(far -> local() + " peer " + far + "/" + prefix.length())
            .orElse(prefix.toString())
        + " on link "
        + link;
  }
}
