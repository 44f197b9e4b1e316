package keepalived.linux.netlink.rt.route;

import java.util.Optional;
import keepalived.core.net.IpAddress;

/// One way a route takes: a link (0: the kernel finds it from the gateway), a gateway of either
/// family, a share from 1 to 256, whether the gateway is taken to be on the link, routing realms
/// (`source << 16 | destination`), and a tunnel to wrap the packet in.
public record NextHop(
    int link,
    Optional<IpAddress> gateway,
    int weight,
    boolean onLink,
    long realms,
    Optional<Encapsulation> encapsulation) {

  /// Out of a link, the destination being on it.
  public static NextHop via(int link) {
    return new NextHop(link, Optional.empty(), 1, false, 0, Optional.empty());
  }

  /// To a gateway; link 0 leaves the link to the kernel.
  public static NextHop via(IpAddress gateway, int link) {
    return new NextHop(link, Optional.of(gateway), 1, false, 0, Optional.empty());
  }
}
