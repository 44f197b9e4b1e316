package keepalived.vrrp.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import keepalived.core.config.VrrpInstance;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.engine.InstanceSnapshot;
import keepalived.vrrp.engine.VrrpSnapshot;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.State;

/// When a stalled master may advertise again: after it has listened for an interval and received no
/// other master, or one that it preempts.
final class StallRule {

  private record Spoken(MonoTime at, int masterships, Duration interval) {}

  /// Number of accepted adverts: of masters, and resignations.
  private record Heard(long masters, long resignations) {
    static final Heard NOTHING = new Heard(0, 0);
  }

  private final Map<InstanceKey, Spoken> lastAdvert = new HashMap<>();

  /// The end of the last stall that was long enough for the instance to notice.
  private final Map<InstanceKey, MonoTime> wentOnAt = new HashMap<>();

  private Map<InstanceKey, Heard> heardBefore = Map.of();
  private MonoTime stoodStillAt = new MonoTime(0);

  void standsStill(MonoTime now) {
    stoodStillAt = now;
  }

  /// @param snapshot the state during the stall
  void goesOn(VrrpSnapshot snapshot, MonoTime now) {
    for (var instance : snapshot.instances()) {
      if (now.since(stoodStillAt).compareTo(noticeable(instance)) > 0) {
        wentOnAt.put(instance.key(), now);
      }
    }
    heardBefore = heard(snapshot);
  }

  /// Least length of a stall that is noticed; a silent master was already late.
  private static Duration noticeable(InstanceSnapshot instance) {
    var election = instance.config().election();
    boolean listening = instance.state() instanceof State.Master.Silent;
    return election
        .advertInterval()
        .multipliedBy(election.downTimerAdverts() + (listening ? 1 : 0));
  }

  private static Map<InstanceKey, Heard> heard(VrrpSnapshot snapshot) {
    var heard = new HashMap<InstanceKey, Heard>();
    for (var instance : snapshot.instances()) {
      var counters = instance.counters();
      long resignations = counters.get(Counter.PRIORITY_ZERO_RECEIVED);
      long masters = counters.get(Counter.ADVERT_RECEIVED) - resignations;
      heard.put(instance.key(), new Heard(masters, resignations));
    }
    return heard;
  }

  /// An advert that was sent.
  ///
  /// @param masterships how often the instance has become master since the router started
  /// @param wasMaster whether it was master before the event that made it send
  record Sent(
      InstanceKey key, VrrpInstance instance, int masterships, boolean wasMaster, MonoTime at) {}

  /// Whether the advert may be sent.
  boolean allows(Sent sent, Supplier<VrrpSnapshot> snapshot) {
    var instance = sent.instance();
    var now = sent.at();
    int masterships = sent.masterships();
    var interval = instance.election().advertInterval();
    var before = lastAdvert.put(sent.key(), new Spoken(now, masterships, interval));
    boolean silent =
        before != null
            && sent.wasMaster()
            && masterships > 0
            && before.masterships() == masterships
            && now.since(before.at()).compareTo(patience(instance)) > 0;
    return !silent || hasListened(sent, before.interval(), snapshot.get());
  }

  /// How long a master may be silent before it must have noticed a stall.
  private static Duration patience(VrrpInstance instance) {
    var election = instance.election();
    return election.advertInterval().multipliedBy(election.downTimerAdverts() + 2L).plusMillis(50);
  }

  private boolean hasListened(Sent sent, Duration interval, VrrpSnapshot snapshot) {
    var key = sent.key();
    var before = heardBefore.getOrDefault(key, Heard.NOTHING);
    var heard = heard(snapshot).getOrDefault(key, Heard.NOTHING);
    var since = wentOnAt.get(key);
    boolean longEnough = since != null && sent.at().since(since).compareTo(interval) >= 0;
    var election = sent.instance().election();
    boolean preempts = election.preempt() && election.preemptDelay().isZero();
    boolean another = heard.masters() > before.masters();
    return election.owner()
        || (another && preempts)
        || (!another && (longEnough || heard.resignations() > before.resignations()));
  }
}
