package keepalived.vrrp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.KernelOptions;
import keepalived.core.event.Recorder;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.advert.AdvertWriter;
import keepalived.vrrp.advert.SendHealth;
import keepalived.vrrp.advert.SequenceState;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.priority.InterfaceStatus;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.Test;

/// The adverts of an instance, whether they are sent, and how many of them other routers' packets
/// can trigger.
class AdvertSenderTest {

  private static final Ipv4Address SELF = Ipv4Address.of("10.0.0.5");
  private static final Ipv4Address PEER = Ipv4Address.of("10.0.0.2");
  private static final InstanceFixture ONE = InstanceFixture.of("VI_1", 51, 100);
  private static final InstanceFixture TWO = InstanceFixture.of("VI_2", 52, 100);
  private static final Duration TAKEOVER = Duration.ofMillis(3610);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimLoop loop = new SimLoop();
  private final List<String> told = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final PaperNetwork network = new PaperNetwork();
  private final VrrpEngine engine =
      new VrrpEngine(
          new VrrpPorts(
              loop,
              new MonoTime(0),
              () -> Instant.EPOCH.plusNanos(loop.now().nanos()),
              network,
              notice -> told.add(notice.toString()),
              report -> log.add(report.text()),
              Recorder.counting()));

  private void link(boolean up, IpAddress... addresses) {
    engine.interfaceChanged(new InterfaceStatus("eth0", 2, up, 1500, List.of(addresses)));
  }

  private void masterOf(InstanceFixture... sketches) {
    link(true, SELF);
    var instances = new ArrayList<VrrpInstance>();
    for (var sketch : sketches) {
      instances.add(sketch.instance());
    }
    engine.reconfigure(EngineConfigs.of(instances.toArray(VrrpInstance[]::new)));
    loop.runFor(TAKEOVER);
    assertInstanceOf(State.Master.class, state());
  }

  private State state() {
    return engine.snapshot().instances().getFirst().state();
  }

  private long count(Counter counter) {
    return engine.snapshot().instances().getFirst().counters().get(counter);
  }

  private long lines(String text) {
    return log.stream().filter(line -> line.contains(text)).count();
  }

  private void hear(InstanceFixture sketch, int priority) {
    var router =
        new ElectionInput(sketch.priority(priority).instance(), priority, Optional.of(PEER), false);
    var packet = AdvertWriter.write(router, SequenceState.FRESH, priority, Instant.EPOCH).packets();
    engine.received(Optional.of("eth0"), Envelope.ofIpv4(packet.getFirst().bytes()));
  }

  @Test
  void whoseAddressIsGoneResignsFromIt() {
    masterOf(ONE);
    network.done.clear();
    link(true);
    assertEquals(List.of("send 51 0 " + SELF, "remove 51"), network.done);
    assertTrue(log.contains("(VI_1) sent 0 priority"), log::toString);
    assertEquals(1, count(Counter.PRIORITY_ZERO_SENT));
    assertInstanceOf(State.Fault.class, state());
  }

  @Test
  void whatWasNotSentIsNotSaid() {
    masterOf(ONE);
    network.refusal = Optional.of("Network is down");
    long sent = count(Counter.ADVERT_SENT);
    link(false, SELF);
    assertEquals(0, lines("sent 0 priority"), log::toString);
    assertTrue(log.contains("(VI_1) could not send 0 priority: Network is down"), log::toString);
    assertEquals(0, count(Counter.PRIORITY_ZERO_SENT));
    assertEquals(sent, count(Counter.ADVERT_SENT));
    assertEquals(1, count(Counter.SEND_FAILED));
  }

  @Test
  void whoCannotSendIsNotMaster() {
    masterOf(ONE);
    network.refusal = Optional.of("Operation not permitted");
    loop.runFor(SECOND.multipliedBy(2));
    assertInstanceOf(State.Master.class, state());
    loop.runFor(SECOND);
    assertInstanceOf(State.Fault.class, state());
    assertEquals("remove 51", network.done.getLast());
    assertEquals(
        1,
        lines("(VI_1) entering FAULT state (cannot send adverts: Operation not permitted)"),
        log::toString);
    assertEquals(
        "cannot send adverts: Operation not permitted",
        engine.snapshot().instances().getFirst().missing());
    // for as long as it lasts
    loop.runFor(Duration.ofMinutes(10));
    assertInstanceOf(State.Fault.class, state());
    assertEquals(1, lines("entering FAULT state"), log::toString);
    network.refusal = Optional.empty();
    network.done.clear();
    loop.runFor(SendHealth.LONGEST_PAUSE);
    assertEquals(1, network.count("send 0 0 "), network.done::toString);
    loop.runFor(TAKEOVER);
    assertInstanceOf(State.Master.class, state());
  }

