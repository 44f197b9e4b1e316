package keepalived.vrrp.net.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.net.IpAddress;
import keepalived.linux.netlink.rt.Address;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.net.link.InterfaceWatch;
import keepalived.vrrp.net.link.PacketFilter;
import keepalived.vrrp.net.link.VirtualLinks;

/// Translates the resources of instances and applies them to the kernel tables.
public final class Reconciler {

  private final InterfaceWatch interfaces;
  private final AddressTranslation translation;
  private final RouteTranslation routes;
  private final KernelTables tables;
  private final PacketFilter filter;
  private final VirtualLinks virtualLinks;
  private final Map<KernelTables.Owner, OwnedResources> wanted = new LinkedHashMap<>();
  private Map<InstanceKey, VrrpInstance> instances = Map.of();
  private boolean keepsAddresses;

  public Reconciler(
      InterfaceWatch interfaces,
      KernelTables tables,
      PacketFilter filter,
      VirtualLinks virtualLinks) {
    this.interfaces = interfaces;
    this.translation = new AddressTranslation(interfaces);
    this.routes = new RouteTranslation(interfaces);
    this.tables = tables;
    this.filter = filter;
    this.virtualLinks = virtualLinks;
  }

  public void configure(Map<InstanceKey, VrrpInstance> next) {
    instances = next;
  }

  /// From now on nothing is removed.
  public void keepAddresses() {
    keepsAddresses = true;
  }

  public void reconcile(InstanceKey key, OwnedResources possessions) {
    var owner = new KernelTables.Owner(Optional.of(key));
    if (possessions.equals(OwnedResources.NONE)) {
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

  /// Resolves everything again after links appeared or were replaced. Returns the instances that
  /// got addresses.
  public Map<InstanceKey, OwnedResources> again() {
    var moved = new LinkedHashMap<InstanceKey, OwnedResources>();
    new LinkedHashMap<>(wanted)
        .forEach(
            (owner, possessions) -> {
              if (want(owner, possessions)) {
                owner.instance().ifPresent(key -> moved.put(key, possessions));
              }
            });
    return moved;
  }

  /// Sets the resources of an owner. Returns whether addresses were added.
  public boolean want(KernelTables.Owner owner, OwnedResources possessions) {
    if (possessions.equals(OwnedResources.NONE)) {
      wanted.remove(owner);
    } else {
      wanted.put(owner, possessions);
    }
    var addressInterface =
        owner
            .instance()
            .filter(instances::containsKey)
            .flatMap(key -> virtualLinks.addressInterface(key, instances.get(key)));
    filter(owner, possessions, addressInterface);
    return tables.reconcile(
        owner,
        new KernelTables.Holdings(
            translation.addresses(possessions.addresses(), addressInterface),
            routes.routes(possessions.routes()),
            routes.rules(possessions.rules())));
  }

  private void filter(
      KernelTables.Owner owner, OwnedResources possessions, Optional<String> addressInterface) {
    owner
        .instance()
        .filter(instances::containsKey)
        .ifPresent(
            key -> {
              boolean refuses = instances.get(key).refuses();
              filter.drop(
                  key, refuses ? links(possessions.addresses(), addressInterface) : Map.of());
            });
  }

  private Map<IpAddress, String> links(
      List<VirtualAddress> addresses, Optional<String> addressInterface) {
    var links = new LinkedHashMap<IpAddress, String>();
    for (var address : addresses) {
      translation
          .link(address, addressInterface)
          .ifPresent(link -> links.put(address.prefix().address(), link.name()));
    }
    return links;
  }

  /// Addresses that a crashed daemon left must be removed before an election, or two hosts answer.
  private void removeStale(InstanceKey key, VrrpInstance instance) {
    var addressInterface = virtualLinks.addressInterface(key, instance);
    var stale = new ArrayList<Address>();
    for (var address : OwnedResources.of(instance).addresses()) {
      translation
          .address(address, addressInterface)
          .filter(a -> interfaces.holds(a.key()))
          .ifPresent(stale::add);
    }
    tables.removeStale(stale, routes.routes(instance.routes()), routes.rules(instance.rules()));
  }
}
