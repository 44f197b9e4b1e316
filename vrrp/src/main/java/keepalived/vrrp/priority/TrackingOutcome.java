package keepalived.vrrp.priority;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import keepalived.core.net.IpAddress;
import keepalived.vrrp.machine.FaultCondition;

/// What interfaces and trackers make of an instance.
///
/// @param priority effective
/// @param faults everything that is missing
/// @param pending an unweighted tracker has not spoken yet
/// @param address to send from
public record TrackingOutcome(
    int priority, SortedSet<FaultCondition> faults, boolean pending, Optional<IpAddress> address) {

  public TrackingOutcome {
    faults = Collections.unmodifiableSortedSet(new TreeSet<>(faults));
  }

  public TrackingOutcome withPriority(int other) {
    return new TrackingOutcome(other, faults, pending, address);
  }

  public TrackingOutcome and(FaultCondition fault) {
    var more = new TreeSet<>(faults);
    more.add(fault);
    return new TrackingOutcome(priority, more, pending, address);
  }
}
