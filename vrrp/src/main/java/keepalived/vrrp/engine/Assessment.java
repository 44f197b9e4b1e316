package keepalived.vrrp.engine;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import keepalived.core.net.IpAddress;

/// What interfaces and trackers make of an instance.
///
/// @param priority effective
/// @param faults everything that is missing
/// @param pending an unweighted tracker has not spoken yet
/// @param address to send from
record Assessment(
    int priority, SortedSet<FaultCondition> faults, boolean pending, Optional<IpAddress> address) {

  Assessment {
    faults = Collections.unmodifiableSortedSet(new TreeSet<>(faults));
  }

  Assessment withPriority(int other) {
    return new Assessment(other, faults, pending, address);
  }

  Assessment and(FaultCondition fault) {
    var more = new TreeSet<>(faults);
    more.add(fault);
    return new Assessment(priority, more, pending, address);
  }
}
