package keepalived.vrrp.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.VrrpInstance;
import keepalived.core.event.Notification;
import keepalived.core.event.Published;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.engine.Roster.Input;
import keepalived.vrrp.packet.Envelope;

/// Runs all virtual routers of a host on one loop: brings events to the machine and its effects to
/// the ports. Every method is called on the loop.
public final class VrrpEngine implements VrrpNetwork.Listener {

  private final VrrpPorts ports;
  private final Roster roster = new Roster();
  private final Observations seen = Observations.none();
  private final Links links;
  private final Deadlines deadlines;
  private final Speaking speaking;
  private final Deliveries deliveries;
  private final Reception reception;
  private final Following following;
  private final Published<VrrpSnapshot> published = new Published<>(VrrpSnapshot.EMPTY);
  private Config config = Config.EMPTY;
  private Optional<MonoTime> startsAt = Optional.empty();

  public VrrpEngine(VrrpPorts ports) {
    this(ports, VirtualRouter::step);
  }

  /// An engine for another machine.
  public VrrpEngine(VrrpPorts ports, VirtualRouter.Machine machine) {
    this.ports = ports;
    this.deadlines = new Deadlines(ports.loop(), this::wake);
    this.speaking = new Speaking(ports, this::voiceChanged);
    this.deliveries = new Deliveries(ports, machine, deadlines, speaking);
    this.reception = new Reception(ports, roster, deliveries);
    this.following = new Following(ports, roster, seen, deliveries);
    this.links =
        new Links(
            ports.loop(), seen.interfaces(), roster::patience, ports.log(), this::linkAccepted);
  }

  /// Goes over to another configuration: start-up is a reload from nothing. What has not changed is
  /// not touched.
  public void reconfigure(Config next) {
    if (startsAt.isEmpty()) {
      startsAt = Optional.of(firstElection(next.global().vrrp()));
      var delay = startsAt.get().since(ports.loop().now());
      if (delay.isPositive()) {
        ports.log().accept(Wording.delayed(delay));
      }
    }
    ports.network().together(() -> goOverTo(next));
    published.publish(snapshot());
  }

  private void goOverTo(Config next) {
    reception.configure(next.global().vrrp().logUnknownVrids(), startsAt.orElseThrow());
    following.configure(startsAt.orElseThrow());
    var index = InstanceKey.index(next.vrrp());
    var kept = new LinkedHashMap<InstanceKey, Participant>();
    for (var participant : roster.snapshot()) {
      if (index.containsKey(participant.key)) {
        kept.put(participant.key, participant);
      } else {
        participant.leaveGroup();
        deliveries.deliver(participant, new Event.Removed());
        deadlines.disarm(participant);
      }
    }
    // What the network tells while it is configured is nothing to those that are gone.
    roster.replace(kept, config.vrrp());
    ports.network().configure(next, index);
    links.configure(next.vrrp().interfaceDelays());
    seen.scripts().keySet().retainAll(next.vrrp().scripts().keySet());
    seen.processes().keySet().retainAll(next.vrrp().processes().keySet());
    seen.files().keySet().retainAll(next.trackFiles().keySet());
    seen.bfd().keySet().retainAll(next.bfdInstances().keySet());
    config = next;
    takeOver(index);
  }

  /// The longer of both delays counts: after our start, and after the machine's.
  private MonoTime firstElection(GlobalSettings.VrrpGlobals settings) {
    var started = ports.loop().now().plus(settings.startupDelay());
    var booted = ports.booted().plus(settings.delayAfterBoot());
    return started.isBefore(booted) ? booted : started;
  }

  private void takeOver(Map<InstanceKey, VrrpInstance> index) {
    var participants = new LinkedHashMap<InstanceKey, Participant>();
    var changed = new LinkedHashMap<Participant, VrrpInstance>();
    var added = new ArrayList<Participant>();
    index.forEach(
        (key, instance) -> {
          var participant = roster.find(key).orElse(null);
          if (participant == null) {
            var assessment = Priority.assess(instance, Optional.empty(), seen);
            participant = new Participant(key, instance, assessment, ports.wall().instant());
            added.add(participant);
          } else if (!participant.config.equals(instance)) {
            changed.put(participant, participant.config);
            participant.config = instance;
          }
          participants.put(key, participant);
        });
    roster.replace(participants, config.vrrp());
    for (var participant : participants.values()) {
      participant.assessAnew(following.assess(participant));
    }
    added.forEach(this::logPriority);
    added.forEach(participant -> ports.network().reconcile(participant.key, Possessions.NONE));
    changed.forEach(this::changed);
    begin(participants);
    tryAgainSoon(participants.values());
  }

  /// Where trackers move it from the very start.
  private void logPriority(Participant participant) {
    int configured = participant.config.election().priority();
    if (participant.assessment.priority() != configured) {
      following.logPriority(participant, configured);
    }
  }

  private void changed(Participant participant, VrrpInstance before) {
    var still = Possessions.of(participant.config);
    for (var address : Possessions.of(before).addresses()) {
      if (!still.has(address) && participant.state.ownsAddresses()) {
        ports
            .log()
            .accept(
                Report.info(
                    "(%s) ip address %s dev %s, no longer exist"
                        .formatted(
                            participant.name(),
                            address.prefix(),
                            address
                                .interfaceName()
                                .or(participant.config::interfaceName)
                                .orElse(""))));
      }
    }
    deliveries.deliver(participant, new Event.Reconfigured(before));
  }

