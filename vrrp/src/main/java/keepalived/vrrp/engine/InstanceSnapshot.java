package keepalived.vrrp.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import keepalived.core.config.VrrpInstance;
import keepalived.core.net.IpAddress;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.transition.Transition;

/// One instance at one moment.
///
/// @param priority effective
/// @param faults what is missing, one entry for each condition
/// @param address source of adverts
/// @param lastTransition the last change of [State#role], with its cause
/// @param masterSilence the time since the last advert of the followed master; empty in other
///   states and while no master is known
public record InstanceSnapshot(
    InstanceKey key,
    VrrpInstance config,
    State state,
    int priority,
    SortedSet<FaultCondition> faults,
    Optional<IpAddress> address,
    Transition lastTransition,
    Optional<Duration> masterSilence,
    Map<Counter, Long> counters) {

  /// The faults as the log words them.
  public String missing() {
    var words = faults.stream().map(fault -> fault.text(config.family())).toList();
    return words.isEmpty() ? "none" : String.join("; ", words);
  }
}
