package keepalived.vrrp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpInstance;
import keepalived.core.event.Recorder;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.Ipv4Address;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.advert.AdvertWriter;
import keepalived.vrrp.advert.SequenceState;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.priority.InterfaceStatus;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.Test;

/// An engine that continues in the state of another: peers and scripts do not notice.
class SuccessionTest {

  private static final Ipv4Address SELF = Ipv4Address.of("10.0.0.5");
  private static final Ipv4Address PEER = Ipv4Address.of("10.0.0.2");
  private static final InstanceFixture ONE = InstanceFixture.of("VI_1", 51, 100);
  private static final InstanceFixture TWO = InstanceFixture.of("VI_2", 52, 100);
  private static final Duration TAKEOVER = Duration.ofMillis(3610);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimLoop loop = new SimLoop();
  private final List<String> notified = new ArrayList<>();
  private final PaperNetwork network = new PaperNetwork();
  private ElectionMachine.Machine machine = ElectionMachine::step;

  private VrrpEngine engine() {
    var engine =
        new VrrpEngine(
            new VrrpPorts(
                loop,
                new MonoTime(0),
                () -> Instant.EPOCH.plusNanos(loop.now().nanos()),
                network,
                notice -> notified.add(notice.toString()),
                report -> {},
                Recorder.counting()),
            (input, state, event, now) -> machine.step(input, state, event, now));
    engine.interfaceChanged(new InterfaceStatus("eth0", 2, true, 1500, List.of(SELF)));
    return engine;
  }

  private static Config config(InstanceFixture... fixtures) {
    return EngineConfigs.of(
        Stream.of(fixtures).map(InstanceFixture::instance).toArray(VrrpInstance[]::new));
  }

  private static State state(VrrpEngine engine, int index) {
    return engine.snapshot().instances().get(index).state();
  }

  private void hear(VrrpEngine engine, InstanceFixture fixture, int priority) {
    var peer =
        new ElectionInput(
            fixture.priority(priority).instance(), priority, Optional.of(PEER), false);
    var packet = AdvertWriter.write(peer, SequenceState.FRESH, priority, Instant.EPOCH).packets();
    engine.received(Optional.of("eth0"), Envelope.ofIpv4(packet.getFirst().bytes()));
  }

  /// The failed engine lives a little longer than its last action, and the next one needs a moment
  /// to start.
  private VrrpEngine succeeded(VrrpEngine failed, Config config) {
    var legacy = failed.handOver();
    var next = engine();
    next.succeed(legacy);
    next.reconfigure(config);
    return next;
  }

  @Test
  void aMasterGoesOnWithoutResigningOrAnnouncingOrNotifying() {
    var first = engine();
    first.reconfigure(config(ONE));
    loop.runFor(TAKEOVER);
    assertInstanceOf(State.Master.class, state(first, 0));
    loop.runFor(SECOND.multipliedBy(7));
    network.done.clear();
    notified.clear();

    var next = succeeded(first, config(ONE));
    assertInstanceOf(State.Master.class, state(next, 0));
    assertEquals(List.of("add 51"), network.done);
    loop.runFor(SECOND.multipliedBy(3));
    assertEquals(
        List.of("add 51", "send 51 100 " + SELF, "send 51 100 " + SELF, "send 51 100 " + SELF),
        network.done);
    assertEquals(List.of(), notified);
    assertEquals(Optional.empty(), first.patience());
    assertTrue(next.patience().orElseThrow().compareTo(SECOND) > 0);
  }

  /// Adverts may have been missed between the two engines.
  @Test
  void aBackupGivesItsMasterAWholeTimeMore() {
    var first = engine();
    first.reconfigure(config(ONE));
    hear(first, ONE, 200);
    loop.runFor(TAKEOVER.minusMillis(10));
    notified.clear();
    var next = succeeded(first, config(ONE));
    loop.runFor(TAKEOVER.minusMillis(10));
    assertInstanceOf(State.Backup.class, state(next, 0));
    loop.runFor(SECOND);
    assertInstanceOf(State.Master.class, state(next, 0));
    assertEquals(1, notified.size(), notified::toString);
  }

