package keepalived.vrrp.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.VrrpInstance;
import keepalived.core.event.Happening;
import keepalived.core.event.Published;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.engine.InstanceTable.Input;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.machine.OwnLines;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.machine.SyncGroupRules;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.port.VrrpNetwork;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.priority.InterfaceStatus;
import keepalived.vrrp.priority.LinkDampening;
import keepalived.vrrp.priority.PriorityCalculation;
import keepalived.vrrp.priority.TrackerResults;
import keepalived.vrrp.transition.EventTrail;
import keepalived.vrrp.transition.Evidence;
import keepalived.vrrp.transition.Transition;

/// Runs all virtual routers of a host on one loop: passes events to the machine and its effects to
/// the ports. Call every method on the loop.
public final class VrrpEngine implements VrrpNetwork.Listener {

  /// How long adverts that come due one after another delay the kernel tables.
  private static final Duration ADVERTS_ONLY = Duration.ofMillis(100);

  private final VrrpPorts ports;
  private final InstanceTable table = new InstanceTable();
  private final TrackerResults seen = TrackerResults.none();
  private final LinkDampening dampening;
  private final Deadlines deadlines;
  private final AdvertSender sender;
  private final EventTrail trail;
  private final EventDispatcher dispatcher;
  private final AdvertReceiver receiver;
  private final TrackingReevaluator reevaluator;
  private final Published<VrrpSnapshot> published = new Published<>(VrrpSnapshot.EMPTY);
  private Config config = Config.EMPTY;
  private Optional<MonoTime> startsAt = Optional.empty();

  public VrrpEngine(VrrpPorts ports) {
    this(ports, ElectionMachine::step);
  }

  /// For tests: an engine with another machine.
  public VrrpEngine(VrrpPorts ports, ElectionMachine.Machine machine) {
    this.ports = ports;
    this.deadlines = new Deadlines(ports.loop(), this::wake);
    this.sender = new AdvertSender(ports, this::sendHealthChanged);
    this.dispatcher = new EventDispatcher(ports, machine, deadlines, sender);
    this.trail = dispatcher.trail();
    this.receiver = new AdvertReceiver(ports, table, dispatcher);
    this.reevaluator = new TrackingReevaluator(ports, table, seen, dispatcher);
    this.dampening =
        new LinkDampening(
            ports.loop(), seen.interfaces(), table::patience, ports.log(), this::linkAccepted);
  }

  /// Applies a configuration; the start is a reload from an empty one. Does not touch what has not
  /// changed.
  public void reconfigure(Config next) {
    if (startsAt.isEmpty()) {
      startsAt = Optional.of(firstElection(next.global().vrrp()));
      var delay = startsAt.get().since(ports.loop().now());
      if (delay.isPositive()) {
        ports.log().accept(OriginalLines.delayed(delay));
      }
    }
    if (config != Config.EMPTY) {
      trail.note(
          evidence(table.all()),
          Happening.of(Happening.Kind.RELOAD, "vrrp")
              .with("instances", next.vrrp().instances().size()));
    }
    ports.network().together(() -> goOverTo(next));
    published.publish(snapshot());
  }

  private void goOverTo(Config next) {
    receiver.configure(next.global().vrrp().logUnknownVrids(), startsAt.orElseThrow());
    reevaluator.configure(startsAt.orElseThrow());
    var index = InstanceKey.index(next.vrrp());
    var kept = new LinkedHashMap<InstanceKey, Instance>();
    for (var instance : table.snapshot()) {
      if (index.containsKey(instance.key)) {
        kept.put(instance.key, instance);
      } else {
        instance.leaveGroup();
        dispatcher.deliver(instance, new Event.Removed());
        deadlines.disarm(instance);
      }
    }
    // Remove instances first: configure() may call back with interface events.
    table.replace(kept, config.vrrp());
    ports.network().configure(next, index);
    dampening.configure(next.vrrp().interfaceDelays());
    seen.scripts().keySet().retainAll(next.vrrp().scripts().keySet());
    seen.processes().keySet().retainAll(next.vrrp().processes().keySet());
    seen.files().keySet().retainAll(next.trackFiles().keySet());
    seen.bfd().keySet().retainAll(next.bfdInstances().keySet());
    config = next;
    takeOver(index);
  }

