package keepalived.vrrp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpInstance;
import keepalived.core.event.Recorder;
import keepalived.core.loop.Loop;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.Ipv4Address;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.advert.AdvertWriter;
import keepalived.vrrp.advert.SequenceState;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.machine.Step;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.priority.InterfaceStatus;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.Test;

/// The deadlines of many instances at once, as when their common peer dies.
class AdvertsFirstTest {

  private static final Ipv4Address SELF = Ipv4Address.of("10.0.0.5");
  private static final Ipv4Address PEER = Ipv4Address.of("10.0.0.2");
  private static final InstanceFixture ONE = InstanceFixture.of("VI_1", 51, 100);
  private static final InstanceFixture TWO = InstanceFixture.of("VI_2", 52, 100);
  private static final InstanceFixture THREE = InstanceFixture.of("VI_3", 53, 100);

  /// Its skew time is 4 ms longer.
  private static final InstanceFixture LATER = InstanceFixture.of("VI_4", 54, 99);

  private static final Duration TAKEOVER = Duration.ofMillis(3625);

  private final SimLoop world = new SimLoop();
  private final SlowLoop loop = new SlowLoop();
  private final List<String> log = new ArrayList<>();
  private final PaperNetwork network = new PaperNetwork();
  private Predicate<ElectionInput> faulty = input -> false;
  private final VrrpEngine engine =
      new VrrpEngine(
          new VrrpPorts(
              loop,
              new MonoTime(0),
              () -> Instant.EPOCH,
              network,
              notice -> network.done.add("notify"),
              line -> log.add(line.text()),
              Recorder.counting()),
          this::step);

  /// A loop on which sending takes time; `now` shows it only after `readClock`.
  private final class SlowLoop implements Loop {

    private Duration spent = Duration.ZERO;
    private Duration seen = Duration.ZERO;

    @Override
    public MonoTime now() {
      return world.now().plus(seen);
    }

    @Override
    public void readClock() {
      seen = spent;
    }

    @Override
    public void post(Runnable task) {
      world.post(task);
    }

    @Override
    public Cancellable at(MonoTime when, Runnable task) {
      return world.at(when, task);
    }
  }

  private Step step(ElectionInput input, State state, Event event, MonoTime now) {
    if (event instanceof Event.TimedOut && faulty.test(input)) {
      throw new IllegalStateException("a bug");
    }
    return ElectionMachine.step(input, state, event, now);
  }

  private void start(InstanceFixture... fixtures) {
    engine.interfaceChanged(new InterfaceStatus("eth0", 2, true, 1500, List.of(SELF)));
    engine.reconfigure(config(fixtures));
    network.done.clear();
    log.clear();
  }

  private static Config config(InstanceFixture... fixtures) {
    return EngineConfigs.of(
        Stream.of(fixtures).map(InstanceFixture::instance).toArray(VrrpInstance[]::new));
  }

  private State state(int index) {
    return engine.snapshot().instances().get(index).state();
  }

  /// The first words of what was done, in order, each once.
  private List<String> phases() {
    var phases = new ArrayList<String>();
    for (var line : network.done) {
      var word = line.replaceAll(" .*", "");
      if (phases.isEmpty() || !phases.getLast().equals(word)) {
        phases.add(word);
      }
    }
    return phases;
  }

  @Test
  void theAdvertsOfAllLeaveBeforeTheAddressesOfAnyCome() {
    start(ONE, TWO, THREE);
    world.runFor(TAKEOVER);
    assertEquals(
        List.of("send", "add", "announce", "notify", "announce", "notify", "announce", "notify"),
        phases());
    assertEquals(3, network.count("send"));
    assertEquals(3, network.count("add"));
    assertEquals(
        List.of(
            "Receive advertisement timeout",
            "Entering MASTER STATE",
            "setting VIPs.",
            "cause: master timeout, no advert from any router for 3.61 s"),
        log.stream()
            .filter(line -> line.startsWith("(VI_3) "))
            .map(line -> line.substring(7))
            .toList());
  }

  @Test
  void deadlinesThatComeWhileTheFirstAdvertsLeaveAreServedBeforeTheTables() {
    start(ONE, TWO, LATER);
    network.sending = () -> loop.spent = loop.spent.plusMillis(3);
    world.runFor(TAKEOVER);
    assertEquals(List.of("send", "add"), phases().subList(0, 2));
    assertEquals(3, network.count("add"));
  }

  @Test
  void theTablesDoNotWaitForEver() {
    start(ONE, TWO, LATER);
    network.sending = () -> loop.spent = loop.spent.plusMillis(60);
    world.runFor(TAKEOVER);
    assertEquals(List.of("send", "add"), phases().subList(0, 2));
    assertEquals("add 51", network.done.get(2));
    assertEquals(3, network.count("add"));
  }

  /// An advert that arrives while the others are sent ends the mastership before it began.
  @Test
  void whoLosesBeforeTheTablesChangeSetsAndAnnouncesNothing() {
    start(ONE, LATER);
    network.sending =
        () -> {
          loop.spent = loop.spent.plusMillis(5);
          network.inbox =
              () -> {
                network.inbox = () -> {};
                hear(ONE, 200);
              };
        };
    world.runFor(Duration.ofMillis(3620));
    assertInstanceOf(State.Backup.class, state(0));
    assertInstanceOf(State.Master.class, state(1));
    assertEquals(0, network.count("add 51") + network.count("announce 51"));
    assertEquals(1, network.count("add 54"));
    assertEquals(1, network.count("announce 54"));
    var states = log.stream().filter(line -> line.startsWith("(VI_1) Entering")).toList();
    assertEquals(List.of("(VI_1) Entering MASTER STATE", "(VI_1) Entering BACKUP STATE"), states);
  }

  private void hear(InstanceFixture fixture, int priority) {
    var peer =
        new ElectionInput(
            fixture.priority(priority).instance(), priority, Optional.of(PEER), false);
    var packet = AdvertWriter.write(peer, SequenceState.FRESH, priority, Instant.EPOCH).packets();
    engine.received(Optional.of("eth0"), Envelope.ofIpv4(packet.getFirst().bytes()));
  }

  @Test
  void aFailureOfOneKeepsNoOtherFromTakingOver() {
    start(ONE, TWO, THREE);
    faulty = input -> input.config().vrid() == 52;
    var failure = assertThrows(IllegalStateException.class, () -> world.runFor(TAKEOVER));
    assertEquals("a bug", failure.getMessage());
    assertInstanceOf(State.Master.class, state(0));
    assertInstanceOf(State.Master.class, state(2));
    assertEquals(2, network.count("add"));
    assertEquals(2, network.count("announce"));
    assertEquals(2, network.count("notify"));
    assertEquals(3, engine.handOver().size());
  }

  /// The failed instance takes over again in the next engine, the other stays master.
  @Test
  void afterAFailureOnlyTheFailedInstanceReturnsToTheStateBefore() {
    start(ONE, TWO);
    network.announcing =
        vrid -> {
          if (vrid == 51) {
            throw new IllegalStateException("a bug");
          }
        };
    assertThrows(IllegalStateException.class, () -> world.runFor(TAKEOVER));
    assertEquals(1, engine.handOver().masters());
    assertTrue(network.done.contains("announce 52"), network.done::toString);
  }
}
