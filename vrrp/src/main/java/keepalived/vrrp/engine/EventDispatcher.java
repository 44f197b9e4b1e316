package keepalived.vrrp.engine;

import java.util.ArrayDeque;
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
import keepalived.vrrp.machine.SyncGroupRules;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.transition.Explanation;
import keepalived.vrrp.transition.Transition;

/// The only caller of the machine: a FIFO of events. When it is empty, the sync groups whose
/// members changed react with further events, until none follows.
final class EventDispatcher {

  /// No group needs more reactions; a higher number means that the rules contradict each other.
  private static final int REACTIONS_MAX = 8;

  /// @param announced logged before the event
  /// @param reaction of which sync group to which member; empty for an event from outside
  private record Delivery(
      Instance to, Event event, Optional<LogLine> announced, Optional<Reaction> reaction) {}

  private record Reaction(Group group, Instance to) {}

  private final VrrpPorts ports;
  private final ElectionMachine.Machine machine;
  private final Deadlines deadlines;
  private final AdvertSender sender;
  private final LogThrottle lines;
  private final Queue<Delivery> queue = new ArrayDeque<>();
  private final Map<Group, Instance> touched = new LinkedHashMap<>();
  private boolean delivering;
  private boolean transition;

  EventDispatcher(
      VrrpPorts ports, ElectionMachine.Machine machine, Deadlines deadlines, AdvertSender sender) {
    this.ports = ports;
    this.machine = machine;
    this.deadlines = deadlines;
    this.sender = sender;
    lines = new LogThrottle(ports.loop(), ports.log());
  }

  void deliver(Instance to, Event event) {
    deliverTogether(to, List.of(event));
  }

  /// Delivers events without a reaction of the sync group in between.
  void deliverTogether(Instance to, List<Event> events) {
    events.forEach(event -> queue.add(new Delivery(to, event, Optional.empty(), Optional.empty())));
    if (!delivering) {
      delivering = true;
      try {
        run();
      } finally {
        delivering = false;
      }
    }
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
      // A lone member has no others to synchronise, but operators look for this line.
      if (group.members.size() == 1 && state.get() == VrrpNotification.State.MASTER) {
        ports.log().accept(OriginalLines.syncing(group.config.name(), "MASTER"));
      }
      ports.notices().accept(new VrrpNotification.GroupEntered(group.config.name(), state.get()));
    }
  }

  private void deliver(Delivery delivery) {
    var instance = delivery.to();
    delivery.announced().ifPresent(ports.log());
    var before = instance.state;
    var master = instance.master();
    instance.unfinished = Optional.of(before);
    var now = ports.loop().now();
    var input = instance.input();
    var step = machine.step(input, before, delivery.event(), now);
    instance.state = step.state();
    boolean changed = before.role() != step.state().role();
    if (changed) {
      var call = new Explanation.Call(input, before, delivery.event(), now);
      transition(delivery, call, Explanation.of(call, step.state()).orElseThrow());
    }
    if (changed || !master.equals(instance.master())) {
      instance.loggedReasons.clear();
    }
    if (!instance.state.ownsAddresses()) {
      instance.sendHealth = instance.sendHealth.resting();
    }
    boolean owned = before.ownsAddresses() || step.state().ownsAddresses();
    boolean moves = owned && (changed || delivery.event() instanceof Event.Reconfigured);
    perform(instance, step.effects(), moves);
    if (changed) {
      lines.accept(
          instance.name(), OwnLines.cause(instance.name(), instance.lastTransition.why().text()));
    }
    instance.unfinished = Optional.empty();
    deadlines.arm(instance);
    instance.group.ifPresent(
        group -> {
          if (changed || ready(before) != ready(step.state()) || fault(before, step.state())) {
            touched.putIfAbsent(group, instance);
          }
        });
  }

  private static boolean ready(State state) {
    return state instanceof State.Backup.Ready;
  }

  private static boolean fault(State before, State after) {
    return after instanceof State.Fault && !after.equals(before);
  }

  private void transition(Delivery delivery, Explanation.Call call, Explanation reason) {
    transition = true;
    var instance = delivery.to();
    var why = delivery.reaction().map(r -> inGroup(reason, instance, r)).orElse(reason);
    var before = call.before();
    var from = before.role();
    var to = instance.state.role();
    var step =
        Happening.of(Happening.Kind.STEP, instance.name())
            .with("from", from)
            .with("to", to)
            .with("cause", why.cause().word())
            .with("why", why.text())
            .with("priority", instance.priority());
    var id = ports.recorder().record(call.now(), step);
    instance.lastTransition = new Transition(from, to, ports.wall().instant(), call.now(), why, id);
    if (before.ownsAddresses()) {
      instance.counters.add(Counter.RELEASED_MASTER);
    }
    if (instance.state.ownsAddresses()) {
      instance.counters.add(Counter.BECAME_MASTER);
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
  private void perform(Instance instance, List<Effect> effects, boolean moves) {
    int adverts = upToTheLastAdvert(effects);
    effects.subList(0, adverts).forEach(effect -> perform(instance, effect));
    if (moves) {
      reconcile(instance);
    }
    if (adverts > 0) {
      sender.conclude(instance, moves);
    }
    effects.subList(adverts, effects.size()).forEach(effect -> perform(instance, effect));
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
      case Effect.Announce(int repeat) -> announce(instance, repeat);
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
