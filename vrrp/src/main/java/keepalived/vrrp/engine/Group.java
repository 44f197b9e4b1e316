package keepalived.vrrp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.SyncGroup;
import keepalived.core.notify.VrrpNotification;
import keepalived.vrrp.machine.State;

/// A sync group at run time: its members, and the state last told.
final class Group {

  final SyncGroup config;
  final List<Instance> members = new ArrayList<>();
  Optional<VrrpNotification.State> lastNotified;

  Group(SyncGroup config, Optional<VrrpNotification.State> lastNotified) {
    this.config = config;
    this.lastNotified = lastNotified;
  }

  List<State> states() {
    return members.stream().map(member -> member.state).toList();
  }
}
