package keepalived.tracking.bfd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import keepalived.core.config.track.BfdInstance;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;
import keepalived.tracking.bfd.ControlPacket.Discriminators;
import keepalived.tracking.bfd.ControlPacket.Flags;
import keepalived.tracking.bfd.ControlPacket.State;
import keepalived.tracking.bfd.Session.Effect;
import keepalived.tracking.bfd.Session.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {

  private static final BfdInstance CONFIG = config(100, 50, false);

  private final Random random = new Random(3);
  private MonoTime now = new MonoTime(0);
  private Session session = Session.fresh(7, CONFIG);
  private List<Effect> effects = List.of();

  static BfdInstance config(int minTxMillis, int minRxMillis, boolean passive) {
    return new BfdInstance(
        "peer",
        IpAddress.parse("10.0.0.2").orElseThrow(),
        Optional.empty(),
        Duration.ofMillis(minRxMillis),
        Duration.ofMillis(minTxMillis),
        Duration.ofSeconds(1),
        5,
        passive,
        255,
        0,
        false,
        0,
        false,
        true,
        true);
  }

  private void apply(Event event) {
    apply(CONFIG, event);
  }

  private void apply(BfdInstance config, Event event) {
    var step = Session.step(config, session, event, now, random);
    session = step.session();
    effects = step.effects();
  }

  private static ControlPacket packet(State state, Flags flags) {
    return new ControlPacket(
        state,
        Diagnostic.NONE,
        flags,
        3,
        new Discriminators(9, 7),
        Duration.ofMillis(200),
        Duration.ofMillis(300));
  }

  private void hear(State state) {
    apply(new Event.Heard(packet(state, Flags.NONE)));
  }

  private List<ControlPacket> sent() {
    var packets = new ArrayList<ControlPacket>();
    for (var effect : effects) {
      if (effect instanceof Effect.Send(var packet)) {
        packets.add(packet);
      }
    }
    return packets;
  }

  private void bringUp() {
    apply(new Event.Started());
    hear(State.DOWN);
    hear(State.INIT);
    assertEquals(State.UP, session.local().state());
  }

  @ParameterizedTest
  @CsvSource({
    "DOWN, ADMIN_DOWN, DOWN",
    "DOWN, DOWN, INIT",
    "DOWN, INIT, UP",
    "DOWN, UP, DOWN",
    "INIT, ADMIN_DOWN, DOWN",
    "INIT, DOWN, INIT",
    "INIT, INIT, UP",
    "INIT, UP, UP",
    "UP, ADMIN_DOWN, DOWN",
    "UP, DOWN, DOWN",
    "UP, INIT, UP",
    "UP, UP, UP"
  })
  void everyStateMeetsEveryState(State from, State heard, State to) {
    switch (from) {
      case DOWN, ADMIN_DOWN -> apply(new Event.Started());
      case INIT -> {
        apply(new Event.Started());
        hear(State.DOWN);
      }
      case UP -> bringUp();
    }
    assertEquals(from, session.local().state());
    hear(heard);
    assertEquals(to, session.local().state());
  }

  @Test
  void aPacketGoesOutAtOnceUnlessPassive() {
    apply(new Event.Started());
    assertEquals(1, sent().size());
    assertEquals(State.DOWN, sent().getFirst().state());
    assertEquals(Duration.ofSeconds(1), sent().getFirst().desiredMinTx());
    assertTrue(effects.contains(new Effect.Told(false)));
    session = Session.fresh(7, CONFIG);
    apply(config(100, 50, true), new Event.Started());
    assertEquals(List.of(), sent());
    assertEquals(Optional.empty(), session.deadline());
    apply(config(100, 50, true), new Event.Heard(packet(State.DOWN, Flags.NONE)));
    assertEquals(State.INIT, sent().getFirst().state());
    assertEquals(9, sent().getFirst().discriminators().yours());
  }

  @Test
  void upIsToldAndPolledWithTheConfiguredInterval() {
    bringUp();
    assertTrue(effects.contains(new Effect.Told(true)));
    assertTrue(effects.contains(new Effect.PollBegan()));
    var packet = sent().getFirst();
    assertTrue(packet.flags().poll());
    assertEquals(Duration.ofMillis(100), packet.desiredMinTx());
    assertEquals(Duration.ofMillis(50), packet.requiredMinRx());
    assertEquals(Duration.ofMillis(300), session.interval(), "the peer takes no more");
    assertEquals(Duration.ofMillis(600), session.detectionTime(), "3 times 200 ms");
    apply(new Event.Heard(packet(State.UP, new Flags(false, true, false))));
    assertFalse(session.local().polling());
  }

  @Test
  void aPollIsAnsweredAtOnceAndBesideTheSchedule() {
    bringUp();
    var due = session.sendAt();
    apply(new Event.Heard(packet(State.UP, new Flags(true, false, false))));
    assertEquals(1, sent().size());
    assertTrue(sent().getFirst().flags().end());
    assertFalse(sent().getFirst().flags().poll());
    assertEquals(due, session.sendAt());
  }

  @Test
  void silenceForTheDetectionTimeIsDown() {
    bringUp();
    var expires = session.expireAt().orElseThrow();
    assertEquals(now.plus(Duration.ofMillis(600)), expires);
    now = expires.plus(Duration.ofNanos(2000));
    apply(new Event.Woken());
    assertEquals(State.DOWN, session.local().state());
    assertEquals(
        new Effect.Expired(Duration.ofMillis(600), Duration.ofNanos(2000)), effects.getFirst());
    assertTrue(
        effects.contains(
            new Effect.Entered(State.DOWN, Diagnostic.DETECTION_TIME_EXPIRED, Diagnostic.NONE)));
    assertTrue(effects.contains(new Effect.Told(false)));
    assertEquals(Diagnostic.DETECTION_TIME_EXPIRED, sent().getFirst().diagnostic());
    assertEquals(Duration.ofSeconds(1), session.interval());
    now = session.expireAt().orElseThrow();
    apply(new Event.Woken());
    assertEquals(0, session.remote().discriminator(), "the peer is forgotten");
    assertEquals(List.of(), effects.stream().filter(Effect.Told.class::isInstance).toList());
  }

  @Test
  void aPeerThatGoesDownIsToldButNotOneThatIsTakenOutOfService() {
    bringUp();
    hear(State.DOWN);
    assertTrue(effects.contains(new Effect.Told(false)));
    assertEquals(Diagnostic.NEIGHBOR_DOWN, session.local().diagnostic());
    session = Session.fresh(7, CONFIG);
    bringUp();
    hear(State.ADMIN_DOWN);
    assertEquals(State.DOWN, session.local().state());
    assertFalse(effects.contains(new Effect.Told(false)));
  }

  @Test
  void packetsAreTenToTwentyFivePercentEarly() {
    bringUp();
    for (int i = 0; i < 1000; i++) {
      now = session.sendAt().orElseThrow();
      hear(State.UP);
      apply(new Event.Woken());
      assertEquals(1, sent().size());
      var gap = session.sendAt().orElseThrow().since(now).toMillis();
      assertTrue(225 <= gap && gap <= 270, gap + " ms");
    }
  }

  @Test
  void aPeerThatDemandsSilenceGetsItOnceThePollIsOver() {
    bringUp();
    apply(new Event.Heard(packet(State.UP, new Flags(false, true, true))));
    now = session.sendAt().orElseThrow();
    apply(new Event.Woken());
    assertEquals(Optional.empty(), session.sendAt());
  }

  @Test
  void slowerSendingAndFasterTakingWaitForTheEndOfThePoll() {
    bringUp();
    apply(new Event.Heard(packet(State.UP, new Flags(false, true, false))));
    var slower = config(1000, 20, false);
    apply(slower, new Event.Reconfigured());
    assertTrue(sent().getFirst().flags().poll());
    assertEquals(Duration.ofSeconds(1), sent().getFirst().desiredMinTx());
    assertEquals(
        new Session.Timing(Duration.ofMillis(100), Duration.ofMillis(50)), session.timing());
    apply(slower, new Event.Heard(packet(State.UP, new Flags(false, true, false))));
    assertEquals(
        new Session.Timing(Duration.ofSeconds(1), Duration.ofMillis(20)), session.timing());
  }

  @Test
  void aDeadlineIsNeverInThePast() {
    var events = new Random(11);
    apply(new Event.Started());
    for (int i = 0; i < 100_000; i++) {
      now = now.plus(Duration.ofMillis(events.nextInt(400)));
      if (events.nextInt(3) == 0) {
        var flags = new Flags(events.nextInt(5) == 0, false, events.nextInt(9) == 0);
        apply(new Event.Heard(packet(State.values()[events.nextInt(4)], flags)));
      }
      apply(new Event.Woken());
      session.deadline().ifPresent(when -> assertTrue(now.isBefore(when) || now.equals(when)));
      if (session.local().state() == State.UP) {
        assertTrue(session.expireAt().isPresent(), "an up session watches its peer");
      }
    }
  }
}
