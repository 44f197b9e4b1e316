package keepalived.vrrp.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import keepalived.core.event.Happening;
import keepalived.core.log.LogLine;
import keepalived.core.notify.VrrpNotification;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.Effect;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.machine.OwnLines;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.machine.Step;
import keepalived.vrrp.machine.SyncGroupRules;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.transition.EventTrail;
import keepalived.vrrp.transition.Evidence;
import keepalived.vrrp.transition.Explanation;
import keepalived.vrrp.transition.Transition;

/// The only caller of the machine: a FIFO of events. When it is empty, the sync groups whose
/// members changed react with further events, until none follows.
final class EventDispatcher {

  /// No group needs more reactions; a higher number means that the rules contradict each other.
  private static final int REACTIONS_MAX = 8;

  private static final Effect STALLED = new Effect.Count(Counter.STALLED);

  /// @param announced logged before the event
  /// @param reaction of which sync group to which member; empty for an event from outside
  private record Delivery(
      Instance to, Event event, Optional<LogLine> announced, Optional<Reaction> reaction) {}

  private record Reaction(Group group, Instance to) {}

  /// A step of the machine, whose effects are being performed.
  private record Taken(Delivery delivery, Explanation.Call call, Step step) {

    boolean changed() {
      return call.before().role() != step.state().role();
    }

    /// Whether the resources in the kernel may differ.
    boolean moves() {
      boolean owned = call.before().ownsAddresses() || step.state().ownsAddresses();
      return owned && (changed() || call.event() instanceof Event.Reconfigured);
    }
  }

  private final VrrpPorts ports;
  private final ElectionMachine.Machine machine;
  private final Deadlines deadlines;
  private final AdvertSender sender;
  private final EventTrail trail;
  private final LogThrottle lines;
  private final Queue<Delivery> queue = new ArrayDeque<>();
  private final Map<Group, Instance> touched = new LinkedHashMap<>();
  private final AdvertsFirst advertsFirst = new AdvertsFirst();
  private boolean delivering;
  private boolean transition;

  EventDispatcher(
      VrrpPorts ports, ElectionMachine.Machine machine, Deadlines deadlines, AdvertSender sender) {
    this.ports = ports;
    this.machine = machine;
    this.deadlines = deadlines;
    this.sender = sender;
    trail = new EventTrail(ports.loop(), ports.recorder());
    lines = new LogThrottle(ports.loop(), ports.log());
  }

  /// Records what happens to the instances.
  EventTrail trail() {
    return trail;
  }

  void deliver(Instance to, Event event) {
    deliverTogether(to, List.of(event));
  }

  /// Delivers events without a reaction of the sync group in between.
  void deliverTogether(Instance to, List<Event> events) {
    events.forEach(event -> queue.add(new Delivery(to, event, Optional.empty(), Optional.empty())));
    if (!delivering) {
      undisturbed(this::run);
    }
  }

  /// Events that come up meanwhile are queued.
  private void undisturbed(Runnable work) {
    delivering = true;
    try {
      work.run();
    } finally {
      delivering = false;
    }
  }

  /// Runs `deadlines`, which deliver those of many instances, with [AdvertsFirst]. An exception of
  /// one delivery leaves the others to continue, and is thrown at the end.
  void advertsFirst(Runnable deadlines) {
    advertsFirst.hold();
    try {
      deadlines.run();
    } finally {
      undisturbed(() -> advertsFirst.release(ports.network(), this::reconcile));
      undisturbed(this::run);
    }
    advertsFirst.throwFailure();
  }

  /// Delivers a deadline, within [#advertsFirst(Runnable)].
  void timeOut(Instance instance) {
    advertsFirst.attempt(() -> deliver(instance, new Event.TimedOut()));
  }

  /// Whether any state has changed since the last call.
  boolean takeTransition() {
    boolean was = transition;
    transition = false;
    return was;
  }

  private void run() {
    var reactions = new LinkedHashMap<Group, Integer>();
    while (true) {
      while (!queue.isEmpty()) {
        deliver(queue.remove());
      }
      if (touched.isEmpty()) {
        deadlines.schedule();
        return;
      }
      var next = touched.entrySet().iterator().next();
      var group = next.getKey();
      var trigger = next.getValue();
      touched.remove(group);
      if (react(group, trigger) && reactions.merge(group, 1, Integer::sum) > REACTIONS_MAX) {
        throw new IllegalStateException(
            "sync group " + group.config.name() + " does not settle: " + group.states());
      }
    }
  }

