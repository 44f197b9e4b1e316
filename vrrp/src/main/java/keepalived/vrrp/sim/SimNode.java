package keepalived.vrrp.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.event.Recorder;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv6Address;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.advert.OutgoingPacket;
import keepalived.vrrp.engine.VrrpEngine;
import keepalived.vrrp.engine.VrrpSnapshot;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.priority.InterfaceStatus;

/// A router of the simulation: an engine on its own loop, with injectable faults. Checks the
/// invariants after every event.
public final class SimNode implements VirtualLan.Port, VirtualNetwork.Witness {

  /// The time of day when the simulation starts.
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  /// The properties of a router that a run does not change.
  ///
  /// @param interfaces with their addresses
  /// @param partsPerMillion drift of its clock
  /// @param clockError of its time of day
  public record Host(
      String name,
      Map<String, List<IpAddress>> interfaces,
      long partsPerMillion,
      Duration clockError) {}

  /// The number of adverts refused in a row.
  private record Refused(int count, MonoTime since, MonoTime last) {

    Refused again(MonoTime now) {
      return new Refused(count + 1, since, now);
    }

    boolean tooMany(VrrpInstance instance) {
      int most = Math.max(2, instance.election().downTimerAdverts()) + 1;
      var limit = instance.election().advertInterval().multipliedBy(most);
      return count > most && last.since(since).compareTo(limit) > 0;
    }
  }

  private final int number;
  private final Host host;
  private final SimLoop world;
  private final VirtualLan lan;
  private final ElectionMachine.Machine machine;
  private final EventLog trail;
  private final Map<String, Integer> masterships = new HashMap<>();
  private final Set<String> down = new HashSet<>();

  private final Map<InstanceKey, Refused> refused = new HashMap<>();

  /// Instances that advertised before they had their addresses.
  private final Set<InstanceKey> early = new HashSet<>();

  /// The instances that were master at the last check.
  private final Set<InstanceKey> wasMaster = new HashSet<>();

  private StallRule stallRule = new StallRule();
  private Config config;
  private NodeLoop loop;
  private VirtualNetwork network;
  private VrrpEngine engine;
  private VrrpSnapshot checked = VrrpSnapshot.EMPTY;

  SimNode(
      int number,
      Host host,
      Config config,
      SimLoop world,
      VirtualLan lan,
      ElectionMachine.Machine machine,
      EventLog trail) {
    this.number = number;
    this.host = host;
    this.config = config;
    this.world = world;
    this.lan = lan;
    this.machine = machine;
    this.trail = trail;
  }

  /// Starts the daemon, without state from earlier runs.
  void start() {
    loop = new NodeLoop(world, host.partsPerMillion(), this::checkIfChanged);
    masterships.clear();
    refused.clear();
    early.clear();
    stallRule = new StallRule();
    var addresses = new HashSet<IpAddress>();
    host.interfaces().values().forEach(addresses::addAll);
    network = new VirtualNetwork(number, lan, addresses, this);
    engine =
        new VrrpEngine(
            new VrrpPorts(
                loop,
                new MonoTime(0),
                () -> EPOCH.plus(host.clockError()).plusNanos(world.now().nanos()),
                network,
                this::told,
                report -> trail.add(host.name(), report),
                Recorder.counting()),
            machine);
    network.listen(engine);
    host.interfaces().keySet().forEach(this::tellInterface);
    engine.reconfigure(config);
    trackersAreContent();
    check();
  }

  private void trackersAreContent() {
    config.vrrp().scripts().keySet().forEach(s -> engine.scriptVerdict(s, true));
    config.vrrp().processes().keySet().forEach(p -> engine.processQuorum(p, true));
    config.bfdInstances().keySet().forEach(session -> engine.bfdState(session, true));
    config
        .trackFiles()
        .forEach(
            (name, file) -> engine.fileValue(name, file.initial().map(i -> i.value()).orElse(0)));
  }

  void file(String name, int value) {
    engine.fileValue(name, value);
    check();
  }

  void process(String name, boolean up) {
    engine.processQuorum(name, up);
    check();
  }

  private void tellInterface(String name) {
    boolean up = !down.contains(name);
    engine.interfaceChanged(new InterfaceStatus(name, 2, up, 1500, host.interfaces().get(name)));
  }

  private void told(VrrpNotification notice) {
    trail.add(host.name(), notice);
    if (notice instanceof VrrpNotification.InstanceEntered(var instance, var state, _)
        && state == VrrpNotification.State.MASTER) {
      masterships.merge(instance, 1, Integer::sum);
    }
  }

  @Override
  public boolean owns(IpAddress address) {
    return network.owns(address);
  }

  @Override
  public void receive(String segment, Envelope envelope) {
    if (loop.isDead()) {
      return;
    }
    network.arrive(segment, envelope);
    if (!loop.isFrozen()) {
      network.drain();
      checkIfChanged();
    }
  }

  boolean alive() {
    return !loop.isDead();
  }

  boolean frozen() {
    return loop.isFrozen();
  }

  String name() {
    return host.name();
  }

  Config config() {
    return config;
  }

  /// How often instances have become master, or left it, since the start.
  long transitions() {
    long count = 0;
    for (var instance : engine.snapshot().instances()) {
      count += instance.counters().get(Counter.BECAME_MASTER);
      count += instance.counters().get(Counter.RELEASED_MASTER);
    }
    return count;
  }

  /// As of the last change of state.
  VrrpSnapshot published() {
    return engine.published();
  }

  VrrpSnapshot snapshot() {
    return engine.snapshot();
  }

  void crash() {
    trail.add(host.name(), "crashes");
    loop.kill();
  }

  void freeze() {
    trail.add(host.name(), "stands still");
    stallRule.standsStill(loop.now());
    loop.freeze();
  }

