package keepalived.vrrp.net.link;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.VirtualMac;
import keepalived.core.log.LogLine;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.MacAddress;
import keepalived.linux.kernel.Sysctl;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Addresses;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.netlink.rt.Links;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.machine.OwnLines;
import keepalived.vrrp.machine.OwnedResources;

/// The macvlans and ipvlans of instances: created when their base interface exists, deleted with
/// their instance.
public final class VirtualLinks {

  /// A link that we created.
  ///
  /// @param parent the properties of the base interface that this link has taken over
  record Made(String name, int index, Below parent, VrrpInstance instance) {}

  /// Properties of the base interface that the kernel does not pass on to the link by itself.
  ///
  /// @param vrf index of the VRF it is in; 0 without one
  /// @param linkLocal the source of IPv6 adverts
  record Below(int index, int mtu, int vrf, Optional<IpPrefix> linkLocal) {

    /// Keeps the previous address while the base interface has none: the resignation of a master
    /// uses it as source.
    Below orElse(Below before) {
      return linkLocal.isPresent() ? this : new Below(index, mtu, vrf, before.linkLocal);
    }
  }

  private final InterfaceWatch interfaces;
  private final Links links;
  private final Addresses addresses;
  private final Consumer<LogLine> log;
  private final Map<InstanceKey, Made> made = new LinkedHashMap<>();
  private final Map<InstanceKey, String> names = new LinkedHashMap<>();

  public VirtualLinks(InterfaceWatch interfaces, NetlinkSocket requests, Consumer<LogLine> log) {
    this.interfaces = interfaces;
    this.links = new Links(requests);
    this.addresses = new Addresses(requests);
    this.log = log;
  }

  /// The links that we created, and their names, by instance.
  public record Remains(Map<InstanceKey, Made> made, Map<InstanceKey, String> names) {}

  public Remains remains() {
    return new Remains(new LinkedHashMap<>(made), new LinkedHashMap<>(names));
  }

  public void succeed(Remains remains) {
    made.putAll(remains.made());
    names.putAll(remains.names());
  }

  /// The interface that has the virtual addresses of an instance: its macvlan, which answers with
  /// the virtual MAC. An ipvlan has the MAC of its base interface and only receives the adverts.
  public Optional<String> addressInterface(InstanceKey key, VrrpInstance instance) {
    return instance.virtualMac().filter(VirtualMac::isMacvlan).isPresent()
        ? Optional.ofNullable(names.get(key))
        : instance.interfaceName();
  }

  /// The interface that sends and receives adverts; an instance without one may have a VRF.
  public Optional<String> transmitter(InstanceKey key, VrrpInstance instance) {
    boolean base =
        instance.virtualMac().map(VirtualMac::transmitOnBase).orElse(true)
            || instance.transport() instanceof VrrpInstance.Transport.Unicast;
    return base
        ? instance.interfaceName().or(() -> instance.kernel().vrf())
        : Optional.ofNullable(names.get(key));
  }

  /// The existing macvlans of a family, by name.
  public SortedMap<String, PacketFilter.Macvlan> macvlans(Family family) {
    var found = new TreeMap<String, PacketFilter.Macvlan>();
    for (var each : made.values()) {
      var instance = each.instance();
      if (instance.family() == family
          && instance.virtualMac().orElseThrow().isMacvlan()
          && interfaces.find(each.index()).isPresent()) {
        instance
            .interfaceName()
            .ifPresent(
                below ->
                    found.put(
                        each.name(),
                        new PacketFilter.Macvlan(each.index(), below, each.parent().index())));
      }
    }
    return found;
  }

