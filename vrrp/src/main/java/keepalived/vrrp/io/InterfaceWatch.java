package keepalived.vrrp.io;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import keepalived.core.net.IpAddress;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.loop.Watch;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Addresses;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.netlink.rt.Links;
import keepalived.linux.netlink.rt.Route;
import keepalived.linux.netlink.rt.RtEvent;
import keepalived.linux.netlink.rt.RtMonitor;
import keepalived.linux.netlink.rt.RtMonitor.Topic;
import keepalived.linux.netlink.rt.Rule;

/// The links and addresses of the namespace, kept current by the kernel's events and read anew when
/// events were lost.
final class InterfaceWatch implements AutoCloseable {

  /// What a change means to others. Called on the loop.
  interface Listener {
    void linkAdded(Link link);

    /// Flags, MTU or MAC; also once for each link that a resynchronisation finds changed.
    void linkChanged(Link before, Link after);

    void linkRemoved(Link link);

    void addressAdded(Address address);

    /// Flags or lifetimes: duplicate address detection is done, for one.
    void addressChanged(Address address);

    void addressRemoved(Address address);

    void routeRemoved(Route route);

    void ruleRemoved(Rule rule);

    /// Events were lost; links and addresses are current again.
    void resynchronised();
  }

  private static final class Entry {
    Link link;
    final Map<AddressKey, Address> addresses = new LinkedHashMap<>();

    Entry(Link link) {
      this.link = link;
    }
  }

  private final EpollLoop loop;
  private final Links links;
  private final Addresses addresses;
  private final RtMonitor monitor;
  private final Map<Integer, Entry> byIndex = new TreeMap<>();
  private final Map<String, Integer> byName = new HashMap<>();

  /// Links we have removed ourselves, whose last events are still to come.
  private final Set<Integer> forgotten = new HashSet<>();

  /// Links we have made and set up, of which the events so far are older than what we know.
  private final Set<Integer> learnt = new HashSet<>();

  private final Listener listener;
  private Optional<Watch> watch = Optional.empty();

  InterfaceWatch(
      EpollLoop loop, NetlinkSocket requests, NetlinkSocket.Options options, Listener listener) {
    this.loop = loop;
    this.links = new Links(requests);
    this.addresses = new Addresses(requests);
    this.monitor = new RtMonitor(options);
    this.listener = listener;
  }

  /// Subscribes, then reads what is there.
  void start() {
    monitor.watch(EnumSet.of(Topic.LINKS, Topic.IPV4_ADDRESSES, Topic.IPV6_ADDRESSES));
    watch = Optional.of(loop.watch(monitor.descriptor(), this::readable));
    for (var link : links.dump()) {
      put(link);
    }
    for (var address : addresses.dump()) {
      entry(address).ifPresent(entry -> entry.addresses.put(address.key(), address));
    }
  }

  /// Also hears of routes and rules that go away.
  void watchRoutesAndRules(boolean routes, boolean rules) {
    var topics = EnumSet.of(Topic.LINKS, Topic.IPV4_ADDRESSES, Topic.IPV6_ADDRESSES);
    if (routes) {
      topics.add(Topic.IPV4_ROUTES);
      topics.add(Topic.IPV6_ROUTES);
    }
    if (rules) {
      topics.add(Topic.IPV4_RULES);
      topics.add(Topic.IPV6_RULES);
    }
    monitor.watch(topics);
  }

  Collection<Link> links() {
    return byIndex.values().stream().map(entry -> entry.link).toList();
  }

  Optional<Link> find(String name) {
    return Optional.ofNullable(byName.get(name)).map(index -> byIndex.get(index).link);
  }

  Optional<Link> find(int index) {
    return Optional.ofNullable(byIndex.get(index)).map(entry -> entry.link);
  }

  /// The addresses of a link, in the kernel's order.
  List<Address> addresses(int link) {
    var entry = byIndex.get(link);
    return entry == null ? List.of() : new ArrayList<>(entry.addresses.values());
  }

  boolean holds(AddressKey key) {
    var entry = byIndex.get(key.link());
    return entry != null && entry.addresses.containsKey(key);
  }

