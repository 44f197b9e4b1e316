package keepalived.vrrp.machine;

import java.util.ArrayList;
import java.util.List;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRule;

/// What a master holds in the kernel: addresses (advertised ones first), routes and rules.
public record OwnedResources(
    List<VirtualAddress> addresses, List<VirtualRoute> routes, List<VirtualRule> rules) {

  public static final OwnedResources NONE = new OwnedResources(List.of(), List.of(), List.of());

  public OwnedResources {
    addresses = List.copyOf(addresses);
    routes = List.copyOf(routes);
    rules = List.copyOf(rules);
  }

  /// Everything that the instance holds as master.
  public static OwnedResources of(VrrpInstance config) {
    var addresses = new ArrayList<>(config.addresses());
    addresses.addAll(config.excluded());
    return new OwnedResources(addresses, config.routes(), config.rules());
  }

  /// Whether these include an address that `before` lacks.
  boolean adds(OwnedResources before) {
    return !addresses.stream().allMatch(before::has);
  }

  /// Whether these include the address, as the kernel identifies it.
  public boolean has(VirtualAddress address) {
    return addresses.stream().anyMatch(address::sameInKernel);
  }
}