  /// Queues what the group's members must do; false when they agree.
  private boolean react(Group group, Instance trigger) {
    var order = SyncGroupRules.react(group.states(), trigger);
    if (order.isEmpty()) {
      settle(group);
      return false;
    }
    var reaction = order.get().reaction();
    var line = OriginalLines.syncing(group.config.name(), reaction.word());
    // The original logs the line once: before the first member that follows the trigger.
    int announced = reaction == SyncGroupRules.Reaction.ELECT ? 1 : 0;
    int count = 0;
    for (var member : order.get().members()) {
      Optional<LogLine> before = count++ == announced ? Optional.of(line) : Optional.empty();
      queue.add(
          new Delivery(
              member, reaction.event(), before, Optional.of(new Reaction(group, trigger))));
    }
    return true;
  }

  /// Re-evaluates a sync group after a reload may have changed its membership.
  void agree(Group group) {
    if (!group.members.isEmpty()) {
      touched.putIfAbsent(group, group.members.getFirst());
      deliverTogether(group.members.getFirst(), List.of());
    }
  }

  /// Notifies the state of a group once, when all its members agree.
  private void settle(Group group) {
    var state = SyncGroupRules.stateOf(group.states().values());
    if (!group.members.isEmpty() && state.isPresent() && !state.equals(group.lastNotified)) {
      group.lastNotified = state;
      boolean lone = group.members.size() == 1;
      advertsFirst.then(() -> notify(group.config.name(), lone, state.get()));
    }
  }

  private void notify(String group, boolean lone, VrrpNotification.State state) {
    // A lone member has no others to synchronise, but operators look for this line.
    if (lone && state == VrrpNotification.State.MASTER) {
      ports.log().accept(OriginalLines.syncing(group, "MASTER"));
    }
    ports.notices().accept(new VrrpNotification.GroupEntered(group, state));
  }

  private void deliver(Delivery delivery) {
    var instance = delivery.to();
    delivery.announced().ifPresent(line -> advertsFirst.then(() -> ports.log().accept(line)));
    var before = instance.state;
    var master = instance.master();
    instance.unfinished = instance.unfinished.or(() -> Optional.of(before));
    var call = new Explanation.Call(instance.input(), before, delivery.event(), ports.loop().now());
    var step = machine.step(call.input(), before, call.event(), call.now());
    instance.state = step.state();
    noteStall(call, step, instance.evidence);
    var taken = new Taken(delivery, call, step);
    if (taken.changed() || !master.equals(instance.master())) {
      instance.loggedReasons.clear();
    }
    if (!instance.state.ownsAddresses()) {
      instance.sendHealth = instance.sendHealth.resting();
    }
    perform(taken);
    deadlines.arm(instance);
    instance.group.ifPresent(
        group -> {
          if (taken.changed()
              || ready(before) != ready(step.state())
              || fault(before, step.state())) {
            touched.putIfAbsent(group, instance);
          }
        });
  }

  private void noteStall(Explanation.Call call, Step step, Evidence evidence) {
    if (step.effects().contains(STALLED)) {
      var late = call.before().deadline().map(call.now()::since).orElse(Duration.ZERO);
      trail.note(
          List.of(evidence),
          Happening.of(Happening.Kind.STALL, call.input().config().name())
              .with("state", call.before().role())
              .with("late", late.toMillis() + " ms"));
    }
  }

  private static boolean ready(State state) {
    return state instanceof State.Backup.Ready;
  }

  private static boolean fault(State before, State after) {
    return after instanceof State.Fault && !after.equals(before);
  }

  private void transition(Taken taken) {
    transition = true;
    var instance = taken.delivery().to();
    var call = taken.call();
    var after = taken.step().state();
    var reason = Explanation.of(call, after).orElseThrow();
    var reaction = taken.delivery().reaction();
    reaction.ifPresent(r -> follows(instance, r, call));
    var why = reaction.map(r -> inGroup(reason, instance, r)).orElse(reason);
    var id = trail.step(call, why, after, instance.evidence);
    instance.lastTransition =
        new Transition(
            call.before().role(), after.role(), ports.wall().instant(), call.now(), why, id);
    if (call.before().ownsAddresses()) {
      instance.counters.add(Counter.RELEASED_MASTER);
    }
    if (taken.step().state().ownsAddresses()) {
      instance.counters.add(Counter.BECAME_MASTER);
    }
  }