  /// The instance that one of our links belongs to; empty for other links.
  public Optional<InstanceKey> owner(Link link) {
    return made.entrySet().stream()
        .filter(each -> each.getValue().index() == link.index())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// Whether a link of an instance has this name, or will get it.
  public boolean isNamed(String name) {
    return names.containsValue(name);
  }

  /// The base interface of the link of an instance.
  public Optional<String> base(InstanceKey owner) {
    return Optional.ofNullable(made.get(owner)).flatMap(link -> link.instance().interfaceName());
  }

  /// Sets a link up again that another program set down; false when that fails, for example because
  /// the base interface is down.
  public boolean raise(Link link) {
    try {
      links.setUp(link.index());
      return true;
    } catch (LinuxException refused) {
      log.accept(OwnLines.virtualMacStaysDown(link.name(), refused.errno().message()));
      return false;
    }
  }

  /// Creates missing links and removes those that are no longer wanted.
  ///
  /// @param virtual the virtual addresses, which do not count as addresses of a link
  public void configure(Map<InstanceKey, VrrpInstance> instances, Set<IpAddress> virtual) {
    for (var key : List.copyOf(made.keySet())) {
      var link = made.get(key);
      var wanted = Optional.ofNullable(instances.get(key)).flatMap(VrrpInstance::virtualMac);
      var has = link.instance().virtualMac().orElseThrow();
      if (wanted.filter(has::sameLink).isEmpty()) {
        remove(key);
      } else {
        made.put(key, new Made(link.name(), link.index(), link.parent(), instances.get(key)));
        resettle(link, instances.get(key));
      }
    }
    names.keySet().retainAll(instances.keySet());
    instances.forEach(
        (key, instance) -> {
          if (instance.virtualMac().isPresent()) {
            names.computeIfAbsent(key, _ -> freeName(instance));
            make(key, instance, virtual);
          }
        });
  }

  /// Writes the settings that a reload changed.
  private static void resettle(Made link, VrrpInstance now) {
    var before = settings(link.name(), link.instance());
    settings(link.name(), now)
        .forEach(
            (setting, value) -> {
              if (!value.equals(before.get(setting))) {
                setting.write(value);
              }
            });
  }

  /// After a link changed: our links follow their base interface, and get its link-local address
  /// back when another program removed it.
  ///
  /// @param virtual the virtual addresses, which do not count as addresses of a link
  public void follow(Link changed, Set<IpAddress> virtual) {
    for (var each : List.copyOf(made.entrySet())) {
      var link = each.getValue();
      if (link.parent().index() != changed.index() && link.index() != changed.index()) {
        continue;
      }
      var parent = interfaces.find(link.parent().index());
      if (parent.isPresent() && interfaces.find(link.index()).isPresent()) {
        var now = below(link.instance(), parent.get(), virtual).orElse(link.parent());
        made.put(each.getKey(), new Made(link.name(), link.index(), now, link.instance()));
        attempt(link, () -> follow(link, now));
      }
    }
  }

  private void follow(Made link, Below now) {
    var before = link.parent();
    if (now.mtu() != before.mtu()) {
      links.setMtu(link.index(), now.mtu());
    }
    if (now.vrf() != before.vrf()) {
      links.setMaster(link.index(), now.vrf());
    }
    now.linkLocal().ifPresent(address -> holdLinkLocal(link, address));
    if (!now.linkLocal().equals(before.linkLocal())) {
      before.linkLocal().ifPresent(old -> addresses.delete(AddressKey.of(link.index(), old)));
    }
  }

  private void holdLinkLocal(Made link, IpPrefix address) {
    if (!interfaces.holds(AddressKey.of(link.index(), address))) {
      addLinkLocal(address, link.index());
    }
  }

  private void attempt(Made link, Runnable change) {
    try {
      change.run();
    } catch (LinuxException refused) {
      log.accept(
          OwnLines.virtualMacCannotFollow(
              link.instance().name(), link.name(), refused.getMessage()));
    }
  }

  private Below below(VrrpInstance instance, Link parent, Set<IpAddress> virtual) {
    boolean inVrf = parent.kind().masterName().equals("vrf");
    boolean speaks =
        instance.family() == Family.IPV6 && instance.virtualMac().orElseThrow().isMacvlan();
    return new Below(
        parent.index(),
        parent.hardware().mtu(),
        inVrf ? parent.relations().master() : 0,
        speaks ? linkLocal(parent, virtual) : Optional.empty());
  }

  /// `vrrp.51`, with a suffix when two instances would share the name.
  private String freeName(VrrpInstance instance) {
    var wanted = instance.virtualMac().orElseThrow();
    var first = wanted.name().orElse(wanted.prefix() + "." + instance.vrid());
    var taken = new HashSet<>(names.values());
    var name = first;
    for (int i = 1; taken.contains(name); i++) {
      name = first + "." + i;
    }
    return name;
  }

  private void make(InstanceKey key, VrrpInstance instance, Set<IpAddress> virtual) {
    var parent = instance.interfaceName().flatMap(interfaces::find);
    var name = names.get(key);
    var known = Optional.ofNullable(made.get(key));
    var present = known.flatMap(link -> interfaces.find(link.index()));
    if (parent.isEmpty()
        || (present.filter(link -> link.name().equals(name)).isPresent()
            && known.orElseThrow().parent().index() == parent.get().index())) {
      return;
    }
    try {
      // Another link cannot have the same virtual MAC, so one that was renamed is in the way.
      present.filter(link -> !link.name().equals(name)).ifPresent(this::delete);
      removeLeftOver(name);
      var link = create(instance, parent.get(), name);
      var below = below(instance, parent.get(), virtual);
      prepare(instance, below, link);
      made.put(key, new Made(name, link.index(), below, instance));
      links.find(link.index()).ifPresent(interfaces::learn);
      log.accept(OriginalLines.virtualMacCreated(instance.name(), name));
    } catch (LinuxException refused) {
      log.accept(OriginalLines.virtualMacNotCreated(instance.name(), name, refused.getMessage()));
    }
  }

  /// Deletes the link, with its addresses, that an earlier daemon left. A link of another kind
  /// stays, and keeps its name.
  private void removeLeftOver(String name) {
    var there = interfaces.find(name);
    if (there.isPresent()
        && (there.get().kind().name().equals("macvlan")
            || there.get().kind().name().equals("ipvlan"))) {
      delete(there.get());
    }
  }

  private void delete(Link link) {
    links.delete(link.index());
    interfaces.forget(link.index());
  }

  private Link create(VrrpInstance instance, Link parent, String name) {
    var wanted = instance.virtualMac().orElseThrow();
    return switch (wanted.kind()) {
      case MACVLAN ->
          links.addMacvlan(
              parent.index(),
              name,
              wanted
                  .mac()
                  .or(
                      () ->
                          Optional.of(
                              MacAddress.ofVirtualRouter(instance.family(), instance.vrid()))),
              Links.MacvlanMode.PRIVATE);
      case IPVLAN ->
          links.addIpvlan(
              parent.index(),
              name,
              switch (wanted.ipvlanMode()) {
                case BRIDGE -> Links.IpvlanFlavour.BRIDGE;
                case PRIVATE -> Links.IpvlanFlavour.PRIVATE;
                case VEPA -> Links.IpvlanFlavour.VEPA;
              });
    };
  }

  /// Writes the settings before the link is up, so that it never answers for addresses of other
  /// links.
  private void prepare(VrrpInstance instance, Below below, Link link) {
    var wanted = instance.virtualMac().orElseThrow();
    settings(link.name(), instance).forEach(Sysctl::write);
    if (wanted.isMacvlan()) {
      links.setAddressGeneration(link.index(), Link.AddressGeneration.NONE);
    }
    wanted.group().ifPresent(group -> links.setGroup(link.index(), group));
    if (below.vrf() != 0) {
      links.setMaster(link.index(), below.vrf());
    }
    links.setUp(link.index());
    below.linkLocal().ifPresent(address -> addLinkLocal(address, link.index()));
    wanted
        .ipvlanAddress()
        .ifPresent(prefix -> addresses.add(Address.of(AddressKey.of(link.index(), prefix))));
  }

  private static Map<Sysctl, Integer> settings(String link, VrrpInstance instance) {
    var settings = new LinkedHashMap<Sysctl, Integer>();
    boolean macvlan = instance.virtualMac().orElseThrow().isMacvlan();
    if (macvlan && instance.family() == Family.IPV4) {
      settings.put(Sysctl.ofLink(Family.IPV4, link, "arp_ignore"), 1);
      settings.put(Sysctl.ofLink(Family.IPV4, link, "accept_local"), 1);
      settings.put(Sysctl.ofLink(Family.IPV4, link, "rp_filter"), 0);
      settings.put(Sysctl.ofLink(Family.IPV4, link, "promote_secondaries"), 1);
    }
    // The value does not depend on the default for new links.
    boolean ipv6 =
        instance.family() == Family.IPV6
            || OwnedResources.of(instance).addresses().stream()
                .anyMatch(a -> a.interfaceName().isEmpty() && a.prefix().family() == Family.IPV6);
    settings.put(Sysctl.ofLink(Family.IPV6, link, "disable_ipv6"), ipv6 ? 0 : 1);
    return settings;
  }

  private Optional<IpPrefix> linkLocal(Link parent, Set<IpAddress> virtual) {
    return interfaces.addresses(parent.index()).stream()
        .filter(a -> a.key().family() == Family.IPV6 && a.key().local().isLinkLocal())
        .filter(a -> !a.has(Address.TENTATIVE) && !a.has(Address.DAD_FAILED))
        .map(a -> a.key().prefix())
        .filter(prefix -> !virtual.contains(prefix.address()))
        .findFirst();
  }

  /// Adverts use the address of the base interface as source, so this link must have it too.
  private void addLinkLocal(IpPrefix ofParent, int link) {
    var plain = Address.of(AddressKey.of(link, ofParent));
    addresses.add(
        new Address(
            plain.key(),
            plain.scope(),
            Address.NODAD,
            plain.broadcast(),
            plain.label(),
            Address.Lifetime.DEPRECATED,
            plain.protocol()));
  }

  private void remove(InstanceKey key) {
    var gone = made.remove(key);
    names.remove(key);
    try {
      if (links.delete(gone.index())) {
        log.accept(OriginalLines.virtualMacRemoved(gone.instance().name(), gone.name()));
      }
      interfaces.forget(gone.index());
    } catch (LinuxException refused) {
      log.accept(
          OriginalLines.virtualMacNotRemoved(
              gone.instance().name(), gone.name(), refused.getMessage()));
    }
  }

  /// Settings of other links while macvlans exist: base interfaces must not answer for each other's
  /// addresses, and reverse path filtering must be set per link.
  public Map<Sysctl, Integer> settingsElsewhere(KernelSettings settings) {
    var wanted = new LinkedHashMap<Sysctl, Integer>();
    var ours = new ArrayList<String>();
    for (var each : made.values()) {
      if (!each.instance().virtualMac().orElseThrow().isMacvlan()) {
        continue;
      }
      ours.add(each.name());
      each.instance()
          .interfaceName()
          .filter(_ -> each.instance().family() == Family.IPV4)
          .ifPresent(
              parent -> {
                wanted.put(Sysctl.ofLink(Family.IPV4, parent, "arp_ignore"), 1);
                wanted.put(Sysctl.ofLink(Family.IPV4, parent, "arp_filter"), 1);
              });
    }
    if (!ours.isEmpty()) {
      spreadReversePathFilter(settings, ours, wanted);
    }
    return wanted;
  }

  /// The kernel uses the stricter of `all` and the value of the link. So `all` is set to 0, and the
  /// other links get its former value.
  private void spreadReversePathFilter(
      KernelSettings settings, List<String> ours, Map<Sysctl, Integer> wanted) {
    var all = Sysctl.ofLink(Family.IPV4, "all", "rp_filter");
    int before = settings.original(all).orElse(0);
    if (before == 0) {
      return;
    }
    for (var link : interfaces.links()) {
      if (!ours.contains(link.name())) {
        var own = Sysctl.ofLink(Family.IPV4, link.name(), "rp_filter");
        wanted.put(own, Math.max(before, settings.original(own).orElse(0)));
      }
    }
    wanted.put(all, 0);
  }
}
