package keepalived.vrrp.engine;

import java.time.Duration;
import java.time.Instant;
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

/// What the engine holds for one instance. Only the engine changes it.
final class Instance {

  final InstanceKey key;
  final Counters counters = new Counters();

  /// Refusals logged since the state or the master last changed.
  final Set<Counter> loggedReasons = EnumSet.noneOf(Counter.class);

  VrrpInstance config;
  Optional<Group> group = Optional.empty();
  State state = new State.Initialize();
  SequenceState sequences = SequenceState.FRESH;
  SendHealth sendHealth = SendHealth.CLEAR;

  /// Why the last advert did not leave; empty when it did.
  Optional<String> refusal = Optional.empty();

  /// The address that the last advert left from. The interface may have lost it since.
  Optional<IpAddress> spokeFrom = Optional.empty();

  TrackingOutcome outcome;

  /// The priority that trackers make, if it is not the one told.
  private int weighed;

  Instant lastTransition;

  /// Whether an event is being carried out. Stays so when something throws on the way.
  boolean inTheMiddle;

  /// Rises with every new deadline, so that older ones are known as such.
  long armed;

  Instance(InstanceKey key, VrrpInstance config, TrackingOutcome outcome, Instant born) {
    this.key = key;
    this.config = config;
    assessAnew(outcome);
    this.lastTransition = born;
  }

  /// Takes the assessment as it is.
  final void assessAnew(TrackingOutcome next) {
    outcome = next;
    weighed = next.priority();
  }

  /// A file that asks for FAULT counts no more, but scripts, FIFOs and letters get the priority of
  /// before until another weight changes, as from the original.
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

  /// As whom it speaks for the last time: its address may be what it has just lost.
  ElectionInput resigningInput() {
    return new ElectionInput(
        config, outcome.priority(), outcome.address().or(() -> spokeFrom), group.isPresent());
  }

  /// When to be woken: for the state, or to try whether packets leave again.
  Optional<MonoTime> deadline() {
    return state instanceof State.Fault ? sendHealth.nextTry() : state.deadline();
  }

  /// An instance that ends does so alone: what becomes of it is nothing to its group any more.
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

  /// The priority as others see it: an owner that yielded counts as 254.
  int priority() {
    return state instanceof State.Backup backup && backup.yielded() ? 254 : outcome.priority();
  }

  InstanceSnapshot snapshot() {
    return new InstanceSnapshot(
        key,
        config,
        state,
        priority(),
        outcome.faults(),
        outcome.address(),
        lastTransition,
        counters.copy());
  }

  /// The shortest time in which a backup gives a master up, less an advert that is just due: that
  /// of the master we follow, or our own.
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
