package keepalived.healthcheck.server;

import java.util.ArrayList;
import java.util.List;

/// The state of one virtual server.
///
/// @param members in the order of the real servers
public record VirtualServerState(List<RealServerHealth> members, boolean quorum) {

  public VirtualServerState {
    members = List.copyOf(members);
  }

  VirtualServerState with(int server, RealServerHealth member) {
    var next = new ArrayList<>(members);
    next.set(server, member);
    return new VirtualServerState(next, quorum);
  }

  VirtualServerState withQuorum(boolean now) {
    return now == quorum ? this : new VirtualServerState(members, now);
  }

  /// The total weight of the live servers; a negative weight counts as 0.
  public long liveWeight(VirtualServerDefinition site) {
    long sum = 0;
    var servers = site.config().realServers();
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).alive()) {
        sum += Math.max(0, members.get(i).weight(servers.get(i)));
      }
    }
    return sum;
  }
}
