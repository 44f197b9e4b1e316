package keepalived.vrrp.engine;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import keepalived.core.config.VrrpInstance;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.advert.SendHealth;
import keepalived.vrrp.advert.SequenceState;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.priority.TrackingOutcome;
import keepalived.vrrp.transition.Evidence;
import keepalived.vrrp.transition.Transition;

/// The run-time data of one VRRP instance. Only the engine changes it.
final class Instance {

  final InstanceKey key;
  final Counters counters = new Counters();
  final Evidence evidence = new Evidence();

  /// Refusals logged since the state or the master changed; each is logged once until then.
  final Set<Counter> loggedReasons = EnumSet.noneOf(Counter.class);

  VrrpInstance config;
  Optional<Group> group = Optional.empty();
  State state = new State.Initialize();
  SequenceState sequences = SequenceState.FRESH;
  SendHealth sendHealth = SendHealth.CLEAR;

  /// Why the last advert could not be sent; empty when it was sent.
  Optional<String> refusal = Optional.empty();

  /// The source address of the last advert. The interface may have lost it since.
  Optional<IpAddress> spokeFrom = Optional.empty();

  TrackingOutcome outcome;

  /// The priority computed from the trackers; it differs from the notified one as [#assess]
  /// describes.
  private int weighed;

  Transition lastTransition;

  /// When the last accepted advert came; meaningless before the first one.
  MonoTime heardAt = new MonoTime(0);

  /// The state before the event that is being processed. It stays set when an effect throws.
  Optional<State> unfinished = Optional.empty();

  /// Incremented with every new deadline, which makes older entries of the queue stale.
  long armed;

  Instance(InstanceKey key, VrrpInstance config, TrackingOutcome outcome, Transition born) {
    this.key = key;
    this.config = config;
    assessAnew(outcome);
    this.lastTransition = born;
  }

  /// Sets the outcome without the exception of [#assess].
  final void assessAnew(TrackingOutcome next) {
    outcome = next;
    weighed = next.priority();
  }

  /// Takes an outcome as keepalived does: while a tracked file asks for FAULT, scripts, FIFOs and
  /// mails keep showing the earlier priority until another weight changes.
  void assess(TrackingOutcome next) {
    var before = files(outcome);
    var now = files(next);
    boolean more = now.size() > before.size();
    boolean same = next.priority() == weighed && !now.isEmpty();
    int notified = outcome.priority();
    assessAnew(next);
    if (now.containsAll(before) && (more || same)) {
      outcome = next.withPriority(notified);
    }
  }

  private static Set<FaultCondition> files(TrackingOutcome outcome) {
    return outcome.faults().stream()
        .filter(condition -> condition.kind() == FaultCondition.Kind.FILE)
        .collect(Collectors.toSet());
  }

  ElectionInput input() {
    return new ElectionInput(config, outcome.priority(), outcome.address(), group.isPresent());
  }

  /// For the last advert of a master: falls back to the last source address, which the interface
  /// may just have lost.
  ElectionInput resigningInput() {
    return new ElectionInput(
        config, outcome.priority(), outcome.address().or(() -> spokeFrom), group.isPresent());
  }

  /// Returns to the state before an event whose processing failed.
  void rollBack() {
    state = unfinished.orElse(state);
    unfinished = Optional.empty();
  }

  /// The deadline of the state, or in FAULT that of the next probe.
  Optional<MonoTime> deadline() {
    return state instanceof State.Fault ? sendHealth.nextTry() : state.deadline();
  }

  /// Detaches from the sync group, so that stopping this instance does not trigger the group.
  void leaveGroup() {
    group.ifPresent(g -> g.members.remove(this));
    group = Optional.empty();
  }

  String name() {
    return config.name();
  }

  Optional<IpAddress> master() {
    return state instanceof State.Backup backup
        ? backup.master().map(State.KnownMaster::address)
        : Optional.empty();
  }

  /// The priority as operators see it: an address owner that yielded counts as 254.
  int priority() {
    return state instanceof State.Backup backup && backup.yielded() ? 254 : outcome.priority();
  }

  InstanceSnapshot snapshot(MonoTime now) {
    return new InstanceSnapshot(
        key,
        config,
        state,
        priority(),
        outcome.faults(),
        outcome.address(),
        lastTransition,
        master().map(_ -> now.since(heardAt)),
        counters.copy());
  }

  /// The shortest time after which a backup takes over, minus one advert interval, since the last
  /// advert may be that old. Uses the interval of the followed master, or our own.
  Duration patience() {
    var interval =
        state instanceof State.Backup backup
            ? backup.masterInterval()
            : config.election().advertInterval();
    var least = interval.multipliedBy(config.election().downTimerAdverts() - 1L);
    var margin = interval.dividedBy(256);
    return least.compareTo(margin) > 0 ? least.minus(margin) : Duration.ZERO;
  }
}
