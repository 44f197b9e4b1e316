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
import keepalived.vrrp.packet.Envelope;

/// Who takes part, found by key, by packet, and by what each depends on. Rebuilt at a reload only,
/// so that an event costs what it touches.
final class Roster {

  /// Sockets are per interface; virtual routers are told apart by number behind them.
  private record Listening(Optional<String> interfaceName, Family family, int vrid) {}

  /// What an assessment depends on.
  enum Input {
    INTERFACE,
    SCRIPT,
    FILE,
    PROCESS,
    BFD
  }

  private record Dependency(Input input, String name) {}

  private final Map<InstanceKey, Participant> participants = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<Listening, List<Participant>> listeners = new HashMap<>();
  private final Map<Dependency, Set<Participant>> dependents = new HashMap<>();

  Collection<Participant> all() {
    return participants.values();
  }

  Collection<Group> groups() {
    return groups.values();
  }

  Optional<Participant> find(InstanceKey key) {
    return Optional.ofNullable(participants.get(key));
  }

  /// Instances that depend on a tracker or interface.
  Collection<Participant> dependents(Input input, String name) {
    return dependents.getOrDefault(new Dependency(input, name), Set.of());
  }

  /// How long an interface may be down unnoticed: no longer than its instances' peers are patient
  /// with a master. Empty where no instance speaks.
  Optional<Duration> patience(String name) {
    return dependents(Input.INTERFACE, name).stream()
        .filter(participant -> participant.config.interfaceName().equals(Optional.of(name)))
        .map(Participant::patience)
        .min(Duration::compareTo);
  }

  /// The instance a packet is for. Unicast instances may share a number if their peers differ.
  Optional<Participant> addressee(Optional<String> interfaceName, Envelope envelope, int vrid) {
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

  /// Takes the instances of a configuration, in its order; those kept stay the same objects.
  void replace(Map<InstanceKey, Participant> next, VrrpConfig config) {
    participants.clear();
    participants.putAll(next);
    regroup(config);
    listeners.clear();
    dependents.clear();
    for (var participant : participants.values()) {
      var key = participant.key;
      listeners
          .computeIfAbsent(
              new Listening(key.interfaceName(), key.family(), key.vrid()), _ -> new ArrayList<>(1))
          .add(participant);
      depend(participant);
    }
  }

  private void regroup(VrrpConfig config) {
    var told = new HashMap<String, Group>(groups);
    groups.clear();
    var byName = new HashMap<String, Participant>();
    for (var participant : participants.values()) {
      participant.group = Optional.empty();
      byName.put(participant.name(), participant);
    }
    for (var syncGroup : config.syncGroups().values()) {
      var before = Optional.ofNullable(told.get(syncGroup.name()));
      var group = new Group(syncGroup, before.flatMap(g -> g.told));
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

  private void depend(Participant participant) {
    var config = participant.config;
    config.interfaceName().ifPresent(name -> depend(Input.INTERFACE, name, participant));
    Priority.speaking(config).ifPresent(name -> depend(Input.INTERFACE, name, participant));
    for (var address : Possessions.of(config).addresses()) {
      address.interfaceName().ifPresent(name -> depend(Input.INTERFACE, name, participant));
    }
    for (var route : config.routes()) {
      route.interfaceName().ifPresent(name -> depend(Input.INTERFACE, name, participant));
    }
    depend(config.tracking(), participant);
    participant.group.ifPresent(group -> depend(group.config.tracking(), participant));
  }

  private void depend(Tracking tracking, Participant participant) {
    tracking.interfaces().forEach(e -> depend(Input.INTERFACE, e.name(), participant));
    tracking.scripts().forEach(e -> depend(Input.SCRIPT, e.name(), participant));
    tracking.files().forEach(e -> depend(Input.FILE, e.name(), participant));
    tracking.processes().forEach(e -> depend(Input.PROCESS, e.name(), participant));
    tracking.bfd().forEach(e -> depend(Input.BFD, e.name(), participant));
  }

  private void depend(Input input, String name, Participant participant) {
    dependents
        .computeIfAbsent(new Dependency(input, name), _ -> new LinkedHashSet<>())
        .add(participant);
  }

  /// A copy, for loops that change the roster.
  List<Participant> snapshot() {
    return Collections.unmodifiableList(new ArrayList<>(participants.values()));
  }
}