  @Test
  void countersAndTrackersSurvive() {
    var first = engine();
    first.reconfigure(config(ONE));
    loop.runFor(TAKEOVER.plusSeconds(5));
    first.scriptVerdict("gone", true);
    var before = first.snapshot().instances().getFirst();
    var legacy = first.handOver();
    var next = engine();
    next.succeed(legacy);
    assertEquals(Map.of("gone", true), next.snapshot().observations().scripts());
    next.reconfigure(config(ONE));
    assertEquals(before, next.snapshot().instances().getFirst());
    assertEquals(Map.of(), next.snapshot().observations().scripts());
  }

  /// The configuration has changed between the two engines.
  @Test
  void whatIsNotConfiguredAnyMoreResigns() {
    var first = engine();
    first.reconfigure(config(ONE, TWO));
    loop.runFor(TAKEOVER);
    network.done.clear();
    var next = succeeded(first, config(TWO));
    assertTrue(network.done.contains("send 51 0 " + SELF), network.done::toString);
    assertEquals("remove 51", network.done.getLast());
    assertEquals(1, next.snapshot().instances().size());
    assertInstanceOf(State.Master.class, state(next, 0));
  }

  /// The advert that threw is sent a moment later.
  @Test
  void aMasterInTheMiddleOfAnAdvertGoesOnFromBefore() {
    var first = engine();
    first.reconfigure(config(ONE, TWO));
    loop.runFor(TAKEOVER);
    throwing(input -> input.config().vrid() == 51, first);
    network.done.clear();
    notified.clear();
    var next = succeeded(first, config(ONE, TWO));
    loop.runFor(SECOND);
    assertInstanceOf(State.Master.class, state(next, 0));
    assertInstanceOf(State.Master.class, state(next, 1));
    assertTrue(network.done.contains("send 51 100 " + SELF), network.done::toString);
    assertEquals(0, network.count("send 51 0") + network.count("remove"));
    assertEquals(List.of(), notified);
  }

  private void throwing(Predicate<ElectionInput> concerned, VrrpEngine engine) {
    machine =
        (input, state, event, now) -> {
          if (concerned.test(input) && event instanceof Event.TimedOut) {
            throw new IllegalStateException("a bug");
          }
          return ElectionMachine.step(input, state, event, now);
        };
    assertThrows(IllegalStateException.class, () -> loop.runFor(SECOND), engine::toString);
    machine = ElectionMachine::step;
  }

  /// The addresses are set, but no peer was notified: they are removed, and the election is
  /// repeated.
  @Test
  void aTakeoverThatFailedHalfWayIsMadeAgain() {
    var first = engine();
    first.reconfigure(config(ONE));
    network.announcing =
        vrid -> {
          throw new IllegalStateException("a bug");
        };
    assertThrows(IllegalStateException.class, () -> loop.runFor(TAKEOVER));
    assertTrue(network.done.contains("add 51"), network.done::toString);
    network.announcing = vrid -> {};
    network.done.clear();
    var next = succeeded(first, config(ONE));
    assertInstanceOf(State.Backup.class, state(next, 0));
    assertEquals(List.of("remove 51"), network.done);
    notified.clear();
    loop.runFor(TAKEOVER);
    assertInstanceOf(State.Master.class, state(next, 0));
    assertEquals(1, notified.size(), notified::toString);
  }

  /// Without a successor the failed engine has nothing left to release.
  @Test
  void whoHasHandedOverResignsNoMore() {
    var first = engine();
    first.reconfigure(config(ONE));
    loop.runFor(TAKEOVER);
    first.handOver();
    network.done.clear();
    first.shutdown();
    assertEquals(List.of(), network.done);
  }
}