  /// The later of two instants: `vrrp_startup_delay` after our start, and the boot delay after the
  /// host's boot.
  private MonoTime firstElection(GlobalSettings.VrrpGlobals settings) {
    var started = ports.loop().now().plus(settings.startupDelay());
    var booted = ports.booted().plus(settings.delayAfterBoot());
    return started.isBefore(booted) ? booted : started;
  }

  private void takeOver(Map<InstanceKey, VrrpInstance> index) {
    var next = new LinkedHashMap<InstanceKey, Instance>();
    var changed = new LinkedHashMap<Instance, VrrpInstance>();
    var added = new ArrayList<Instance>();
    index.forEach(
        (key, wanted) -> {
          var instance = table.find(key).orElse(null);
          if (instance == null) {
            var outcome = PriorityCalculation.assess(wanted, Optional.empty(), seen);
            var born = Transition.born(ports.wall().instant(), ports.loop().now());
            instance = new Instance(key, wanted, outcome, born);
            added.add(instance);
          } else if (!instance.config.equals(wanted)) {
            changed.put(instance, instance.config);
            instance.config = wanted;
          }
          next.put(key, instance);
        });
    table.replace(next, config.vrrp());
    for (var instance : next.values()) {
      instance.assessAnew(reevaluator.assess(instance));
    }
    added.forEach(this::logPriority);
    added.forEach(instance -> ports.network().reconcile(instance.key, OwnedResources.NONE));
    changed.forEach(this::changed);
    begin(next);
    tryAgainSoon(next.values());
  }

  /// Logs a priority that trackers change at the start.
  private void logPriority(Instance instance) {
    int configured = instance.config.election().priority();
    if (instance.outcome.priority() != configured) {
      reevaluator.logPriority(instance, configured);
    }
  }

  private void changed(Instance instance, VrrpInstance before) {
    var still = OwnedResources.of(instance.config);
    for (var address : OwnedResources.of(before).addresses()) {
      if (!still.has(address) && instance.state.ownsAddresses()) {
        ports.log().accept(OriginalLines.addressNoLongerExists(instance.config, address));
      }
    }
    dispatcher.deliver(instance, new Event.Reconfigured(before));
  }

  /// Starts members with a fault first, so that the others of their sync group do not start in
  /// vain. New members of a group that is master become master with it, also those that were in
  /// FAULT.
  private void begin(Map<InstanceKey, Instance> next) {
    for (var instance : next.values()) {
      if (!instance.outcome.faults().isEmpty()) {
        reevaluator.follow(instance);
      }
    }
    for (var instance : next.values()) {
      boolean joins = instance.group.filter(VrrpEngine::mastered).isPresent();
      if (joins && startable(instance) && instance.state instanceof State.Initialize) {
        dispatcher.deliverTogether(
            instance, List.of(new Event.Started(startsAt.orElseThrow()), new Event.GroupElected()));
      } else if (joins && startable(instance) && instance.state instanceof State.Fault) {
        dispatcher.deliverTogether(
            instance,
            List.of(new Event.Recovered(), new Event.GroupRecovered(), new Event.GroupElected()));
      } else {
        reevaluator.follow(instance);
      }
    }
    table.groups().forEach(dispatcher::agree);
  }

  private static boolean mastered(Group group) {
    return group.states().values().stream().anyMatch(State.Master.class::isInstance)
        && group.members.stream().allMatch(member -> member.outcome.faults().isEmpty());
  }

  private static boolean startable(Instance instance) {
    return instance.outcome.faults().isEmpty() && !instance.outcome.pending();
  }

