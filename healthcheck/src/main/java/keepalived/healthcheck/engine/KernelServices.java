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

/// The kernel's services as all virtual servers together want them. Two blocks, or two groups, may
/// stand for one service: it has the servers of all of them, and the options of the first. Each
/// block keeps its own quorum, sorry server and scripts. A server that one of its checks found dead
/// gets no connections, whatever the checks of another block say of it.
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

  /// Which services of a block an earlier one stands for, too.
  List<ServiceKey> shared(VirtualServerRuntime pool) {
    return pool.keys().stream().filter(key -> blocks.get(key).getFirst() != pool).toList();
  }

  /// Leaves these out from now on.
  void withhold(Set<ServiceKey> keys) {
    withheld = keys;
  }

  boolean withholds(VirtualServerRuntime pool) {
    return !withheld.isEmpty() && pool.keys().stream().anyMatch(withheld::contains);
  }

  List<Service> all() {
    return services(blocks.keySet());
  }

  /// Those that a block has a part in.
  List<Service> of(VirtualServerRuntime pool) {
    return services(pool.keys());
  }

  private List<Service> services(Collection<ServiceKey> keys) {
    var made = new ArrayList<Service>(keys.size());
    // A block may stand for hundreds of services, and wants the same for each.
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
