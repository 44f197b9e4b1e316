package keepalived.vrrp.priority;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import keepalived.core.net.IpAddress;
import keepalived.vrrp.machine.FaultCondition;

/// The effect of interfaces and trackers on an instance.
///
/// @param priority effective priority, 1..255
/// @param faults all fault conditions
/// @param pending some unweighted tracker has no result yet
/// @param address source of adverts
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
