package keepalived.healthcheck.pool;

import java.util.ArrayList;
import java.util.List;

/// The state of one virtual server.
///
/// @param members in the order of the real servers
public record PoolState(List<Member> members, boolean quorum) {

  public PoolState {
    members = List.copyOf(members);
  }

  PoolState with(int server, Member member) {
    var next = new ArrayList<>(members);
    next.set(server, member);
    return new PoolState(next, quorum);
  }

  PoolState withQuorum(boolean now) {
    return now == quorum ? this : new PoolState(members, now);
  }

  /// The total weight of the servers that are alive; negative weights count as none.
  public long liveWeight(Site site) {
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