  /// A deadline is reached. The deadlines that are reached while the first adverts are sent are
  /// served before the tables change, for at most [#ADVERTS_ONLY].
  private void wake() {
    var end = ports.loop().now().plus(ADVERTS_ONLY);
    dispatcher.advertsFirst(
        () -> {
          var due = deadlines.due(ports.loop().now());
          while (!due.isEmpty()) {
            hearFirst(due);
            due.forEach(dispatcher::timeOut);
            due.forEach(this::tryAgain);
            ports.loop().readClock();
            var now = ports.loop().now();
            due = end.reached(now) ? List.of() : deadlines.due(now);
          }
        });
    deadlines.schedule();
    publishIfChanged();
  }

  private void tryAgain(Instance instance) {
    if (sender.tryAgain(instance)) {
      deadlines.arm(instance);
    }
  }

  /// Receives the packets that wait in the sockets, if the deadline of one of these may be
  /// obsolete.
  private void hearFirst(List<Instance> due) {
    var now = ports.loop().now();
    for (var instance : due) {
      if (ElectionMachine.hearsFirst(instance.input(), instance.state, now)) {
        ports.network().drain();
        return;
      }
    }
  }

  @Override
  public void received(Optional<String> interfaceName, Envelope envelope) {
    if (receiver.received(interfaceName, envelope)) {
      deadlines.schedule();
      publishIfChanged();
    }
  }

  @Override
  public void interfaceChanged(InterfaceStatus status) {
    dampening.changed(status);
    if (!status.present() && table.dependents(Input.INTERFACE, status.name()).isEmpty()) {
      dampening.forget(status.name());
    }
  }

  private void sendHealthChanged(Instance instance) {
    reevaluator.reassess(instance);
  }

  /// Schedules probes now: the reason why adverts failed may be gone.
  private void tryAgainSoon(Collection<Instance> concerned) {
    for (var instance : concerned) {
      if (instance.sendHealth.nextTry().isPresent()) {
        instance.sendHealth = instance.sendHealth.tryingAt(ports.loop().now());
        deadlines.arm(instance);
      }
    }
    deadlines.schedule();
  }

  private static List<Evidence> evidence(Collection<Instance> concerned) {
    return concerned.stream().map(instance -> instance.evidence).toList();
  }

  private void linkAccepted(InterfaceStatus status) {
    var concerned = table.dependents(Input.INTERFACE, status.name());
    if (!concerned.isEmpty()) {
      trail.link(status.name(), status.up(), evidence(concerned));
    }
    reevaluator.interfaceChanged(status.name());
    tryAgainSoon(table.dependents(Input.INTERFACE, status.name()));
    publishIfChanged();
  }

  @Override
  public void restored(InstanceKey key, String deed) {
    table
        .find(key)
        .ifPresent(
            instance -> {
              instance.counters.add(Counter.RESTORED);
              long times = instance.counters.count(Counter.RESTORED);
              ports.log().accept(OwnLines.restored(instance.name(), deed, times));
              trail.note(
                  List.of(instance.evidence),
                  Happening.of(Happening.Kind.RESTORED, instance.name())
                      .with("what", deed)
                      .with("times", times));
            });
  }

  /// A tracked script is up or down, after rise and fall.
  public void scriptVerdict(String script, boolean up) {
    observed(Input.SCRIPT, script, seen.scripts().put(script, up), up);
  }

  /// The value of a tracked file changed.
  public void fileValue(String file, int value) {
    observed(Input.FILE, file, seen.files().put(file, value), value);
  }

  /// A tracked process reached or lost its quorum.
  public void processQuorum(String process, boolean up) {
    observed(Input.PROCESS, process, seen.processes().put(process, up), up);
  }

  /// A BFD session went up or down.
  public void bfdState(String session, boolean up) {
    observed(Input.BFD, session, seen.bfd().put(session, up), up);
  }

