package keepalived.vrrp.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.net.IpAddress;
import keepalived.linux.netlink.rt.Address;
import keepalived.vrrp.engine.InstanceKey;
import keepalived.vrrp.engine.Possessions;

/// Brings what instances possess into the kernel's tables, in the kernel's terms.
final class Reconciler {

  private final InterfaceWatch interfaces;
  private final Translation translation;
  private final RouteTranslation routes;
  private final KernelTables tables;
  private final PacketFilter filter;
  private final VirtualLinks virtualLinks;
  private final Map<KernelTables.Owner, Possessions> wanted = new LinkedHashMap<>();
  private Map<InstanceKey, VrrpInstance> instances = Map.of();
  private boolean keepsAddresses;

  Reconciler(
      InterfaceWatch interfaces,
      KernelTables tables,
      PacketFilter filter,
      VirtualLinks virtualLinks) {
    this.interfaces = interfaces;
    this.translation = new Translation(interfaces);
    this.routes = new RouteTranslation(interfaces);
    this.tables = tables;
    this.filter = filter;
    this.virtualLinks = virtualLinks;
  }

  void configure(Map<InstanceKey, VrrpInstance> next) {
    instances = next;
  }

  /// From now on nothing is given up.
  void keepAddresses() {
    keepsAddresses = true;
  }

  void reconcile(InstanceKey key, Possessions possessions) {
    var owner = new KernelTables.Owner(Optional.of(key));
    if (possessions.equals(Possessions.NONE)) {
      if (keepsAddresses) {
        return;
      }
      boolean fresh = !wanted.containsKey(owner);
      want(owner, possessions);
      if (fresh && instances.containsKey(key)) {
        removeStale(key, instances.get(key));
      }
    } else {
      want(owner, possessions);
    }
  }

  /// Resolves everything anew: links have come, or are others now. Gives those instances that got
  /// addresses by it.
  Map<InstanceKey, Possessions> again() {
    var moved = new LinkedHashMap<InstanceKey, Possessions>();
    new LinkedHashMap<>(wanted)
        .forEach(
            (owner, possessions) -> {
              if (want(owner, possessions)) {
                owner.instance().ifPresent(key -> moved.put(key, possessions));
              }
            });
    return moved;
  }

  /// Whether addresses came anew.
  boolean want(KernelTables.Owner owner, Possessions possessions) {
    if (possessions.equals(Possessions.NONE)) {
      wanted.remove(owner);
    } else {
      wanted.put(owner, possessions);
    }
    var carrier =
        owner
            .instance()
            .filter(instances::containsKey)
            .flatMap(key -> virtualLinks.carrier(key, instances.get(key)));
    filter(owner, possessions, carrier);
    return tables.reconcile(
        owner,
        new KernelTables.Holdings(
            translation.addresses(possessions.addresses(), carrier),
            routes.routes(possessions.routes()),
            routes.rules(possessions.rules())));
  }

  private void filter(KernelTables.Owner owner, Possessions possessions, Optional<String> carrier) {
    owner
        .instance()
        .filter(instances::containsKey)
        .ifPresent(
            key -> {
              boolean refuses = instances.get(key).refuses();
              filter.drop(key, refuses ? links(possessions.addresses(), carrier) : Map.of());
            });
  }

  private Map<IpAddress, String> links(List<VirtualAddress> addresses, Optional<String> carrier) {
    var links = new LinkedHashMap<IpAddress, String>();
    for (var address : addresses) {
      translation
          .link(address, carrier)
          .ifPresent(link -> links.put(address.prefix().address(), link.name()));
    }
    return links;
  }

  /// What a daemon that crashed has left must go before an election, or two hosts answer.
  private void removeStale(InstanceKey key, VrrpInstance instance) {
    var carrier = virtualLinks.carrier(key, instance);
    var stale = new ArrayList<Address>();
    for (var address : Possessions.of(instance).addresses()) {
      translation
          .address(address, carrier)
          .filter(a -> interfaces.holds(a.key()))
          .ifPresent(stale::add);
    }
    tables.removeStale(stale, routes.routes(instance.routes()), routes.rules(instance.rules()));
  }
}
