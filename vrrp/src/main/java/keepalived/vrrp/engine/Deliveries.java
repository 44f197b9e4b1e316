package keepalived.vrrp.engine;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import keepalived.core.event.Notification;

/// The one door to the machine. Events wait in a queue; when it is empty, the sync groups they
/// touched react, by further events, until none follows.
final class Deliveries {

  /// More than any group can need; beyond it the rules contradict each other.
  private static final int REACTIONS_MAX = 8;

  private record Delivery(Participant to, Event event, Optional<Report> announced) {}

  private final VrrpPorts ports;
  private final VirtualRouter.Machine machine;
  private final Deadlines deadlines;
  private final Speaking speaking;
  private final LogPace lines;
  private final Queue<Delivery> queue = new ArrayDeque<>();
  private final Map<Group, Participant> touched = new LinkedHashMap<>();
  private boolean delivering;
  private boolean transition;

  Deliveries(
      VrrpPorts ports, VirtualRouter.Machine machine, Deadlines deadlines, Speaking speaking) {
    this.ports = ports;
    this.machine = machine;
    this.deadlines = deadlines;
    this.speaking = speaking;
    lines = new LogPace(ports.loop(), ports.log());
  }

  void deliver(Participant to, Event event) {
    deliverTogether(to, List.of(event));
  }

  /// Delivers events with no reaction of the sync group between them.
  void deliverTogether(Participant to, List<Event> events) {
    events.forEach(event -> queue.add(new Delivery(to, event, Optional.empty())));
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
  private boolean react(Group group, Participant trigger) {
    int index = Math.max(0, group.members.indexOf(trigger));
    var order = SyncGroups.react(group.states(), index);
    if (order.isEmpty()) {
      settle(group);
      return false;
    }
    var reaction = order.get().reaction();
    var line = Wording.syncing(group.config.name(), reaction.word());
    boolean first = true;
    boolean afterFirst = reaction == SyncGroups.Reaction.ELECT;
    for (int i = 0; i < order.get().members().size(); i++) {
      var member = group.members.get(order.get().members().get(i));
      boolean announced = afterFirst ? i == 1 : first;
      queue.add(
          new Delivery(member, reaction.event(), announced ? Optional.of(line) : Optional.empty()));
      first = false;
    }
    return true;
  }

  /// Lets the members of a group come to terms, whose group may not have been this one before.
  void agree(Group group) {
    if (!group.members.isEmpty()) {
      touched.putIfAbsent(group, group.members.getFirst());
      deliverTogether(group.members.getFirst(), List.of());
    }
  }

  /// Tells the state of a group whose members agree, once.
  private void settle(Group group) {
    var state = SyncGroups.stateOf(group.states());
    if (!group.members.isEmpty() && state.isPresent() && !state.equals(group.told)) {
      group.told = state;
      // A lone member has nobody to take along, but this is the line that people look for.
      if (group.members.size() == 1 && state.get() == Notification.State.MASTER) {
        ports.log().accept(Wording.syncing(group.config.name(), "MASTER"));
      }
      ports.notices().accept(new Notification.GroupEntered(group.config.name(), state.get()));
    }
  }

  private void deliver(Delivery delivery) {
    var participant = delivery.to();
    delivery.announced().ifPresent(ports.log());
    var before = participant.state;
    var master = participant.master();
    var step = machine.step(participant.router(), before, delivery.event(), ports.loop().now());
    participant.state = step.state();
    boolean changed = !before.getClass().equals(step.state().getClass());
    if (changed) {
      transition(participant, before);
    }
    if (changed || !master.equals(participant.master())) {
      participant.told.clear();
    }
    if (!participant.state.ownsAddresses()) {
      participant.voice = participant.voice.resting();
    }
    boolean owned = before.ownsAddresses() || step.state().ownsAddresses();
    boolean moves = owned && (changed || delivery.event() instanceof Event.Reconfigured);
    perform(participant, step.effects(), moves);
    deadlines.arm(participant);
    participant.group.ifPresent(
        group -> {
          if (changed || willing(before) != willing(step.state()) || fault(before, step.state())) {
            touched.putIfAbsent(group, participant);
          }
        });
  }

  private static boolean willing(State state) {
    return state instanceof State.Backup backup && backup.willing();
  }

  private static boolean fault(State before, State after) {
    return after instanceof State.Fault && !after.equals(before);
  }

  private void transition(Participant participant, State before) {
    transition = true;
    participant.lastTransition = ports.wall().instant();
    if (before.ownsAddresses()) {
      participant.counters.add(Counter.RELEASED_MASTER);
    }
    if (participant.state.ownsAddresses()) {
      participant.counters.add(Counter.BECAME_MASTER);
    }
  }

  /// Adverts go first, then the tables, then what is told of both: hundreds of addresses take
  /// longer than another router may have to wait for a word.
  private void perform(Participant participant, List<Effect> effects, boolean moves) {
    int adverts = upToTheLastAdvert(effects);
    effects.subList(0, adverts).forEach(effect -> perform(participant, effect));
    if (moves) {
      reconcile(participant);
    }
    if (adverts > 0) {
      speaking.conclude(participant, moves);
    }
    effects.subList(adverts, effects.size()).forEach(effect -> perform(participant, effect));
  }

  private static int upToTheLastAdvert(List<Effect> effects) {
    for (int i = effects.size(); i > 0; i--) {
      if (effects.get(i - 1) instanceof Effect.Advertise) {
        return i;
      }
    }
    return 0;
  }

  private void reconcile(Participant participant) {
    var wanted =
        participant.state.ownsAddresses() ? Possessions.of(participant.config) : Possessions.NONE;
    ports.network().reconcile(participant.key, wanted);
  }

  private void perform(Participant participant, Effect effect) {
    switch (effect) {
      case Effect.Advertise(int priority) -> speaking.advertise(participant, priority);
      case Effect.Announce(int repeat) -> announce(participant, repeat);
      case Effect.AnnounceGroup _ -> participant.group.ifPresent(g -> announce(g, participant));
      case Effect.Notify(var state) ->
          ports
              .notices()
              .accept(
                  new Notification.InstanceEntered(
                      participant.name(), state, participant.priority()));
      case Effect.NotifyLowerPriority _ ->
          ports
              .notices()
              .accept(
                  new Notification.MasterReceivedLowerPriority(
                      participant.name(), participant.priority()));
      case Effect.Count(var counter) -> participant.counters.add(counter);
      case Report report -> lines.accept(participant.name(), report);
    }
  }

  private void announce(Participant participant, int repeat) {
    var addresses = Possessions.of(participant.config).addresses();
    if (repeat > 0 && !addresses.isEmpty()) {
      ports.network().announce(participant.key, addresses, repeat);
    }
  }

  private void announce(Group group, Participant except) {
    for (var member : group.members) {
      if (member != except && member.state.ownsAddresses()) {
        announce(member, member.config.announcements().lowerPriorityRepeat());
      }
    }
  }
}
