package keepalived.vrrp.net.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import keepalived.core.net.IpAddress;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Link;

/// The links and addresses reported by the kernel's events. The cost of an event does not depend on
/// the size of the table.
///
/// A survey is older than the events that arrive while it runs: it does not overwrite what they
/// reported.
final class InterfaceTable {

  private static final class Entry {
    Link link;
    final Map<AddressKey, Address> addresses = new LinkedHashMap<>();

    Entry(Link link) {
      this.link = link;
    }
  }

  private final InterfaceWatch.Listener listener;
  private final Map<Integer, Entry> byIndex = new TreeMap<>();

  /// When a link takes over the name of another, both have it for a moment; the last one counts.
  private final Map<String, List<Integer>> byName = new HashMap<>();

  /// The number of links that have an address.
  private final Map<IpAddress, Integer> holders = new HashMap<>();

  /// Links that we deleted and whose last events have not arrived yet.
  private final Set<Integer> forgotten = new HashSet<>();

  /// Links that we created and set up; events that have not arrived yet may be older than our data.
  private final Set<Integer> learnt = new HashSet<>();

  /// Links and addresses that events reported since the survey began.
  private final Set<Integer> heardLinks = new HashSet<>();

  private final Set<AddressKey> heardAddresses = new HashSet<>();
  private boolean surveying;

  InterfaceTable(InterfaceWatch.Listener listener) {
    this.listener = listener;
  }

  Collection<Link> links() {
    return byIndex.values().stream().map(entry -> entry.link).toList();
  }

  Optional<Link> find(String name) {
    return Optional.ofNullable(byName.get(name))
        .map(indexes -> byIndex.get(indexes.getLast()).link);
  }

  Optional<Link> find(int index) {
    return Optional.ofNullable(byIndex.get(index)).map(entry -> entry.link);
  }

  List<Address> addresses(int link) {
    var entry = byIndex.get(link);
    return entry == null ? List.of() : new ArrayList<>(entry.addresses.values());
  }

  boolean holds(AddressKey key) {
    var entry = byIndex.get(key.link());
    return entry != null && entry.addresses.containsKey(key);
  }

  boolean holds(IpAddress address) {
    return holders.containsKey(address);
  }

  /// The first survey, which is not reported to the listener.
  void fill(LinkSurvey survey) {
    survey.links().values().forEach(this::put);
    survey.addresses().values().forEach(this::put);
  }

  void learn(Link link) {
    hear(link.index());
    put(link);
    learnt.add(link.index());
  }

  void forget(int index) {
    hear(index);
    forgotten.add(index);
    learnt.remove(index);
    drop(index);
  }

  private void hear(int link) {
    if (surveying) {
      heardLinks.add(link);
    }
  }

  private void hear(AddressKey address) {
    if (surveying) {
      heardAddresses.add(address);
    }
  }

  private void put(Link link) {
    var entry = byIndex.get(link.index());
    if (entry == null) {
      byIndex.put(link.index(), new Entry(link));
    } else {
      unname(entry.link);
      entry.link = link;
    }
    byName.computeIfAbsent(link.name(), _ -> new ArrayList<>(1)).add(link.index());
  }

  private void unname(Link link) {
    var indexes = byName.get(link.name());
    indexes.remove(Integer.valueOf(link.index()));
    if (indexes.isEmpty()) {
      byName.remove(link.name());
    }
  }

  private Optional<Link> drop(int index) {
    var entry = byIndex.remove(index);
    if (entry == null) {
      return Optional.empty();
    }
    unname(entry.link);
    entry.addresses.keySet().forEach(this::release);
    return Optional.of(entry.link);
  }

  /// The earlier entry of the address; empty also when its link is unknown.
  private Optional<Address> put(Address address) {
    var entry = byIndex.get(address.key().link());
    if (entry == null) {
      return Optional.empty();
    }
    var before = Optional.ofNullable(entry.addresses.put(address.key(), address));
    if (before.isEmpty()) {
      holders.merge(address.key().local(), 1, Integer::sum);
    }
    return before;
  }

  private void release(AddressKey key) {
    holders.computeIfPresent(key.local(), (_, count) -> count == 1 ? null : count - 1);
  }

  void changed(Link link) {
    hear(link.index());
    take(link);
  }

  private void take(Link link) {
    if (forgotten.contains(link.index()) || (learnt.contains(link.index()) && !link.isUp())) {
      return;
    }
    learnt.remove(link.index());
    var before = find(link.index());
    put(link);
    if (before.isEmpty()) {
      listener.linkAdded(link);
    } else if (!before.get().equals(link)) {
      listener.linkChanged(before.get(), link);
    }
  }

  void removed(Link link) {
    hear(link.index());
    remove(link.index());
  }

  private void remove(int index) {
    forgotten.remove(index);
    learnt.remove(index);
    drop(index).ifPresent(listener::linkRemoved);
  }

  void added(Address address) {
    hear(address.key());
    take(address);
  }

  private void take(Address address) {
    if (!byIndex.containsKey(address.key().link())) {
      return;
    }
    var before = put(address);
    if (before.isEmpty()) {
      listener.addressAdded(address);
    } else if (before.get().flags() != address.flags()) {
      listener.addressChanged(address);
    }
  }

  void removed(Address address) {
    hear(address.key());
    remove(address);
  }

  private void remove(Address address) {
    var entry = byIndex.get(address.key().link());
    if (entry != null && entry.addresses.remove(address.key()) != null) {
      release(address.key());
      listener.addressRemoved(address);
    }
  }

  /// Begins a survey. Returns the known links and addresses, which the survey must look for.
  LinkSurvey.Known beginSurvey() {
    forgotten.clear();
    learnt.clear();
    heardLinks.clear();
    heardAddresses.clear();
    surveying = true;
    var addresses = new HashSet<AddressKey>();
    byIndex.values().forEach(entry -> addresses.addAll(entry.addresses.keySet()));
    return new LinkSurvey.Known(Set.copyOf(byIndex.keySet()), addresses);
  }

  void endSurvey() {
    surveying = false;
    heardLinks.clear();
    heardAddresses.clear();
  }

  /// The steps that apply a survey, one per link and address, as if the lost events arrived now.
  /// Events may arrive between the steps.
  Queue<Runnable> steps(LinkSurvey survey) {
    var steps = new ArrayDeque<Runnable>();
    for (int index : List.copyOf(byIndex.keySet())) {
      if (!survey.links().containsKey(index)) {
        steps.add(() -> unlessHeard(index, () -> remove(index)));
      }
    }
    for (var link : survey.links().values()) {
      steps.add(() -> unlessHeard(link.index(), () -> take(link)));
    }
    for (var entry : byIndex.values()) {
      for (var address : entry.addresses.values()) {
        if (survey.excludes(address.key())) {
          steps.add(() -> unlessHeard(address.key(), () -> remove(address)));
        }
      }
    }
    for (var address : survey.addresses().values()) {
      steps.add(() -> unlessHeard(address.key(), () -> take(address)));
    }
    return steps;
  }

  private void unlessHeard(int link, Runnable step) {
    if (!heardLinks.contains(link)) {
      step.run();
    }
  }

  private void unlessHeard(AddressKey address, Runnable step) {
    if (!heardAddresses.contains(address)) {
      step.run();
    }
  }
}
