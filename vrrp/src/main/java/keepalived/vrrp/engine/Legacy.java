package keepalived.vrrp.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.core.config.Config;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.priority.TrackerResults;

/// The state that an engine passes to its successor in this process: the state of each election,
/// with its counters and sequence numbers, and the last results of the trackers. The virtual
/// addresses, routes and rules of its masters are still in the kernel.
///
/// An instance whose last event was not processed completely is in the state before that event: it
/// is unknown which effects the network and the scripts have seen, and the event will come again.
public final class Legacy {

  final Config config;

  /// No election begins before this.
  final MonoTime startsAt;

  final Map<InstanceKey, Instance> instances;
  final List<Group> groups;
  final TrackerResults results;

  Legacy(Config config, MonoTime startsAt, InstanceTable table, TrackerResults results) {
    this.config = config;
    this.startsAt = startsAt;
    this.results = results;
    groups = List.copyOf(table.groups());
    var all = new LinkedHashMap<InstanceKey, Instance>();
    for (var instance : table.all()) {
      instance.rollBack();
      all.put(instance.key, instance);
    }
    instances = Collections.unmodifiableMap(all);
  }

  /// Number of instances that continue.
  public int size() {
    return instances.size();
  }

  /// Number of instances in MASTER.
  public long masters() {
    return instances.values().stream().filter(i -> i.state.ownsAddresses()).count();
  }
}