  /// Ends a stall; the packets in the sockets are read before or after the expired timers.
  void thaw(boolean packetsFirst) {
    trail.add(host.name(), "goes on");
    stallRule.goesOn(engine.snapshot(), loop.now());
    if (packetsFirst) {
      loop.thaw();
      network.drain();
    } else {
      network.drain();
      loop.thaw();
    }
    check();
  }

  void reload(Config next) {
    trail.add(host.name(), "reloads");
    config = next;
    engine.reconfigure(next);
    check();
  }

  void stop() {
    trail.add(host.name(), "stops");
    engine.shutdown();
    check();
    loop.kill();
  }

  /// A firewall starts or stops to block outgoing packets.
  void refuse(String segment, boolean on) {
    trail.add(host.name(), segment + (on ? " lets nothing out" : " lets packets out"));
    network.refuse(segment, on);
  }

  void script(String name, boolean up) {
    engine.scriptVerdict(name, up);
    check();
  }

  void link(String name, boolean up) {
    trail.add(host.name(), name + (up ? " up" : " down"));
    if (up) {
      down.remove(name);
      network.plug(name);
    } else {
      down.add(name);
      network.unplug(name);
    }
    tellInterface(name);
    check();
  }

  Set<String> links() {
    return host.interfaces().keySet();
  }

  @Override
  public void sends(InstanceKey key, OutgoingPacket packet) {
    var instance = network.instances().get(key);
    var advert = advert(packet);
    if (instance == null || advert.priority() == 0) {
      return;
    }
    refused.remove(key);
    if (network.held(key).equals(OwnedResources.NONE)) {
      early.add(key);
    }
    int lives = masterships.getOrDefault(instance.name(), 0);
    boolean was = wasMaster.contains(key);
    var sent = new StallRule.Sent(key, instance, lives, was, loop.now());
    if (!stallRule.allows(sent, engine::snapshot)) {
      throw new Violation(
          host.name() + " speaks as master of " + instance.name() + " after a silence");
    }
  }

  /// A router that cannot send must not stay master for long.
  @Override
  public void isRefused(InstanceKey key, OutgoingPacket packet) {
    if (advert(packet).priority() == 0) {
      return;
    }
    var now = loop.now();
    var before = refused.get(key);
    if (before != null && wasMaster.contains(key) && before.tooMany(network.instances().get(key))) {
      throw new Violation(host.name() + " is master of " + key + " and cannot say so");
    }
    refused.put(key, before == null ? new Refused(1, now, now) : before.again(now));
  }

  @Override
  public void takes(InstanceKey key) {
    early.remove(key);
  }

  private static Advertisement advert(OutgoingPacket packet) {
    var envelope =
        packet.source() instanceof Ipv6Address source
                && packet.destination() instanceof Ipv6Address destination
            ? Envelope.ofIpv6(source, destination, packet.ttl(), packet.bytes())
            : Envelope.ofIpv4(packet.bytes());
    if (envelope.content() instanceof Advertisement advert) {
      return advert;
    }
    throw new Violation("sent what is no advertisement: " + envelope.content());
  }

  @Override
  public void announces(InstanceKey key, List<VirtualAddress> addresses) {
    if (!network.held(key).addresses().containsAll(addresses)) {
      throw new Violation(host.name() + " announces addresses it does not hold");
    }
  }

  /// An event that changed no state needs no check.
  private void checkIfChanged() {
    checkEarly();
    if (engine.published() != checked) {
      check();
    }
  }

  /// The invariants that hold after every event.
  private void check() {
    checkEarly();
    checked = engine.published();
    var snapshot = engine.snapshot();
    wasMaster.clear();
    var states = new HashMap<String, State>();
    for (var instance : snapshot.instances()) {
      states.put(instance.config().name(), instance.state());
      boolean master = instance.state().ownsAddresses();
      if (master) {
        wasMaster.add(instance.key());
      } else {
        refused.remove(instance.key());
      }
      var wanted = master ? OwnedResources.of(instance.config()) : OwnedResources.NONE;
      if (!network.held(instance.key()).equals(wanted)) {
        throw new Violation(
            "%s holds %s for %s in %s"
                .formatted(
                    host.name(),
                    network.held(instance.key()),
                    instance.config().name(),
                    instance.state()));
      }
      boolean taking = master || instance.state() instanceof State.Backup;
      if (taking && !instance.faults().isEmpty()) {
        throw new Violation(
            host.name()
                + " takes part in "
                + instance.config().name()
                + " in spite of "
                + instance.faults());
      }
      boolean latched =
          instance.state() instanceof State.Fault(var conditions)
              && !conditions.equals(instance.faults())
              && !(conditions.isEmpty() || instance.faults().isEmpty());
      if (latched) {
        throw new Violation(host.name() + " remembers " + instance.state());
      }
    }
    for (var group : snapshot.groups()) {
      checkGroup(group, states);
    }
  }

  /// A router that advertises must have the addresses at the end of the event: the advert leaves
  /// first.
  private void checkEarly() {
    for (var key : early) {
      throw new Violation(host.name() + " advertises " + key + " without its addresses");
    }
  }

  private void checkGroup(VrrpSnapshot.GroupSnapshot group, Map<String, State> states) {
    var members = new ArrayList<State>();
    group.config().members().forEach(name -> members.add(states.get(name)));
    long masters = members.stream().filter(State.Master.class::isInstance).count();
    long faults = members.stream().filter(State.Fault.class::isInstance).count();
    long waiting = members.stream().filter(State.Initialize.class::isInstance).count();
    if ((masters > 0 && masters + waiting < members.size())
        || (faults > 0 && faults + waiting < members.size())) {
      throw new Violation(host.name() + " has a split group: " + members);
    }
  }
}
