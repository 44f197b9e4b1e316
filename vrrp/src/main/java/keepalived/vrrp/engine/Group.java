package keepalived.vrrp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.SyncGroup;
import keepalived.core.event.Notification;

/// A sync group at run time: its members, and the state last told.
final class Group {

  final SyncGroup config;
  final List<Participant> members = new ArrayList<>();
  Optional<Notification.State> told;

  Group(SyncGroup config, Optional<Notification.State> told) {
    this.config = config;
    this.told = told;
  }

  List<State> states() {
    return members.stream().map(member -> member.state).toList();
  }
}
