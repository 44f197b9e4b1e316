package keepalived.vrrp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.track.Tracking;
import keepalived.core.event.Cause;
import keepalived.core.event.Recorder;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.advert.AdvertWriter;
import keepalived.vrrp.advert.OutgoingPacket;
import keepalived.vrrp.advert.SequenceState;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.packet.Rejected;
import keepalived.vrrp.port.VrrpNetwork;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.priority.InterfaceStatus;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The engine, with a network that records its calls.
class VrrpEngineTest {

  private static final Ipv4Address SELF = Ipv4Address.of("10.0.0.5");
  private static final Ipv4Address PEER = Ipv4Address.of("10.0.0.2");
  private static final MonoTime BOOTED = new MonoTime(Duration.ofSeconds(-20).toNanos());
  private static final Duration TAKEOVER = Duration.ofMillis(3610);

  private final SimLoop loop = new SimLoop();
  private final List<String> told = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final Paper network = new Paper();
  private final VrrpEngine engine =
      new VrrpEngine(
          new VrrpPorts(
              loop,
              BOOTED,
              () -> Instant.EPOCH.plusNanos(loop.now().nanos()),
              network,
              notice -> told.add(notice.toString().replaceAll("^[A-Za-z]+\\[|\\]$", "")),
              report -> log.add(report.text()),
              Recorder.counting()));

  /// A network that records calls.
  private final class Paper implements VrrpNetwork {
    final List<String> done = new ArrayList<>();
    final Map<InstanceKey, OwnedResources> held = new LinkedHashMap<>();
    Runnable inbox = () -> {};
    Ipv4Address source = SELF;

    @Override
    public void configure(Config config, Map<InstanceKey, VrrpInstance> instances) {
      done.add("configure " + instances.size());
      link("eth0", true);
      engine.interfaceChanged(new InterfaceStatus("eth0", 3, true, 1500, List.of(SELF)));
    }

    @Override
    public Optional<String> send(InstanceKey instance, OutgoingPacket packet) {
      done.add("send " + instance.vrid());
      return Optional.empty();
    }

    @Override
    public void announce(InstanceKey instance, List<VirtualAddress> addresses, int repeat) {
      done.add("announce " + instance.vrid());
    }

    @Override
    public void reconcile(InstanceKey instance, OwnedResources wanted) {
      done.add((wanted.equals(OwnedResources.NONE) ? "remove " : "add ") + instance.vrid());
      held.put(instance, wanted);
    }

    @Override
    public void together(Runnable changes) {
      changes.run();
    }

    @Override
    public boolean speaksFrom(IpAddress address) {
      return address.equals(source);
    }

    @Override
    public void drain() {
      inbox.run();
    }
  }

  private static SyncGroup group(String... members) {
    return new SyncGroup(
        "G", List.of(members), Tracking.NONE, false, NotifyScripts.NONE, false, false);
  }

  private void link(String name, boolean up) {
    engine.interfaceChanged(new InterfaceStatus(name, 2, up, 1500, List.of(SELF)));
  }

  private void start(Config config) {
    link("eth0", true);
    link("eth1", true);
    engine.reconfigure(config);
  }

  private static ByteBuffer advert(InstanceFixture sketch, int priority) {
    var router =
        new ElectionInput(sketch.priority(priority).instance(), priority, Optional.of(PEER), false);
    return AdvertWriter.write(router, SequenceState.FRESH, priority, Instant.EPOCH)
        .packets()
        .getFirst()
        .bytes();
  }

  private void hear(InstanceFixture sketch, int priority) {
    engine.received(Optional.of(sketch.interfaceName()), Envelope.ofIpv4(advert(sketch, priority)));
  }

