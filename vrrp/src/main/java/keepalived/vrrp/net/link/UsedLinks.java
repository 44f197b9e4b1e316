package keepalived.vrrp.net.link;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.iproute.VirtualRoute;

/// The names of the links that a configuration mentions.
public final class UsedLinks {

  private UsedLinks() {}

  public static Set<String> of(Collection<VrrpInstance> instances, VrrpConfig.StaticItems statics) {
    var names = new HashSet<String>();
    for (var instance : instances) {
      instance.interfaceName().ifPresent(names::add);
      instance.kernel().vrf().ifPresent(names::add);
      instance.tracking().interfaces().forEach(tracked -> names.add(tracked.name()));
      addresses(instance.addresses(), names);
      addresses(instance.excluded(), names);
      routes(instance.routes(), names);
    }
    addresses(statics.addresses(), names);
    routes(statics.routes(), names);
    return names;
  }

  private static void addresses(List<VirtualAddress> addresses, Set<String> names) {
    addresses.forEach(address -> address.interfaceName().ifPresent(names::add));
  }

  private static void routes(List<VirtualRoute> routes, Set<String> names) {
    for (var route : routes) {
      route.interfaceName().ifPresent(names::add);
      route.extras().vrf().ifPresent(names::add);
      route.nextHops().forEach(hop -> hop.interfaceName().ifPresent(names::add));
    }
  }
}