  /// The change of another member, at the same instant, is what this one follows.
  private static void follows(Instance instance, Reaction reaction, Explanation.Call call) {
    var last = reaction.to().lastTransition;
    if (reaction.to() != instance && last.at().equals(call.now())) {
      instance.evidence.note(last.event(), call.now());
    }
  }

  private static Explanation inGroup(Explanation reason, Instance instance, Reaction reaction) {
    var group = reaction.group().config.name();
    return new Explanation(
        reason.cause(),
        reaction.to() == instance
            ? "sync group " + group
            : "sync group %s follows %s".formatted(group, reaction.to().name()));
  }

  /// Sends adverts first, then changes the kernel tables, then logs and notifies: adding hundreds
  /// of addresses takes longer than other routers may wait for an advert.
  private void perform(Taken taken) {
    var instance = taken.delivery().to();
    var effects = taken.step().effects();
    int adverts = upToTheLastAdvert(effects);
    var rest = new ArrayList<Effect>();
    for (var effect : effects.subList(0, adverts)) {
      if (effect instanceof Effect.Advertise || !advertsFirst.holds()) {
        perform(instance, effect);
      } else {
        rest.add(effect);
      }
    }
    rest.addAll(effects.subList(adverts, effects.size()));
    if (taken.moves()) {
      advertsFirst.move(instance, this::reconcile);
    }
    advertsFirst.then(() -> finish(taken, adverts > 0, rest));
  }

  private void finish(Taken taken, boolean advertised, List<Effect> rest) {
    var instance = taken.delivery().to();
    // An earlier event of the same wake-up may have been finished since.
    instance.unfinished = instance.unfinished.or(() -> Optional.of(taken.call().before()));
    if (advertised) {
      sender.conclude(instance, taken.moves());
    }
    rest.forEach(effect -> perform(instance, effect));
    if (taken.changed()) {
      transition(taken);
      var why = instance.lastTransition.why().text();
      lines.accept(instance.name(), OwnLines.cause(instance.name(), why));
    }
    instance.unfinished = Optional.empty();
  }

  private static int upToTheLastAdvert(List<Effect> effects) {
    for (int i = effects.size(); i > 0; i--) {
      if (effects.get(i - 1) instanceof Effect.Advertise) {
        return i;
      }
    }
    return 0;
  }

  private void reconcile(Instance instance) {
    var wanted =
        instance.state.ownsAddresses() ? OwnedResources.of(instance.config) : OwnedResources.NONE;
    ports.network().reconcile(instance.key, wanted);
  }

  private void perform(Instance instance, Effect effect) {
    switch (effect) {
      case Effect.Advertise(int priority) -> sender.advertise(instance, priority);
      case Effect.Announce(int repeat) -> {
        // It may have lost an election since the effect was held back.
        if (instance.state.ownsAddresses()) {
          announce(instance, repeat);
        }
      }
      case Effect.AnnounceGroup _ -> instance.group.ifPresent(g -> announce(g, instance));
      case Effect.Notify(var state) ->
          ports
              .notices()
              .accept(
                  new VrrpNotification.InstanceEntered(
                      instance.name(), state, instance.priority()));
      case Effect.NotifyLowerPriority _ ->
          ports
              .notices()
              .accept(
                  new VrrpNotification.MasterReceivedLowerPriority(
                      instance.name(), instance.priority()));
      case Effect.Count(var counter) -> instance.counters.add(counter);
      case Effect.Log(var line) -> lines.accept(instance.name(), line);
    }
  }

  private void announce(Instance instance, int repeat) {
    var addresses = OwnedResources.of(instance.config).addresses();
    if (repeat > 0 && !addresses.isEmpty()) {
      ports.network().announce(instance.key, addresses, repeat);
    }
  }

  private void announce(Group group, Instance except) {
    for (var member : group.members) {
      if (member != except && member.state.ownsAddresses()) {
        announce(member, member.config.announcements().lowerPriorityRepeat());
      }
    }
  }
}
