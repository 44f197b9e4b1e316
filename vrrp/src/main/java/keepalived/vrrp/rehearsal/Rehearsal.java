package keepalived.vrrp.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.event.Recorder;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.advert.AdvertWriter;
import keepalived.vrrp.advert.SequenceState;
import keepalived.vrrp.engine.VrrpEngine;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.priority.InterfaceStatus;

/// Instances of the configuration take over and yield, on a virtual clock and in memory. A failover
/// happens once in the life of a process that has idled for months; without a rehearsal, each line
/// of code that it needs runs for the first time then.
///
/// Use one object on one thread.
public final class Rehearsal {

  /// Instances that differ in what their adverts are made of; a few kinds are all that a
  /// configuration has.
  private static final int INSTANCES = 4;

  private static final int HOPS = 255;
  private static final int OWNER = 255;

  private final SimLoop loop = new SimLoop();
  private final MemoryNetwork network = new MemoryNetwork();
  private final Config config;
  private final VrrpEngine engine =
      new VrrpEngine(
          new VrrpPorts(
              loop,
              new MonoTime(0),
              () -> Instant.EPOCH.plusNanos(loop.now().nanos()),
              network,
              _ -> {},
              _ -> {},
              Recorder.counting()));

  /// @param running the configuration whose instances are rehearsed, without their trackers' state
  public Rehearsal(Config running) {
    config = some(running);
    links(true);
    engine.reconfigure(config);
    var vrrp = config.vrrp();
    vrrp.scripts().keySet().forEach(script -> engine.scriptVerdict(script, true));
    vrrp.processes().keySet().forEach(process -> engine.processQuorum(process, true));
    config.trackFiles().keySet().forEach(file -> engine.fileValue(file, 0));
    config.bfdInstances().keySet().forEach(session -> engine.bfdState(session, true));
  }

  /// One instance of each kind, outside of sync groups.
  private static Config some(Config running) {
    var kinds = new HashSet<List<Object>>();
    var some = new LinkedHashMap<String, VrrpInstance>();
    running
        .vrrp()
        .instances()
        .forEach(
            (name, instance) -> {
              if (some.size() < INSTANCES && kinds.add(kind(instance))) {
                some.put(name, instance);
              }
            });
    var none = Config.EMPTY;
    var vrrp = running.vrrp();
    return new Config(
        none.global(),
        new VrrpConfig(
            some,
            Map.of(),
            vrrp.scripts(),
            vrrp.processes(),
            none.vrrp().statics(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            false),
        none.lvs(),
        running.trackFiles(),
        running.bfdInstances());
  }

  private static List<Object> kind(VrrpInstance instance) {
    return List.of(
        instance.version(),
        instance.family(),
        instance.transport().getClass(),
        instance.authentication().getClass());
  }

  /// Rehearses until each instance has been through `rounds` elections, or until the time is over.
  ///
  /// @param limit of the real time that this may take
  public void run(int rounds, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    var longest =
        config.vrrp().instances().values().stream()
            .map(instance -> instance.election().advertInterval())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    for (int round = 1; round <= rounds && System.nanoTime() < end; round++) {
      loop.runFor(longest.multipliedBy(6));
      config.vrrp().instances().values().forEach(this::hearBetterRouter);
      if (round % 4 == 0) {
        links(false);
        links(true);
      }
    }
  }

  private void links(boolean up) {
    for (var instance : config.vrrp().instances().values()) {
      instance.interfaceName().ifPresent(name -> link(name, up));
    }
  }

  private void link(String name, boolean up) {
    List<IpAddress> addresses =
        List.of(Ipv4Address.of("192.0.2.1"), Ipv6Address.of("fe80::c000:201"));
    engine.interfaceChanged(new InterfaceStatus(name, 1, up, 1500, addresses));
  }

  private void hearBetterRouter(VrrpInstance instance) {
    IpAddress peer =
        instance.family() == Family.IPV4
            ? Ipv4Address.of("192.0.2.2")
            : Ipv6Address.of("fe80::c000:202");
    var other = new ElectionInput(instance, OWNER, Optional.of(peer), false);
    var packets = AdvertWriter.write(other, SequenceState.FRESH, OWNER, Instant.EPOCH).packets();
    for (var packet : packets) {
      var envelope =
          instance.family() == Family.IPV4
              ? Envelope.ofIpv4(packet.bytes())
              : Envelope.ofIpv6(
                  (Ipv6Address) peer, (Ipv6Address) packet.destination(), HOPS, packet.bytes());
      engine.received(instance.interfaceName(), envelope);
    }
  }

  /// Takeovers so far, of all instances.
  public long takeovers() {
    return engine.snapshot().instances().stream()
        .mapToLong(instance -> instance.counters().get(Counter.BECAME_MASTER))
        .sum();
  }

  /// Packets that a network would have sent.
  public long sent() {
    return network.sent();
  }
}
