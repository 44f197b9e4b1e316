package keepalived.vrrp.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.core.config.Config;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.priority.TrackerResults;

/// What an engine leaves to the one that takes its place in this process: where each election
/// stands, with its counters and sequence numbers, and what the trackers reported last. The virtual
/// addresses, routes and rules of its masters are still in the kernel.
///
/// An instance whose last event was not carried out to its end is in the state before that event:
/// which of the effects the network and the scripts have seen is unknown, and the event comes
/// again.
public final class Legacy {

  final Config config;

  /// No election before.
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

  /// How many instances go on.
  public int size() {
    return instances.size();
  }

  /// How many of them are MASTER.
  public long masters() {
    return instances.values().stream().filter(i -> i.state.ownsAddresses()).count();
  }
}
