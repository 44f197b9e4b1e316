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

/// What one life of a router may say after a silence: a master that stood still speaks again when
/// it has listened for an interval and heard no other, or one it preempts.
final class StallRule {

  private record Spoken(MonoTime at, int masterships, Duration interval) {}

  /// Adverts accepted: of masters that stay, and of those that leave.
  private record Heard(long masters, long resignations) {
    static final Heard NOTHING = new Heard(0, 0);
  }

  private final Map<InstanceKey, Spoken> lastAdvert = new HashMap<>();

  /// When it last went on after standing still for so long that the instance must notice.
  private final Map<InstanceKey, MonoTime> wentOnAt = new HashMap<>();

  private Map<InstanceKey, Heard> heardBefore = Map.of();
  private MonoTime stoodStillAt = new MonoTime(0);

  void standsStill(MonoTime now) {
    stoodStillAt = now;
  }

  /// @param snapshot as it stood still
  void goesOn(VrrpSnapshot snapshot, MonoTime now) {
    for (var instance : snapshot.instances()) {
      if (now.since(stoodStillAt).compareTo(noticeable(instance)) > 0) {
        wentOnAt.put(instance.key(), now);
      }
    }
    heardBefore = heard(snapshot);
  }

  /// How long a router must stand still to notice; one that listened already was late anyway.
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

  /// An advert leaves. Whether it may.
  ///
  /// @param masterships how often the instance has become master in this life
  /// @param wasMaster before what made it send
  boolean speaks(
      InstanceKey key,
      VrrpInstance instance,
      int masterships,
      boolean wasMaster,
      Supplier<VrrpSnapshot> snapshot,
      MonoTime now) {
    var interval = instance.election().advertInterval();
    var before = lastAdvert.put(key, new Spoken(now, masterships, interval));
    boolean silent =
        before != null
            && wasMaster
            && masterships > 0
            && before.masterships() == masterships
            && now.since(before.at()).compareTo(patience(instance)) > 0;
    return !silent || hasListened(key, instance, before.interval(), snapshot.get(), now);
  }

  /// How long a master may be silent before it must have noticed.
  private static Duration patience(VrrpInstance instance) {
    var election = instance.election();
    return election.advertInterval().multipliedBy(election.downTimerAdverts() + 2L).plusMillis(50);
  }

  private boolean hasListened(
      InstanceKey key,
      VrrpInstance instance,
      Duration interval,
      VrrpSnapshot snapshot,
      MonoTime now) {
    var before = heardBefore.getOrDefault(key, Heard.NOTHING);
    var heard = heard(snapshot).getOrDefault(key, Heard.NOTHING);
    var since = wentOnAt.get(key);
    boolean longEnough = since != null && now.since(since).compareTo(interval) >= 0;
    var election = instance.election();
    boolean preempts = election.preempt() && election.preemptDelay().isZero();
    boolean another = heard.masters() > before.masters();
    return election.owner()
        || (another && preempts)
        || (!another && (longEnough || heard.resignations() > before.resignations()));
  }
}
