package keepalived.vrrp.net.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.netlink.rt.route.Route;
import keepalived.vrrp.net.link.InterfaceWatch;

/// Translates configured addresses into netlink records. Skips addresses on interfaces that do not
/// exist yet.
public final class AddressTranslation {

  private final InterfaceWatch interfaces;

  public AddressTranslation(InterfaceWatch interfaces) {
    this.interfaces = interfaces;
  }

  /// @param addressInterface the interface for addresses that are configured without one
  List<KernelTables.HeldAddress> addresses(
      List<VirtualAddress> configured, Optional<String> addressInterface) {
    var held = new ArrayList<KernelTables.HeldAddress>();
    for (var address : configured) {
      address(address, addressInterface)
          .ifPresent(a -> held.add(new KernelTables.HeldAddress(a, address.tracked())));
    }
    return held;
  }

  public Optional<Address> address(VirtualAddress address, Optional<String> addressInterface) {
    return link(address, addressInterface).map(link -> address(address, link));
  }

  public Optional<Link> link(VirtualAddress address, Optional<String> addressInterface) {
    return address.interfaceName().or(() -> addressInterface).flatMap(interfaces::find);
  }

  private static Address address(VirtualAddress address, Link link) {
    var prefix = address.prefix();
    Optional<IpAddress> peer = address.peer().map(p -> p.address());
    var key =
        new AddressKey(
            link.index(),
            address.peer().map(p -> new IpPrefix(prefix.address(), p.length())).orElse(prefix),
            peer);
    Optional<Ipv4Address> broadcast =
        address.broadcast().map(b -> b instanceof Ipv4Address v4 ? v4 : null);
    return new Address(
        key,
        address.scope(),
        flags(address),
        broadcast,
        address.label().orElse(""),
        lifetime(address),
        Route.PROTOCOL_KEEPALIVED);
  }

  private static int flags(VirtualAddress address) {
    int flags = 0;
    boolean detects = address.flags().contains(VirtualAddress.Flag.DETECT_DUPLICATES);
    if (address.prefix().family() == Family.IPV6 && !detects) {
      flags |= Address.NODAD;
    }
    for (var flag : address.flags()) {
      flags |=
          switch (flag) {
            case HOME -> Address.HOME;
            case DETECT_DUPLICATES -> 0;
            case MANAGE_TEMPORARY -> Address.MANAGE_TEMPORARY;
            case NO_PREFIX_ROUTE -> Address.NO_PREFIX_ROUTE;
            case AUTO_JOIN -> Address.AUTOJOIN;
          };
    }
    return flags;
  }

  private static Address.Lifetime lifetime(VirtualAddress address) {
    return address.preferredLifetime().isPresent()
        ? new Address.Lifetime(
            Address.Lifetime.FOREVER.valid(),
            Duration.ofSeconds(address.preferredLifetime().getAsLong()))
        : Address.Lifetime.FOREVER;
  }
}