  private void observed(Input input, String name, Object before, Object after) {
    if (!after.equals(before)) {
      var event =
          Happening.of(Happening.Kind.OBSERVED, name)
              .with("tracker", input.name().toLowerCase(Locale.ROOT))
              .with("result", word(after));
      trail.note(
          evidence(table.dependents(input, name)),
          before == null ? event : event.with("before", word(before)));
      reevaluator.reassess(input, name);
      deadlines.schedule();
      publishIfChanged();
    }
  }

  private static String word(Object result) {
    return result instanceof Boolean up ? up ? "up" : "down" : result.toString();
  }

  /// Resigns all instances, removes all resources and notifies STOP.
  public void shutdown() {
    shutdown(true);
  }

  /// @param resigning false leaves all resources in place for the next daemon on this host
  public void shutdown(boolean resigning) {
    trail.note(
        evidence(table.all()),
        Happening.of(Happening.Kind.STOP, "vrrp").with("resigning", resigning));
    table.all().forEach(Instance::leaveGroup);
    for (var instance : table.snapshot()) {
      dispatcher.deliver(instance, new Event.Stopped(resigning));
      deadlines.disarm(instance);
    }
    for (var group : table.groups()) {
      ports
          .notices()
          .accept(
              new VrrpNotification.GroupEntered(group.config.name(), VrrpNotification.State.STOP));
    }
    table.replace(Map.of(), Config.EMPTY.vrrp());
    ports.network().configure(Config.EMPTY, Map.of());
    published.publish(snapshot());
  }

  /// The time until the most impatient peer takes over from us, minus one advert interval; empty
  /// while no instance is MASTER.
  public Optional<Duration> patience() {
    return table.all().stream()
        .filter(instance -> instance.state.ownsAddresses())
        .map(Instance::patience)
        .min(Duration::compareTo);
  }

  /// Ends without resigning and without releasing anything: another engine continues.
  public Legacy handOver() {
    table.all().forEach(deadlines::disarm);
    var first = startsAt.orElseGet(ports.loop()::now);
    var legacy = new Legacy(config, first, table, seen.copy());
    table.replace(Map.of(), Config.EMPTY.vrrp());
    return legacy;
  }

  /// Continues in the state of another engine. Called before the first [#reconfigure].
  public void succeed(Legacy legacy) {
    startsAt = Optional.of(legacy.startsAt);
    config = legacy.config;
    seen.takeTrackers(legacy.results);
    table.remember(legacy.groups);
    table.replace(legacy.instances, config.vrrp());
    var now = ports.loop().now();
    for (var instance : table.all()) {
      instance.state = ElectionMachine.resumed(instance.input(), instance.state, now);
    }
    ports.network().together(this::holdWhatIsOurs);
    deadlines.schedule();
    published.publish(snapshot());
  }

  private void holdWhatIsOurs() {
    ports.network().configure(config, InstanceKey.index(config.vrrp()));
    for (var instance : table.snapshot()) {
      boolean owns = instance.state.ownsAddresses();
      ports
          .network()
          .reconcile(instance.key, owns ? OwnedResources.of(instance.config) : OwnedResources.NONE);
      deadlines.arm(instance);
    }
  }

  /// Sets all counters to zero.
  public void clearCounters() {
    table.all().forEach(instance -> instance.counters.clear());
    receiver.clearCounters();
  }

  /// The current state. Called on the loop.
  public VrrpSnapshot snapshot() {
    var now = ports.loop().now();
    return new VrrpSnapshot(
        table.all().stream().map(instance -> instance.snapshot(now)).toList(),
        table.groups().stream()
            .map(
                g ->
                    new VrrpSnapshot.GroupSnapshot(
                        g.config, SyncGroupRules.stateOf(g.states().values())))
            .toList(),
        seen.copy(),
        receiver.unattributed(),
        receiver.unknownVrids());
  }

  /// The snapshot of the last change of state, for readers on other threads. Its counters are those
  /// of that moment; [#snapshot], on the loop, has the current ones.
  public VrrpSnapshot published() {
    return published.latest();
  }

  private void publishIfChanged() {
    if (dispatcher.takeTransition()) {
      published.publish(snapshot());
    }
  }
}
