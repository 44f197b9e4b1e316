package keepalived.core.config;

import java.util.List;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.track.Tracking;

/// Instances that change state together (`vrrp_sync_group`).
///
/// @param members instance names, each defined
/// @param trackingWeight let weighted trackers act inside the group
public record SyncGroup(
    String name,
    List<String> members,
    Tracking tracking,
    boolean trackingWeight,
    NotifyScripts scripts,
    boolean mail,
    boolean priorityChanges) {

  public SyncGroup {
    members = List.copyOf(members);
  }
}
