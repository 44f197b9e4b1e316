package keepalived.vrrp.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.track.Tracking;
import keepalived.core.net.Family;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.priority.PriorityCalculation;

/// All instances, indexed by key, by packet and by the trackers and interfaces they depend on. The
/// indexes are rebuilt only at a reload, so that an event costs no more than the instances it
/// concerns.
final class InstanceTable {

  /// Sockets are shared per interface; the VRID selects the instance.
  private record Listening(Optional<String> interfaceName, Family family, int vrid) {}

  /// The kinds of input that a tracking outcome depends on.
  enum Input {
    INTERFACE,
    SCRIPT,
    FILE,
    PROCESS,
    BFD
  }

  private record Dependency(Input input, String name) {}

  private final Map<InstanceKey, Instance> instances = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<Listening, List<Instance>> listeners = new HashMap<>();
  private final Map<Dependency, Set<Instance>> dependents = new HashMap<>();

  Collection<Instance> all() {
    return instances.values();
  }

  Collection<Group> groups() {
    return groups.values();
  }

  Optional<Instance> find(InstanceKey key) {
    return Optional.ofNullable(instances.get(key));
  }

  /// Instances that depend on a tracker or interface.
  Collection<Instance> dependents(Input input, String name) {
    return dependents.getOrDefault(new Dependency(input, name), Set.of());
  }

  /// How long a down event of an interface may be delayed: no longer than peers wait for a master
  /// on it. Empty where no instance sends adverts.
  Optional<Duration> patience(String name) {
    return dependents(Input.INTERFACE, name).stream()
        .filter(instance -> instance.config.interfaceName().equals(Optional.of(name)))
        .map(Instance::patience)
        .min(Duration::compareTo);
  }

  /// The instance that a packet is for. Unicast instances may share a VRID if their peers differ.
  Optional<Instance> addressee(Optional<String> interfaceName, Envelope envelope, int vrid) {
    var candidates =
        listeners.getOrDefault(new Listening(interfaceName, envelope.family(), vrid), List.of());
    if (candidates.size() > 1) {
      for (var candidate : candidates) {
        if (candidate.config.transport() instanceof Transport.Unicast unicast
            && unicast.peers().stream().anyMatch(p -> p.address().equals(envelope.source()))) {
          return Optional.of(candidate);
        }
      }
      boolean multicast = envelope.destination().isMulticast();
      for (var candidate : candidates) {
        if (candidate.config.transport() instanceof Transport.Multicast == multicast) {
          return Optional.of(candidate);
        }
      }
    }
    return candidates.stream().findFirst();
  }

  /// Replaces the instances by those of a configuration, in its order; instances that stay are the
  /// same objects.
  void replace(Map<InstanceKey, Instance> next, VrrpConfig config) {
    instances.clear();
    instances.putAll(next);
    regroup(config);
    listeners.clear();
    dependents.clear();
    for (var instance : instances.values()) {
      var key = instance.key;
      listeners
          .computeIfAbsent(
              new Listening(key.interfaceName(), key.family(), key.vrid()), _ -> new ArrayList<>(1))
          .add(instance);
      depend(instance);
    }
  }

  /// Takes over the last notified states of groups.
  void remember(List<Group> known) {
    known.forEach(group -> groups.put(group.config.name(), group));
  }

  private void regroup(VrrpConfig config) {
    var before = new HashMap<String, Group>(groups);
    groups.clear();
    var byName = new HashMap<String, Instance>();
    for (var instance : instances.values()) {
      instance.group = Optional.empty();
      byName.put(instance.name(), instance);
    }
    for (var syncGroup : config.syncGroups().values()) {
      var known = Optional.ofNullable(before.get(syncGroup.name()));
      var group = new Group(syncGroup, known.flatMap(g -> g.lastNotified));
      for (var name : syncGroup.members()) {
        var member = byName.get(name);
        if (member != null) {
          group.members.add(member);
          member.group = Optional.of(group);
        }
      }
      groups.put(syncGroup.name(), group);
    }
  }

  private void depend(Instance instance) {
    var config = instance.config;
    config.interfaceName().ifPresent(name -> depend(Input.INTERFACE, name, instance));
    PriorityCalculation.ipvlanSource(config)
        .ifPresent(name -> depend(Input.INTERFACE, name, instance));
    for (var address : OwnedResources.of(config).addresses()) {
      address.interfaceName().ifPresent(name -> depend(Input.INTERFACE, name, instance));
    }
    for (var route : config.routes()) {
      route.interfaceName().ifPresent(name -> depend(Input.INTERFACE, name, instance));
    }
    depend(config.tracking(), instance);
    instance.group.ifPresent(group -> depend(group.config.tracking(), instance));
  }

  private void depend(Tracking tracking, Instance instance) {
    tracking.interfaces().forEach(e -> depend(Input.INTERFACE, e.name(), instance));
    tracking.scripts().forEach(e -> depend(Input.SCRIPT, e.name(), instance));
    tracking.files().forEach(e -> depend(Input.FILE, e.name(), instance));
    tracking.processes().forEach(e -> depend(Input.PROCESS, e.name(), instance));
    tracking.bfd().forEach(e -> depend(Input.BFD, e.name(), instance));
  }

  private void depend(Input input, String name, Instance instance) {
    dependents
        .computeIfAbsent(new Dependency(input, name), _ -> new LinkedHashSet<>())
        .add(instance);
  }

  /// A copy, for loops that change the table.
  List<Instance> snapshot() {
    return Collections.unmodifiableList(new ArrayList<>(instances.values()));
  }
}