  /// Whether any link has the address.
  boolean holds(IpAddress address) {
    return byIndex.values().stream()
        .flatMap(entry -> entry.addresses.keySet().stream())
        .anyMatch(key -> key.prefix().address().equals(address));
  }

  private Optional<Entry> entry(Address address) {
    return Optional.ofNullable(byIndex.get(address.key().link()));
  }

  private void put(Link link) {
    var entry = byIndex.get(link.index());
    if (entry == null) {
      byIndex.put(link.index(), new Entry(link));
    } else {
      byName.remove(entry.link.name(), link.index());
      entry.link = link;
    }
    byName.put(link.name(), link.index());
  }

  /// Takes in a link that we have just made and set up; its events are still to come, and those of
  /// the time before it was up tell nothing.
  void learn(Link link) {
    put(link);
    learnt.add(link.index());
  }

  /// Leaves out a link that we have just removed.
  void forget(int index) {
    forgotten.add(index);
    learnt.remove(index);
    var entry = byIndex.remove(index);
    if (entry != null) {
      unname(entry.link);
    }
  }

  /// The name goes back to the link that has it, if another one does.
  private void unname(Link gone) {
    if (byName.remove(gone.name(), gone.index())) {
      byIndex.values().stream()
          .filter(entry -> entry.link.name().equals(gone.name()))
          .findFirst()
          .ifPresent(entry -> byName.put(gone.name(), entry.link.index()));
    }
  }

  private void readable() {
    monitor.receive(this::on);
  }

  private void on(RtEvent event) {
    switch (event) {
      case RtEvent.LinkChanged(var link) -> changed(link);
      case RtEvent.LinkRemoved(var link) -> removed(link);
      case RtEvent.AddressAdded(var address) -> added(address);
      case RtEvent.AddressRemoved(var address) -> removed(address);
      case RtEvent.RouteRemoved(var route) -> listener.routeRemoved(route);
      case RtEvent.RuleRemoved(var rule) -> listener.ruleRemoved(rule);
      case RtEvent.RouteAdded _, RtEvent.RuleAdded _ -> {}
      case RtEvent.Overrun _ -> resynchronise();
    }
  }

  private void changed(Link link) {
    if (forgotten.contains(link.index()) || (learnt.contains(link.index()) && !link.isUp())) {
      return;
    }
    learnt.remove(link.index());
    var entry = byIndex.get(link.index());
    if (entry == null) {
      put(link);
      listener.linkAdded(link);
      return;
    }
    var before = entry.link;
    put(link);
    if (!before.equals(link)) {
      listener.linkChanged(before, link);
    }
  }

  private void removed(Link link) {
    forgotten.remove(link.index());
    learnt.remove(link.index());
    var entry = byIndex.remove(link.index());
    if (entry != null) {
      unname(entry.link);
      listener.linkRemoved(entry.link);
    }
  }

  private void added(Address address) {
    entry(address)
        .ifPresent(
            entry -> {
              var before = entry.addresses.put(address.key(), address);
              if (before == null) {
                listener.addressAdded(address);
              } else if (before.flags() != address.flags()) {
                listener.addressChanged(address);
              }
            });
  }

  private void removed(Address address) {
    entry(address)
        .ifPresent(
            entry -> {
              if (entry.addresses.remove(address.key()) != null) {
                listener.addressRemoved(address);
              }
            });
  }

  /// Events were lost: compares a dump with what was known, as if the differences had been told.
  private void resynchronise() {
    forgotten.clear();
    learnt.clear();
    var now = new HashMap<Integer, Link>();
    for (var link : links.dump()) {
      now.put(link.index(), link);
    }
    for (var link : links()) {
      if (!now.containsKey(link.index())) {
        removed(link);
      }
    }
    now.values().forEach(this::changed);
    var there = new LinkedHashMap<AddressKey, Address>();
    addresses.dump().forEach(address -> there.put(address.key(), address));
    for (var entry : new ArrayList<>(byIndex.values())) {
      for (var address : new ArrayList<>(entry.addresses.values())) {
        if (!there.containsKey(address.key())) {
          removed(address);
        }
      }
    }
    there.values().forEach(this::added);
    listener.resynchronised();
  }

  @Override
  public void close() {
    watch.ifPresent(Watch::close);
    monitor.close();
  }
}
