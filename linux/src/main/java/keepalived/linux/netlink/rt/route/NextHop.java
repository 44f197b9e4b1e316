package keepalived.linux.netlink.rt.route;

import java.util.Optional;
import keepalived.core.net.IpAddress;

/// A next hop of a route.
///
/// It has a link (0: the kernel derives it from the gateway), a gateway of either family, a weight
/// from 1 to 256, a flag that the gateway is on the link, routing realms (`source << 16 |
/// destination`), and a tunnel encapsulation.
public record NextHop(
    int link,
    Optional<IpAddress> gateway,
    int weight,
    boolean onLink,
    long realms,
    Optional<Encapsulation> encapsulation) {

  /// A destination that is directly on the link.
  public static NextHop via(int link) {
    return new NextHop(link, Optional.empty(), 1, false, 0, Optional.empty());
  }

  /// A gateway. With link 0 the kernel chooses the link.
  public static NextHop via(IpAddress gateway, int link) {
    return new NextHop(link, Optional.of(gateway), 1, false, 0, Optional.empty());
  }
}
