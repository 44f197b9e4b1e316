package keepalived.daemon.metrics;

import java.util.List;
import keepalived.daemon.api.Reading;
import keepalived.daemon.status.ItemText;
import keepalived.vrrp.engine.InstanceSnapshot;
import keepalived.vrrp.machine.Counter;

/// An instance with its labels, which are made once for all families.
///
/// @param labels `iname`, `intf`, `vrid`
record Router(InstanceSnapshot snapshot, String labels) {

  static List<Router> all(Reading reading) {
    return reading.instances().stream().map(Router::of).toList();
  }

  private static Router of(InstanceSnapshot snapshot) {
    return new Router(snapshot, labels(snapshot, device(snapshot)));
  }

  static String labels(InstanceSnapshot snapshot, String device) {
    var config = snapshot.config();
    return MetricsText.labels(
        "iname", config.name(), "intf", device, "vrid", Integer.toString(config.vrid()));
  }

  static String device(InstanceSnapshot snapshot) {
    var config = snapshot.config();
    return ItemText.virtualMac(config).or(config::interfaceName).orElse("");
  }

  long count(Counter counter) {
    return snapshot.counters().getOrDefault(counter, 0L);
  }
}