  private State state(String name) {
    return engine.snapshot().instances().stream()
        .filter(i -> i.config().name().equals(name))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private long count(Counter counter) {
    return engine.snapshot().instances().getFirst().counters().get(counter);
  }

  private static final InstanceFixture ONE = InstanceFixture.of("VI_1", 51, 100);
  private static final InstanceFixture TWO = InstanceFixture.of("VI_2", 52, 100).on("eth1");

  @Test
  void theAdvertLeavesBeforeTheAddressesComeAndGoAndAnnouncementsComeLast() {
    start(EngineConfigs.of(ONE.instance()));
    assertEquals(List.of("configure 1", "remove 51"), network.done);
    network.done.clear();
    loop.runFor(TAKEOVER);
    assertEquals(List.of("send 51", "add 51", "announce 51"), network.done);
    network.done.clear();
    engine.shutdown();
    assertEquals(List.of("send 51", "remove 51", "configure 0"), network.done);
  }

  @Test
  void whatStaysForASuccessorIsNotGivenAway() {
    start(EngineConfigs.of(ONE.instance()));
    loop.runFor(TAKEOVER);
    network.done.clear();
    engine.shutdown(false);
    assertFalse(network.done.contains("send 51"), network.done::toString);
    assertEquals("instance=VI_1, state=STOP, priority=100", told.getLast());
  }

  @Test
  void whoLeavesAGroupInFaultIsFreeOfIt() {
    start(EngineConfigs.of(List.of(group("VI_1", "VI_2")), ONE.instance(), TWO.instance()));
    loop.runFor(TAKEOVER);
    link("eth1", false);
    assertInstanceOf(State.Fault.class, state("VI_1"));
    engine.reconfigure(EngineConfigs.of(ONE.instance(), TWO.instance()));
    assertInstanceOf(State.Backup.class, state("VI_1"));
    loop.runFor(TAKEOVER);
    assertInstanceOf(State.Master.class, state("VI_1"));
    assertInstanceOf(State.Fault.class, state("VI_2"));

    engine.reconfigure(
        EngineConfigs.of(List.of(group("VI_1", "VI_2")), ONE.instance(), TWO.instance()));
    assertInstanceOf(State.Fault.class, state("VI_1"));
    link("eth1", true);
    assertInstanceOf(State.Backup.class, state("VI_1"));
  }

  @Test
  void whoLeavesAFaultForAGroupOfMastersBecomesMasterWithThem() {
    var three = InstanceFixture.of("VI_3", 53, 100).instance();
    start(EngineConfigs.of(List.of(group("VI_1", "VI_2")), ONE.instance(), TWO.instance(), three));
    loop.runFor(TAKEOVER);
    link("eth1", false);
    assertInstanceOf(State.Fault.class, state("VI_1"));
    assertInstanceOf(State.Master.class, state("VI_3"));
    network.done.clear();
    engine.reconfigure(
        EngineConfigs.of(List.of(group("VI_1", "VI_3")), ONE.instance(), TWO.instance(), three));
    assertInstanceOf(State.Master.class, state("VI_1"));
    assertInstanceOf(State.Master.class, state("VI_3"));
    assertFalse(network.done.contains("remove 53"), network.done::toString);
  }

  @Test
  void whoComesIntoAGroupAgreesWithIt() {
    var backup = TWO.instance();
    start(EngineConfigs.of(ONE.instance(), backup));
    loop.runFor(TAKEOVER.minusMillis(200));
    hear(TWO, 200);
    loop.runFor(Duration.ofMillis(400));
    assertInstanceOf(State.Master.class, state("VI_1"));
    assertInstanceOf(State.Backup.class, state("VI_2"));
    engine.reconfigure(EngineConfigs.of(List.of(group("VI_1", "VI_2")), ONE.instance(), backup));
    assertInstanceOf(State.Backup.class, state("VI_1"));
  }

  @Test
  void noticesComeInOrder() {
    start(EngineConfigs.of(List.of(group("VI_1", "VI_2")), ONE.instance(), TWO.instance()));
    loop.runFor(TAKEOVER);
    link("eth1", false);
    engine.shutdown();
    assertEquals(
        List.of(
            "instance=VI_1, state=BACKUP, priority=100",
            "instance=VI_2, state=BACKUP, priority=100",
            "group=G, state=BACKUP",
            "instance=VI_2, state=MASTER, priority=100",
            "instance=VI_1, state=MASTER, priority=100",
            "group=G, state=MASTER",
            "instance=VI_2, state=FAULT, priority=100",
            "instance=VI_1, state=FAULT, priority=100",
            "group=G, state=FAULT",
            "instance=VI_1, state=STOP, priority=100",
            "instance=VI_2, state=STOP, priority=100",
            "group=G, state=STOP"),
        told);
    assertTrue(log.contains("VRRP_Group(G) Syncing instances to MASTER state"));
    assertTrue(log.contains("VRRP_Group(G) Syncing instances to FAULT state"));
    assertEquals(
        List.of(
            "(VI_1) cause: started",
            "(VI_2) cause: started",
            "(VI_2) cause: sync group elected, sync group G",
            "(VI_1) cause: sync group elected, sync group G follows VI_2",
            "(VI_2) cause: interface down, interface eth1 down",
            "(VI_1) cause: fault in the sync group, sync group G follows VI_2",
            "(VI_1) cause: stop",
            "(VI_2) cause: stop"),
        log.stream().filter(line -> line.contains(" cause: ")).toList());
  }

  @Test
  void theSnapshotHasTheLastTransition() {
    start(EngineConfigs.of(ONE.instance()));
    loop.runFor(TAKEOVER);
    var last = engine.published().instances().getFirst().lastTransition();
    assertEquals(State.Role.BACKUP, last.from());
    assertEquals(State.Role.MASTER, last.to());
    assertEquals(Cause.MASTER_TIMEOUT, last.cause());
    assertTrue(last.event().present());
    assertEquals(
        last.at().nanos(), last.when().getEpochSecond() * 1_000_000_000 + last.when().getNano());
  }

  @Test
  void aGroupWaitsForItsLastMember() {
    start(EngineConfigs.of(List.of(group("VI_1", "VI_2")), ONE.instance(), TWO.instance()));
    for (int i = 0; i < 10; i++) {
      loop.runFor(Duration.ofSeconds(1));
      hear(TWO, 200);
    }
    assertInstanceOf(State.Backup.class, state("VI_1"));
    loop.runFor(TAKEOVER);
    assertInstanceOf(State.Master.class, state("VI_1"));
    assertInstanceOf(State.Master.class, state("VI_2"));
    hear(TWO, 200);
    assertInstanceOf(State.Backup.class, state("VI_1"));
  }

  @Test
  void aFaultAtTheStartKeepsTheGroupFromStartingInVain() {
    link("eth0", true);
    link("eth1", false);
    engine.reconfigure(
        EngineConfigs.of(List.of(group("VI_1", "VI_2")), ONE.instance(), TWO.instance()));
    assertEquals(
        List.of(
            "instance=VI_2, state=FAULT, priority=100",
            "instance=VI_1, state=FAULT, priority=100",
            "group=G, state=FAULT"),
        told);
  }

  @Test
  void aReloadTouchesOnlyWhatHasChanged() {
    start(EngineConfigs.of(ONE.instance(), TWO.instance()));
    loop.runFor(TAKEOVER);
    network.done.clear();
    told.clear();
    engine.reconfigure(EngineConfigs.of(ONE.instance(), TWO.priority(150).instance()));
    assertEquals(List.of("configure 2", "send 52", "add 52"), network.done);
    assertEquals(List.of(), told);
  }

  @Test
  void aRenamedInstanceKeepsItsState() {
    start(EngineConfigs.of(ONE.instance()));
    loop.runFor(TAKEOVER);
    told.clear();
    engine.reconfigure(EngineConfigs.of(ONE.named("other").instance()));
    assertInstanceOf(State.Master.class, state("other"));
    assertEquals(List.of(), told);
  }

  @Test
  void aRemovedInstanceResignsBeforeItsSocketsGo() {
    start(EngineConfigs.of(ONE.instance(), TWO.instance()));
    loop.runFor(TAKEOVER);
    network.done.clear();
    told.clear();
    engine.reconfigure(EngineConfigs.of(TWO.instance()));
    assertEquals(List.of("send 51", "remove 51", "configure 1"), network.done);
    assertEquals(List.of("instance=VI_1, state=FAULT, priority=100"), told);
  }

  @Test
  void whatTheSocketHoldsIsHeardBeforeATakeover() {
    start(EngineConfigs.of(ONE.instance()));
    network.inbox = () -> hear(ONE, 150);
    loop.runFor(Duration.ofSeconds(60));
    assertInstanceOf(State.Backup.class, state("VI_1"));
  }

  @Test
  void scriptsAreWaitedForThenFollowed() {
    var tracking =
        new Tracking(
            List.of(),
            List.of(new Tracking.Entry("chk", 0, false)),
            List.of(),
            List.of(),
            List.of());
    start(EngineConfigs.of(ONE.tracking(tracking).instance()));
    loop.runFor(Duration.ofSeconds(60));
    assertInstanceOf(State.Initialize.class, state("VI_1"));
    assertEquals(List.of(), told);
    engine.scriptVerdict("chk", true);
    loop.runFor(TAKEOVER);
    assertInstanceOf(State.Master.class, state("VI_1"));
    engine.scriptVerdict("chk", false);
    assertInstanceOf(State.Fault.class, state("VI_1"));
    engine.scriptVerdict("chk", true);
    assertInstanceOf(State.Backup.class, state("VI_1"));
  }

  @Test
  void badAdvertsChangeNothingAreCountedAndLoggedOnce() {
    start(EngineConfigs.of(ONE.instance()));
    var before = state("VI_1");
    log.clear();
    for (int i = 0; i < 3; i++) {
      engine.received(Optional.of("eth0"), Envelope.ofIpv4(advert(ONE, 200).put(26, (byte) 0)));
    }
    assertEquals(before, state("VI_1"));
    assertEquals(3, count(Counter.CHECKSUM));
    assertEquals(List.of("(VI_1) Invalid VRRPv2 checksum from 10.0.0.2"), log);
    engine.received(Optional.of("eth0"), Envelope.ofIpv4(ByteBuffer.allocate(3)));
    assertEquals(1, engine.snapshot().unattributed().get(Rejected.Reason.IP_HEADER));
    hear(InstanceFixture.of("other", 77, 1), 1);
    assertEquals(1, engine.snapshot().unknownVrids());
    engine.clearCounters();
    assertEquals(0, count(Counter.CHECKSUM));
  }

  @Test
  void everyBitOfEveryAdvertMayBeWrong() {
    start(EngineConfigs.of(ONE.instance()));
    var good = advert(ONE, 200);
    var before = state("VI_1");
    for (int bit = 20 * 8; bit < good.remaining() * 8; bit++) {
      var flipped = ByteBuffer.wrap(good.array().clone());
      flipped.put(bit / 8, (byte) (flipped.get(bit / 8) ^ (0x80 >>> (bit % 8))));
      engine.received(Optional.of("eth0"), Envelope.ofIpv4(flipped));
      assertEquals(before, state("VI_1"), "bit " + bit);
    }
  }

  @Test
  void advertsDuringAFaultAreNotHeard() {
    start(EngineConfigs.of(ONE.instance()));
    loop.runFor(Duration.ofSeconds(1));
    hear(ONE, 150);
    assertEquals(1, count(Counter.ADVERT_RECEIVED));
    link("eth0", false);
    hear(ONE, 150);
    assertEquals(1, count(Counter.NOT_LISTENING));
  }

  private static Config delayed(Config config, Duration delay, Duration afterBoot) {
    var g = config.global();
    var v = g.vrrp();
    var vrrp =
        new GlobalSettings.VrrpGlobals(
            v.group4(),
            v.group6(),
            v.garpInterval(),
            v.gnaInterval(),
            delay,
            afterBoot,
            v.logUnknownVrids(),
            v.dynamicInterfaces(),
            v.allowInterfaceChanges(),
            v.defaultInterface(),
            v.disableLocalIgmp(),
            v.rxBuffers(),
            v.netlinkMonitorReceiveBuffer(),
            v.netlinkCommandReceiveBuffer(),
            v.processMonitorReceiveBuffer());
    var global =
        new GlobalSettings(
            g.routerId(),
            g.process(),
            g.mail(),
            g.scripts(),
            g.fifos(),
            vrrp,
            g.lvs(),
            g.reload(),
            g.dumps(),
            g.snmp(),
            g.dbus(),
            g.nftables());
    return new Config(
        global, config.vrrp(), config.lvs(), config.trackFiles(), config.bfdInstances());
  }

  /// The longer delay counts: after our start, or, twenty seconds earlier, after the machine's
  /// boot.
  @ParameterizedTest
  @CsvSource({"10, 29", "2, 30"})
  void aStartIsDeafForTheLongerDelayAndThenListens(long startup, long afterBoot) {
    start(
        delayed(
            EngineConfigs.of(ONE.instance()),
            Duration.ofSeconds(startup),
            Duration.ofSeconds(afterBoot)));
    hear(ONE, 150);
    assertEquals(1, count(Counter.NOT_LISTENING));
    loop.runFor(Duration.ofMillis(13_609));
    assertInstanceOf(State.Backup.class, state("VI_1"));
    loop.runFor(Duration.ofMillis(1));
    assertInstanceOf(State.Master.class, state("VI_1"));
  }

  @Test
  void aLinkIsNotHeldUpForLongerThanPeersArePatient() {
    var delays =
        Map.of("eth0", new VrrpConfig.InterfaceDelay(Duration.ofSeconds(9), Duration.ZERO));
    var plain = EngineConfigs.of(ONE.instance());
    var v = plain.vrrp();
    start(
        new Config(
            plain.global(),
            new VrrpConfig(
                v.instances(),
                v.syncGroups(),
                v.scripts(),
                v.processes(),
                v.statics(),
                v.trackGroups(),
                delays,
                v.garpGroups(),
                v.linkbeat(),
                v.linkbeatAll()),
            plain.lvs(),
            Map.of(),
            Map.of()));
    link("eth0", false);
    loop.runFor(Duration.ofMillis(1_996));
    assertInstanceOf(State.Backup.class, state("VI_1"));
    loop.runFor(Duration.ofMillis(1));
    assertInstanceOf(State.Fault.class, state("VI_1"));
  }

  @Test
  void aMachineThatHasBeenUpForLongIsNotHeldBack() {
    start(delayed(EngineConfigs.of(ONE.instance()), Duration.ZERO, Duration.ofSeconds(20)));
    loop.runFor(TAKEOVER);
    assertInstanceOf(State.Master.class, state("VI_1"));
  }

  @Test
  void aUnicastInstanceWaitsForItsSourceAddressWhereverItComes() {
    var peer = new Transport.Peer(PEER, 0, 255);
    var unicast =
        ONE.transport(new Transport.Unicast(Optional.of(SELF), List.of(peer), 255, false, false));
    network.source = PEER;
    start(EngineConfigs.of(unicast.instance()));
    assertInstanceOf(State.Fault.class, state("VI_1"));
    assertTrue(log.contains("(VI_1): entering FAULT state (src address not configured)"));
    network.source = SELF;
    link("eth7", true);
    assertInstanceOf(State.Backup.class, state("VI_1"));
    network.source = PEER;
    link("eth0", true);
    loop.runFor(TAKEOVER);
    assertInstanceOf(State.Master.class, state("VI_1"), "one that speaks goes on");
  }

  @Test
  void nothingSticksInFault() {
    start(EngineConfigs.of(ONE.instance()));
    for (int i = 0; i < 5; i++) {
      link("eth0", false);
      assertInstanceOf(State.Fault.class, state("VI_1"));
      link("eth0", true);
      assertInstanceOf(State.Backup.class, state("VI_1"));
    }
    assertFalse(engine.published().instances().isEmpty());
  }
}
