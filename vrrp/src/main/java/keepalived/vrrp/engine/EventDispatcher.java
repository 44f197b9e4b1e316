package keepalived.vrrp.engine;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import keepalived.core.log.LogLine;
import keepalived.core.notify.VrrpNotification;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.Effect;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.machine.SyncGroupRules;
import keepalived.vrrp.port.VrrpPorts;

/// The only caller of the machine: a FIFO of events. When it is empty, the sync groups whose
/// members changed react with further events, until none follows.
final class EventDispatcher {

  /// No group needs more reactions; a higher number means that the rules contradict each other.
  private static final int REACTIONS_MAX = 8;

  private record Delivery(Instance to, Event event, Optional<LogLine> announced) {}

  private final VrrpPorts ports;
  private final ElectionMachine.Machine machine;
  private final Deadlines deadlines;
  private final AdvertSender sender;
  private final LogThrottle lines;
  private final Queue<Delivery> queue = new ArrayDeque<>();
  private final Map<Group, Instance> touched = new LinkedHashMap<>();

  /// While the deadlines of several instances are served: what waits until all have advertised.
  private final Queue<Runnable> afterAdverts = new ArrayDeque<>();

  private final Set<Instance> moving = new LinkedHashSet<>();
  private boolean advertsFirst;
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
    events.forEach(event -> queue.add(new Delivery(to, event, Optional.empty())));
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

  /// Delivers the deadlines of several instances. All adverts leave before any kernel table
  /// changes: when a peer of a thousand instances dies, the last of them must not wait until the
  /// addresses of the others are set.
  void timeOut(List<Instance> due) {
    advertsFirst = due.size() > 1;
    try {
      due.forEach(instance -> deliver(instance, new Event.TimedOut()));
    } finally {
      advertsFirst = false;
    }
    undisturbed(
        () -> {
          finish();
          run();
        });
  }

  /// What waited until all had advertised: the kernel tables in one change, then the rest.
  private void finish() {
    var movers = List.copyOf(moving);
    moving.clear();
    if (!movers.isEmpty()) {
      ports.network().together(() -> movers.forEach(this::reconcile));
    }
    while (!afterAdverts.isEmpty()) {
      afterAdverts.remove().run();
    }
  }

  private void afterAdverts(Runnable rest) {
    if (advertsFirst) {
      afterAdverts.add(rest);
    } else {
      rest.run();
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
      queue.add(new Delivery(member, reaction.event(), before));
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
      afterAdverts(() -> notify(group.config.name(), lone, state.get()));
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
    delivery.announced().ifPresent(line -> afterAdverts(() -> ports.log().accept(line)));
    var before = instance.state;
    var master = instance.master();
    instance.unfinished = instance.unfinished.or(() -> Optional.of(before));
    var step = machine.step(instance.input(), before, delivery.event(), ports.loop().now());
    instance.state = step.state();
    boolean changed = before.role() != step.state().role();
    if (changed) {
      transition(instance, before);
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

  private void transition(Instance instance, State before) {
    transition = true;
    instance.lastTransition = ports.wall().instant();
    if (before.ownsAddresses()) {
      instance.counters.add(Counter.RELEASED_MASTER);
    }
    if (instance.state.ownsAddresses()) {
      instance.counters.add(Counter.BECAME_MASTER);
    }
  }

  /// Sends adverts first, then changes the kernel tables, then logs and notifies: adding hundreds
  /// of addresses takes longer than other routers may wait for an advert.
  private void perform(Instance instance, List<Effect> effects, boolean moves) {
    int adverts = upToTheLastAdvert(effects);
    for (var effect : effects.subList(0, adverts)) {
      if (effect instanceof Effect.Advertise) {
        perform(instance, effect);
      } else {
        afterAdverts(() -> perform(instance, effect));
      }
    }
    if (moves && advertsFirst) {
      moving.add(instance);
    } else if (moves) {
      reconcile(instance);
    }
    afterAdverts(
        () -> {
          if (adverts > 0) {
            sender.conclude(instance, moves);
          }
          effects.subList(adverts, effects.size()).forEach(effect -> perform(instance, effect));
          instance.unfinished = Optional.empty();
        });
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