  /// Members with a fault go first, so that those of their sync group need not start in vain; new
  /// members of a group that is master join it as such, also those that were in FAULT until now.
  private void begin(Map<InstanceKey, Participant> participants) {
    for (var participant : participants.values()) {
      if (!participant.assessment.faults().isEmpty()) {
        following.follow(participant);
      }
    }
    for (var participant : participants.values()) {
      boolean joins = participant.group.filter(VrrpEngine::mastered).isPresent();
      if (joins && startable(participant) && participant.state instanceof State.Initialize) {
        deliveries.deliverTogether(
            participant,
            List.of(new Event.Started(startsAt.orElseThrow()), new Event.GroupElected()));
      } else if (joins && startable(participant) && participant.state instanceof State.Fault) {
        deliveries.deliverTogether(
            participant,
            List.of(new Event.Recovered(), new Event.GroupRecovered(), new Event.GroupElected()));
      } else {
        following.follow(participant);
      }
    }
    roster.groups().forEach(deliveries::agree);
  }

  private static boolean mastered(Group group) {
    return group.states().stream().anyMatch(State.Master.class::isInstance)
        && group.members.stream().allMatch(member -> member.assessment.faults().isEmpty());
  }

  private static boolean startable(Participant participant) {
    return participant.assessment.faults().isEmpty() && !participant.assessment.pending();
  }

  /// A deadline has come. What the sockets already hold may have to be heard first.
  private void wake() {
    var now = ports.loop().now();
    var due = deadlines.due(now);
    for (var participant : due) {
      if (VirtualRouter.hearsFirst(participant.router(), participant.state, now)) {
        ports.network().drain();
        break;
      }
    }
    for (var participant : due) {
      deliveries.deliver(participant, new Event.TimedOut());
      if (speaking.tryAgain(participant)) {
        deadlines.arm(participant);
      }
    }
    deadlines.schedule();
    publishIfChanged();
  }

  @Override
  public void received(Optional<String> interfaceName, Envelope envelope) {
    if (reception.received(interfaceName, envelope)) {
      deadlines.schedule();
      publishIfChanged();
    }
  }

  @Override
  public void interfaceChanged(InterfaceStatus status) {
    links.changed(status);
    if (!status.present() && roster.dependents(Input.INTERFACE, status.name()).isEmpty()) {
      links.forget(status.name());
    }
  }

  private void voiceChanged(Participant participant) {
    following.reassess(participant);
  }

  /// What kept adverts from leaving may be over.
  private void tryAgainSoon(Collection<Participant> concerned) {
    for (var participant : concerned) {
      if (participant.voice.nextTry().isPresent()) {
        participant.voice = participant.voice.tryingAt(ports.loop().now());
        deadlines.arm(participant);
      }
    }
    deadlines.schedule();
  }

  private void linkAccepted(InterfaceStatus status) {
    following.interfaceChanged(status.name());
    tryAgainSoon(roster.dependents(Input.INTERFACE, status.name()));
    publishIfChanged();
  }

  @Override
  public void restored(InstanceKey instance, String deed) {
    roster
        .find(instance)
        .ifPresent(
            participant -> {
              participant.counters.add(Counter.RESTORED);
              var text = "(%s) %s (%d times so far)";
              long times = participant.counters.count(Counter.RESTORED);
              ports.log().accept(Report.warning(text.formatted(participant.name(), deed, times)));
            });
  }

  /// A script counts as succeeding or failing.
  public void scriptVerdict(String script, boolean up) {
    observed(Input.SCRIPT, script, seen.scripts().put(script, up), up);
  }

  /// A tracked file holds another value.
  public void fileValue(String file, int value) {
    observed(Input.FILE, file, seen.files().put(file, value), value);
  }

  /// Enough tracked processes run, or not.
  public void processQuorum(String process, boolean up) {
    observed(Input.PROCESS, process, seen.processes().put(process, up), up);
  }

  /// A BFD session went up or down.
  public void bfdState(String session, boolean up) {
    observed(Input.BFD, session, seen.bfd().put(session, up), up);
  }

  private void observed(Input input, String name, Object before, Object after) {
    if (!after.equals(before)) {
      following.reassess(input, name);
      deadlines.schedule();
      publishIfChanged();
    }
  }

  /// Resigns everywhere, gives everything back and tells STOP.
  public void shutdown() {
    shutdown(true);
  }

  /// @param resigning false where what is ours stays for our successor on this host
  public void shutdown(boolean resigning) {
    roster.all().forEach(Participant::leaveGroup);
    for (var participant : roster.snapshot()) {
      deliveries.deliver(participant, new Event.Stopped(resigning));
      deadlines.disarm(participant);
    }
    for (var group : roster.groups()) {
      ports
          .notices()
          .accept(new Notification.GroupEntered(group.config.name(), Notification.State.STOP));
    }
    roster.replace(Map.of(), Config.EMPTY.vrrp());
    ports.network().configure(Config.EMPTY, Map.of());
    published.publish(snapshot());
  }

  /// Sets all counters to zero.
  public void clearCounters() {
    roster.all().forEach(participant -> participant.counters.clear());
    reception.clearCounters();
  }

  /// Everything as it is now.
  public VrrpSnapshot snapshot() {
    return new VrrpSnapshot(
        roster.all().stream().map(Participant::snapshot).toList(),
        roster.groups().stream()
            .map(g -> new VrrpSnapshot.GroupSnapshot(g.config, SyncGroups.stateOf(g.states())))
            .toList(),
        seen.copy(),
        reception.unattributed(),
        reception.unknownVrids());
  }

  /// The snapshot of the last change of state, for readers on other threads. Its counters are those
  /// of that moment; for exact ones ask for [#snapshot] on the loop.
  public VrrpSnapshot published() {
    return published.latest();
  }

  private void publishIfChanged() {
    if (deliveries.takeTransition()) {
      published.publish(snapshot());
    }
  }
}