  private static VrrpInstance untracked() {
    var i = ONE.instance();
    var kernel =
        new KernelOptions(true, false, false, false, 0, Optional.empty(), Optional.empty());
    return new VrrpInstance(
        i.name(),
        i.vrid(),
        i.version(),
        i.family(),
        i.interfaceName(),
        i.election(),
        i.transport(),
        i.authentication(),
        i.advertOptions(),
        i.announcements(),
        i.addresses(),
        i.excluded(),
        i.routes(),
        i.rules(),
        i.tracking(),
        i.virtualMac(),
        kernel,
        i.notices());
  }

  /// `dont_track_primary` keeps a master whose interface is down.
  @Test
  void whoseInterfaceMayBeDownMayBeSilentFromItToo() {
    link(true, SELF);
    engine.reconfigure(EngineConfigs.of(untracked()));
    loop.runFor(TAKEOVER);
    network.refusal = Optional.of("Network is down");
    link(false, SELF);
    loop.runFor(Duration.ofMinutes(1));
    assertInstanceOf(State.Master.class, state());
    // The interface is up, and still nothing is sent: that is another fault.
    link(true, SELF);
    loop.runFor(SECOND);
    assertInstanceOf(State.Fault.class, state());
  }

  @Test
  void oneAdvertThatIsRefusedChangesNothing() {
    masterOf(ONE);
    for (int i = 0; i < 20; i++) {
      network.refusal = i % 3 == 2 ? Optional.empty() : Optional.of("No buffer space available");
      loop.runFor(SECOND);
    }
    assertInstanceOf(State.Master.class, state());
    assertEquals(0, lines("FAULT"), log::toString);
  }

  @Test
  void aChangeOfTheInterfaceOrAReloadIsTriedAtOnce() {
    for (var change :
        List.<Runnable>of(
            () -> link(true, SELF, PEER),
            () -> engine.reconfigure(EngineConfigs.of(ONE.instance())))) {
      masterOf(ONE);
      network.refusal = Optional.of("Network is unreachable");
      loop.runFor(Duration.ofMinutes(1));
      assertInstanceOf(State.Fault.class, state());
      network.refusal = Optional.empty();
      change.run();
      loop.runFor(Duration.ofNanos(1));
      assertInstanceOf(State.Backup.class, state());
      engine.shutdown();
    }
  }

  @Test
  void anAdvertThatNeedsTheAddressesFirstLeavesWhenTheyAreThere() {
    network.refusesUntilTheAddressesCome = true;
    masterOf(ONE);
    assertEquals(
        List.of("remove 51", "add 51", "send 51 100 " + SELF, "announce 51"), network.done);
    loop.runFor(Duration.ofMinutes(1));
    assertInstanceOf(State.Master.class, state());
  }

  /// A flood during so many intervals, 10 000 packets in each.
  private void flood(int intervals, int priority) {
    for (int i = 0; i < intervals * 1000; i++) {
      for (int n = 0; n < 10; n++) {
        hear(ONE, priority);
      }
      loop.runFor(Duration.ofMillis(1));
    }
  }

  @Test
  void aFloodOfLowerPrioritiesIsAnsweredAtAPace() {
    masterOf(ONE, TWO);
    network.done.clear();
    log.clear();
    told.clear();
    int intervals = 12;
    flood(intervals, 99);
    assertInstanceOf(State.Master.class, state());
    long answers = network.count("send 51 ");
    assertTrue(answers >= intervals && answers <= 11L * intervals, "adverts " + answers);
    long announced = network.count("announce 51");
    assertTrue(announced >= 1 && announced <= 11L * intervals, "announcements " + announced);
    // And the second set after becoming master.
    assertEquals(announced, told.size() + 1);
    assertTrue(log.size() <= LogThrottle.LINES + intervals, log::toString);
    assertTrue(log.getFirst().contains("lower priority 99, ours 100"), log::toString);
    assertEquals(intervals, network.count("send 52 "));
    loop.runFor(LogThrottle.WINDOW.multipliedBy(2));
    assertTrue(lines("more like it in 10 s)") >= 2, log::toString);
  }

  @Test
  void aFloodOfResignationsIsAnsweredAtAPace() {
    masterOf(ONE);
    network.done.clear();
    log.clear();
    flood(3, 0);
    long answers = network.count("send 51 ");
    assertTrue(answers >= 3 && answers <= 33, "adverts " + answers);
    assertTrue(log.size() <= LogThrottle.LINES + 3, log::toString);
  }

  @Test
  void whatIsRefusedIsSaidAtAPaceToo() {
    masterOf(ONE);
    hear(ONE, 200);
    assertInstanceOf(State.Backup.class, state());
    log.clear();
    // Two masters in turns, one of them with a wrong address list.
    var other = ONE.addresses(List.of());
    for (int i = 0; i < 1000; i++) {
      hear(ONE, 50);
      hear(other, 200);
      hear(ONE, 200);
    }
    assertTrue(log.size() <= 4 * LogThrottle.LINES, log::toString);
    assertFalse(log.isEmpty());
  }
}
