package keepalived.vrrp.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.SyncGroup;
import keepalived.core.event.Notification;
import keepalived.vrrp.packet.Rejected;
import keepalived.vrrp.priority.TrackerResults;

/// All instances at one moment, in the order of the file.
///
/// @param unattributed packets refused before an instance was found
/// @param unknownVrids packets with a VRID that no instance here has
public record VrrpSnapshot(
    List<InstanceSnapshot> instances,
    List<GroupSnapshot> groups,
    TrackerResults observations,
    Map<Rejected.Reason, Long> unattributed,
    long unknownVrids) {

  public static final VrrpSnapshot EMPTY =
      new VrrpSnapshot(List.of(), List.of(), TrackerResults.none(), Map.of(), 0);

  public VrrpSnapshot {
    instances = List.copyOf(instances);
    groups = List.copyOf(groups);
  }

  /// @param state empty while members differ
  public record GroupSnapshot(SyncGroup config, Optional<Notification.State> state) {}
}
