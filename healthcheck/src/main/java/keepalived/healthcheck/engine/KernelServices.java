package keepalived.healthcheck.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keepalived.core.net.Endpoint;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;

/// Combines all virtual servers into the kernel's services. Two blocks or groups may contain the
/// same service: it then has the servers of all of them and the options of the first. Each block
/// keeps its own quorum, sorry server and scripts. A server that failed a check in one block gets
/// no connections, even if the checks of another block pass.
final class KernelServices {

  private final Map<ServiceKey, List<VirtualServerRuntime>> blocks = new LinkedHashMap<>();
  private Set<ServiceKey> withheld = Set.of();

  KernelServices(Collection<VirtualServerRuntime> pools) {
    for (var pool : pools) {
      for (var key : pool.keys()) {
        blocks.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(pool);
      }
    }
  }

  /// The services of a block that also belong to an earlier block.
  List<ServiceKey> shared(VirtualServerRuntime pool) {
    return pool.keys().stream().filter(key -> blocks.get(key).getFirst() != pool).toList();
  }

  /// Leaves these services out of the table from now on.
  void withhold(Set<ServiceKey> keys) {
    withheld = keys;
  }

  boolean withholds(VirtualServerRuntime pool) {
    return !withheld.isEmpty() && pool.keys().stream().anyMatch(withheld::contains);
  }

  List<Service> all() {
    return services(blocks.keySet());
  }

  /// The services that a block contributes to.
  List<Service> of(VirtualServerRuntime pool) {
    return services(pool.keys());
  }

  private List<Service> services(Collection<ServiceKey> keys) {
    var made = new ArrayList<Service>(keys.size());
    // A block may have hundreds of services, and wants the same servers for each: computed once.
    var wishes = new IdentityHashMap<VirtualServerRuntime, VirtualServerRuntime.Wish>();
    for (var key : keys) {
      if (withheld.contains(key)) {
        continue;
      }
      var pools = blocks.get(key);
      var parts = new ArrayList<VirtualServerRuntime.Wish>(pools.size());
      for (var pool : pools) {
        parts.add(wishes.computeIfAbsent(pool, VirtualServerRuntime::wish));
      }
      var options = Options.of(pools.getFirst().site().config(), key.family());
      made.add(Service.of(key, options, together(key, parts)));
    }
    return made;
  }

  private static Collection<Destination> together(
      ServiceKey key, List<VirtualServerRuntime.Wish> parts) {
    var byEndpoint = new LinkedHashMap<Endpoint, Destination>();
    var standIns = new HashSet<Endpoint>();
    for (var part : parts) {
      for (var destination : part.destinations()) {
        var there = VirtualServerRuntime.at(key, destination);
        byEndpoint.putIfAbsent(there.endpoint(), there);
      }
      part.standIn()
          .ifPresent(sorry -> standIns.add(VirtualServerRuntime.at(key, sorry).endpoint()));
    }
    for (var part : parts) {
      for (var dead : part.dead()) {
        var endpoint = VirtualServerRuntime.at(key, dead.destination()).endpoint();
        if (standIns.contains(endpoint)) {
          continue;
        }
        byEndpoint.computeIfPresent(
            endpoint, (_, present) -> dead.stays() ? present.withWeight(0) : null);
      }
    }
    return byEndpoint.values();
  }
}
