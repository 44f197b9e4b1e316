package keepalived.vrrp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import keepalived.core.config.SyncGroup;
import keepalived.core.event.Notification;
import keepalived.vrrp.machine.State;

/// A sync group at run time: its members, and the state that was notified last.
final class Group {

  final SyncGroup config;
  final List<Instance> members = new ArrayList<>();
  Optional<Notification.State> lastNotified;

  Group(SyncGroup config, Optional<Notification.State> lastNotified) {
    this.config = config;
    this.lastNotified = lastNotified;
  }

  /// In the order of the configuration.
  SequencedMap<Instance, State> states() {
    var states = new LinkedHashMap<Instance, State>();
    members.forEach(member -> states.put(member, member.state));
    return states;
  }
}
