package keepalived.vrrp.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import keepalived.core.config.VrrpInstance.AdvertOptions;
import keepalived.core.config.VrrpInstance.Announcements;
import keepalived.core.config.VrrpInstance.ChecksumForm;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.Effect.Advertise;
import keepalived.vrrp.machine.Effect.Announce;
import keepalived.vrrp.machine.Effect.AnnounceGroup;
import keepalived.vrrp.machine.Effect.Count;
import keepalived.vrrp.machine.Effect.Notify;
import keepalived.vrrp.machine.Effect.NotifyLowerPriority;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Advertisement.Authenticator;
import keepalived.vrrp.packet.Advertisement.Sum;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.Test;

/// The machine in sentences: from this state, on this event, to that state with these effects.
class ElectionMachineTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Ipv4Address SELF = Ipv4Address.of("10.0.0.5");
  private static final Ipv4Address LOWER = Ipv4Address.of("10.0.0.2");
  private static final Ipv4Address HIGHER = Ipv4Address.of("10.0.0.9");
  private static final MonoTime NOW = at(100_000);
  private static final InstanceFixture SKETCH = InstanceFixture.of("VI_1", 51, 100);

  private static MonoTime at(long millis) {
    return new MonoTime(millis * 1_000_000);
  }

  private static ElectionInput router(InstanceFixture sketch) {
    return new ElectionInput(sketch.instance(), sketch.priority(), Optional.of(SELF), false);
  }

  private static ElectionInput grouped(InstanceFixture sketch) {
    return new ElectionInput(sketch.instance(), sketch.priority(), Optional.of(SELF), true);
  }

  private static Event.Heard advert(IpAddress source, int priority) {
    return advert(source, priority, SECOND);
  }

  private static Event.Heard advert(IpAddress source, int priority, Duration interval) {
    return new Event.Heard(
        source,
        new Advertisement(
            2, 51, priority, interval, List.of(), Authenticator.NONE, Sum.PLAIN, Optional.empty()));
  }

  private static State.Backup.Waiting backup() {
    return State.Backup.until(NOW.plus(SECOND), SECOND);
  }

  private static State.Master master() {
    return new State.Master.Active(
        NOW.plus(Duration.ofMillis(400)),
        new State.Mastership(
            NOW.minus(Duration.ofSeconds(60)),
            State.AnnouncementTimes.NONE,
            Optional.empty(),
            NOW.minus(Duration.ofSeconds(60)),
            State.Answers.from(NOW.minus(Duration.ofSeconds(60)))));
  }

  private static Step step(InstanceFixture sketch, State state, Event event) {
    return ElectionMachine.step(router(sketch), state, event, NOW);
  }

  private static List<Effect> messages(Step step) {
    return step.effects().stream().filter(e -> !(e instanceof Effect.Log)).toList();
  }

  private static List<String> lines(Step step) {
    return step.effects().stream()
        .filter(Effect.Log.class::isInstance)
        .map(e -> ((Effect.Log) e).line().text())
        .toList();
  }

  @Test
  void startsAsBackupForThreeIntervalsAndSkew() {
    var step = step(SKETCH, new State.Initialize(), new Event.Started(NOW));
    var expected = NOW.plus(Duration.ofMillis(3000).plusNanos(156 * 1_000_000_000L / 256));
    assertEquals(State.Backup.until(expected, SECOND), step.state());
    assertEquals(List.of(new Notify(VrrpNotification.State.BACKUP)), messages(step));
    assertEquals(
        List.of("(VI_1) removing VIPs.", "(VI_1) Entering BACKUP STATE (init)"), lines(step));
  }

  @Test
  void whoIsLateHearsFirst() {
    assertTrue(ElectionMachine.hearsFirst(router(SKETCH), backup(), NOW));
    var due = master().nextAdvertAt();
    var master = master();
    assertFalse(ElectionMachine.hearsFirst(router(SKETCH), master, due));
    assertFalse(
        ElectionMachine.hearsFirst(router(SKETCH), master, due.plus(Duration.ofMillis(500))));
    assertTrue(
        ElectionMachine.hearsFirst(router(SKETCH), master, due.plus(Duration.ofMillis(501))));
    assertTrue(ElectionMachine.hearsFirst(router(SKETCH), master.silentUntil(due), NOW));
    assertFalse(ElectionMachine.hearsFirst(router(SKETCH), new State.Initialize(), NOW));
  }

  @Test
  void wantingMasterDoesNotStartFasterBelow255() {
    assertEquals(
        step(SKETCH, new State.Initialize(), new Event.Started(NOW)).state(),
        step(SKETCH.wantsMaster(true), new State.Initialize(), new Event.Started(NOW)).state());
  }

  @Test
  void theOwnerIsMasterAtOnceUnlessBackupWasWritten() {
    var owner = SKETCH.priority(255).wantsMaster(true);
    var step = step(owner, new State.Initialize(), new Event.Started(NOW));
    assertInstanceOf(State.Master.class, step.state());
    assertEquals(new Advertise(255), messages(step).getFirst());
    assertInstanceOf(
        State.Backup.class,
        step(SKETCH.priority(255), new State.Initialize(), new Event.Started(NOW)).state());
  }

  @Test
  void aStartupDelayIsAddedToTheFirstWait() {
    var later = NOW.plus(Duration.ofSeconds(20));
    var step = step(SKETCH, new State.Initialize(), new Event.Started(later));
    var first = step(SKETCH, new State.Initialize(), new Event.Started(NOW));
    var difference = step.state().deadline().orElseThrow().since(first.state().deadline().get());
    assertEquals(Duration.ofSeconds(20), difference);
    var owner = SKETCH.priority(255).wantsMaster(true);
    assertEquals(
        Optional.of(later),
        step(owner, new State.Initialize(), new Event.Started(later)).state().deadline());
  }

  @Test
  void skewInVersion3FollowsTheMastersInterval() {
    var fast = SKETCH.version3().interval(Duration.ofMillis(100));
    assertEquals(
        Duration.ofNanos(156L * 100_000_000 / 256), router(fast).skew(Duration.ofMillis(100)));
    assertEquals(Duration.ofNanos(156L * 1_000_000_000 / 256), router(SKETCH).skew(SECOND));
    assertEquals(
        Duration.ofMillis(3000).plusNanos(156L * 1_000_000_000 / 256),
        router(SKETCH).masterDown(SECOND));
  }

  @Test
  void aBackupWhoseTimerRunsOutAdvertisesThenAnnouncesThenTells() {
    var due = State.Backup.until(NOW, SECOND);
    var step = step(SKETCH, due, new Event.TimedOut());
    var master = assertInstanceOf(State.Master.class, step.state());
    assertEquals(NOW.plus(SECOND), master.nextAdvertAt());
    assertEquals(Optional.of(NOW.plus(Duration.ofSeconds(5))), master.sets().second());
    assertEquals(
        List.of(new Advertise(100), new Announce(5), new Notify(VrrpNotification.State.MASTER)),
        messages(step));
    assertEquals(
        List.of(
            "(VI_1) Receive advertisement timeout",
            "(VI_1) Entering MASTER STATE",
            "(VI_1) setting VIPs."),
        lines(step));
  }

  @Test
  void aBackupWokenEarlyStays() {
    assertEquals(Step.to(backup()), step(SKETCH, backup(), new Event.TimedOut()));
  }

  @Test
  void anEqualPriorityRestartsABackupsTimerWhateverTheAddress() {
    for (var source : List.of(LOWER, HIGHER)) {
      var step = step(SKETCH, backup(), advert(source, 100));
      var state = assertInstanceOf(State.Backup.Waiting.class, step.state());
      assertEquals(NOW.plus(router(SKETCH).masterDown(SECOND)), state.masterDownAt());
      assertEquals(Optional.of(new State.KnownMaster(source, 100)), state.master());
      assertEquals(List.of("(VI_1) master set to " + source), lines(step));
    }
  }

  @Test
  void aLowerPriorityIsDiscardedAndTheTimerRunsOn() {
    var step = step(SKETCH, backup(), advert(LOWER, 99));
    var lower = new State.Awaited.Preemption(new State.KnownMaster(LOWER, 99), false);
    assertEquals(backup().awaiting(lower), step.state());
    assertEquals(
        List.of("(VI_1) received lower priority (99) advert from 10.0.0.2 - discarding"),
        lines(step));
  }

  @Test
  void withoutPreemptALowerPriorityIsAccepted() {
    var state = step(SKETCH.preempt(false, Duration.ZERO), backup(), advert(LOWER, 1)).state();
    assertEquals(NOW.plus(router(SKETCH).masterDown(SECOND)), state.deadline().orElseThrow());
  }

  @Test
  void priorityZeroLeavesABackupItsSkewTime() {
    var step = step(SKETCH, backup(), advert(LOWER, 0));
    assertEquals(
        Optional.of(NOW.plus(Duration.ofNanos(156L * 1_000_000_000 / 256))),
        step.state().deadline());
    assertEquals(List.of("(VI_1) Backup received priority 0 advertisement"), lines(step));
  }

  @Test
  void preemptDelayStartsWithTheFirstLowerAdvertAndEndsByTime() {
    var delayed = SKETCH.preempt(true, Duration.ofSeconds(30));
    var first = step(delayed, backup(), advert(LOWER, 50));
    var waiting = assertInstanceOf(State.Backup.Waiting.class, first.state());
    assertEquals(Optional.of(NOW.plus(Duration.ofSeconds(30))), waiting.preemptAt());
    assertEquals("(VI_1) start preempt delay (30.000000)", lines(first).getFirst());
    assertTrue(backup().masterDownAt().isBefore(waiting.masterDownAt()));

    var passed = waiting.preemptingAt(Optional.of(NOW));
    var preempts = new State.Awaited.Preemption(new State.KnownMaster(LOWER, 50), true);
    assertEquals(passed.awaiting(preempts), step(delayed, passed, advert(LOWER, 50)).state());

    var better = step(delayed, waiting, advert(HIGHER, 200));
    assertEquals(Optional.empty(), ((State.Backup) better.state()).preemptAt());
    assertEquals("(VI_1) stop preempt delay", lines(better).getFirst());
  }

  @Test
  void version3LearnsTheMastersIntervalAndForgetsItAsMaster() {
    var three = SKETCH.version3();
    var learned = step(three, backup(), advert(HIGHER, 200, Duration.ofMillis(200)));
    assertEquals(Duration.ofMillis(200), ((State.Backup) learned.state()).masterInterval());
    assertTrue(
        lines(learned)
            .contains("(VI_1) advertisement interval updated from 1000ms to 200ms by master"));
    var due = ((State.Backup) learned.state()).waitingUntil(NOW);
    var master = step(three, due, new Event.TimedOut());
    assertEquals(NOW.plus(SECOND), ((State.Master) master.state()).nextAdvertAt());
    assertTrue(
        lines(master)
            .contains("(VI_1) changing advert interval from 200ms to locally configured 1000ms"));
    assertEquals(
        SECOND,
        ((State.Backup) step(SKETCH, backup(), advert(HIGHER, 200, SECOND)).state())
            .masterInterval());
  }

  @Test
  void aMasterAdvertisesEveryInterval() {
    var due = master().advertisingAt(NOW);
    assertEquals(
        Step.to(due.advertisingAt(NOW.plus(SECOND)), new Advertise(100)),
        step(SKETCH, due, new Event.TimedOut()));
  }

  @Test
  void aLateWakeUpDoesNotShiftTheFollowingAdverts() {
    var due = master().advertisingAt(NOW.minus(Duration.ofMillis(30)));
    var next = (State.Master) step(SKETCH, due, new Event.TimedOut()).state();
    assertEquals(NOW.plus(Duration.ofMillis(970)), next.nextAdvertAt());
  }

  @Test
  void aMasterAnswersPriorityZeroAtOnce() {
    var step = step(SKETCH, master(), advert(LOWER, 0));
    assertEquals(
        master()
            .advertisingAt(NOW.plus(SECOND))
            .answering(master().answers().nextAt(NOW.plus(Duration.ofMillis(100)))),
        step.state());
    assertEquals(List.of(new Advertise(100)), messages(step));
    assertEquals(List.of("(VI_1) Master received priority 0 message"), lines(step));
  }

  @Test
  void aMasterForcesANewElectionOnALowerPriority() {
    var step = step(SKETCH, master(), advert(LOWER, 99));
    assertEquals(
        List.of(
            new Advertise(100), new Announce(5), new AnnounceGroup(), new NotifyLowerPriority()),
        messages(step));
    assertEquals(
        List.of(
            "(VI_1) Received advert from 10.0.0.2 with lower priority 99, ours 100, forcing new"
                + " election"),
        lines(step));
    var state = (State.Master) step.state();
    assertEquals(Optional.of(NOW.plus(Duration.ofSeconds(5))), state.sets().lowerPriority());
  }

  @Test
  void whoeverIsHeardSoonAfterAnAnswerGetsTheNextOneWhenThePaceAllowsIt() {
    var answered = step(SKETCH, master(), advert(LOWER, 99)).state();
    var soon = NOW.plus(Duration.ofMillis(99));
    for (int priority : List.of(99, 0)) {
      var again = ElectionMachine.step(router(SKETCH), answered, advert(LOWER, priority), soon);
      assertEquals(List.of(), messages(again));
      var state = (State.Master) again.state();
      assertEquals(NOW.plus(Duration.ofMillis(100)), state.nextAdvertAt());
      var due =
          ElectionMachine.step(
              router(SKETCH), state, new Event.TimedOut(), NOW.plus(Duration.ofMillis(100)));
      assertTrue(messages(due).contains(new Advertise(100)));
      assertTrue(messages(due).contains(new NotifyLowerPriority()));
      var later = NOW.plus(Duration.ofMillis(100));
      var next = ElectionMachine.step(router(SKETCH), answered, advert(LOWER, priority), later);
      assertTrue(messages(next).contains(new Advertise(100)));
    }
  }

  @Test
  void manyAddressesAreAnnouncedToARivalLessOften() {
    var many = new ArrayList<VirtualAddress>();
    for (int i = 1; i <= 100; i++) {
      many.add(InstanceFixture.virtual(IpPrefix.of("10.7.0." + i + "/32")));
    }
    var sketch = SKETCH.addresses(many);
    State state = master();
    int announced = 0;
    for (int ms = 0; ms < 5000; ms += 10) {
      var now = NOW.plus(Duration.ofMillis(ms));
      var step = ElectionMachine.step(router(sketch), state, advert(LOWER, 50), now);
      announced += messages(step).contains(new Announce(5)) ? 1 : 0;
      state = step.state();
    }
    assertEquals(10, announced); // 500 of them in half a second
  }

  @Test
  void lowerPriorityNoAdvertKeepsQuiet() {
    var quiet = SKETCH.options(new AdvertOptions(true, false, false, ChecksumForm.STANDARD));
    var step = step(quiet, master(), advert(LOWER, 99));
    assertEquals(
        List.of(new Announce(5), new AnnounceGroup(), new NotifyLowerPriority()), messages(step));
    assertEquals(
        List.of("(VI_1) Received advert from 10.0.0.2 with lower priority 99, ours 100"),
        lines(step));
    assertEquals(master().nextAdvertAt(), ((State.Master) step.state()).nextAdvertAt());
  }

  @Test
  void aMasterYieldsToAHigherPriorityWithoutAWord() {
    var step = step(SKETCH, master(), advert(LOWER, 101));
    var state = assertInstanceOf(State.Backup.Waiting.class, step.state());
    assertEquals(NOW.plus(router(SKETCH).masterDown(SECOND)), state.masterDownAt());
    assertEquals(List.of(new Notify(VrrpNotification.State.BACKUP)), messages(step));
    assertEquals(
        List.of(
            "(VI_1) Master received advert from 10.0.0.2 with higher priority 101, ours 100",
            "(VI_1) removing VIPs.",
            "(VI_1) Entering BACKUP STATE",
            "(VI_1) master set to 10.0.0.2"),
        lines(step));
  }

  @Test
  void aMasterThatYieldsLearnsTheIntervalOfTheNewOne() {
    var advert = advert(LOWER, 101, Duration.ofMillis(300));
    var step = step(SKETCH.version3(), master(), advert);
    assertEquals(Duration.ofMillis(300), ((State.Backup) step.state()).masterInterval());
    assertEquals(
        "(VI_1) advertisement interval updated from 1000ms to 300ms by master",
        lines(step).getLast());
  }

  @Test
  void higherPrioritySendAdvertSpeaksOnceMore() {
    var polite = SKETCH.options(new AdvertOptions(false, true, false, ChecksumForm.STANDARD));
    assertEquals(
        List.of(new Advertise(100), new Notify(VrrpNotification.State.BACKUP)),
        messages(step(polite, master(), advert(LOWER, 101))));
  }

  @Test
  void betweenEqualMastersTheHigherAddressWins() {
    assertInstanceOf(State.Master.class, step(SKETCH, master(), advert(LOWER, 100)).state());
    var step = step(SKETCH, master(), advert(HIGHER, 100));
    assertInstanceOf(State.Backup.class, step.state());
    assertEquals(
        "(VI_1) Master received advert from 10.0.0.9 with same priority 100 but higher IP address"
            + " than ours",
        lines(step).getFirst());
  }

  @Test
  void anEqualAdvertFromOurOwnAddressIsAWarning() {
    var step = step(SKETCH, master(), advert(SELF, 100));
    assertEquals(master(), step.state());
    assertEquals(
        List.of(
            "(VI_1) WARNING - equal priority advert received from remote host with our IP"
                + " address."),
        lines(step));
  }

  @Test
  void twoOwnersWaitBeforeTheLowerAddressYieldsAndComesBackWhenTheOtherIsGone() {
    var owner = SKETCH.priority(255);
    State state = master();
    for (int i = 0; i < 2; i++) {
      var step = step(owner, state, advert(HIGHER, 255));
      state = assertInstanceOf(State.Master.class, step.state());
      assertEquals(i == 0 ? 1 : 0, lines(step).size());
    }
    var yielded =
        assertInstanceOf(State.Backup.class, step(owner, state, advert(HIGHER, 255)).state());
    assertTrue(yielded.yielded());
    var back = step(owner, yielded.waitingUntil(NOW), new Event.TimedOut());
    assertInstanceOf(State.Master.class, back.state());
    assertTrue(lines(back).contains("(VI_1) Restoring our priority to 255"));
  }

  @Test
  void theOwnerWithTheHigherAddressStays() {
    State state = master();
    for (int i = 0; i < 10; i++) {
      state = step(SKETCH.priority(255), state, advert(LOWER, 255)).state();
    }
    assertInstanceOf(State.Master.class, state);
  }

  @Test
  void whoIsRemovedInAFaultHasSaidSoAlready() {
    var fault = new State.Fault(new TreeSet<>());
    assertEquals(List.of(), messages(step(SKETCH, fault, new Event.Removed())));
    assertEquals(
        List.of(new Notify(VrrpNotification.State.FAULT)),
        messages(step(SKETCH, backup(), new Event.Removed())));
  }

  @Test
  void aFaultResignsNamesTheConditionAndTells() {
    var conditions = new TreeSet<FaultCondition>();
    conditions.add(new FaultCondition(FaultCondition.Kind.INTERFACE_DOWN, "eth0"));
    var step = step(SKETCH, master(), new Event.Failed(conditions));
    assertEquals(new State.Fault(conditions), step.state());
    assertEquals(
        List.of(new Advertise(0), new Notify(VrrpNotification.State.FAULT)), messages(step));
    assertEquals(
        List.of(
            "(VI_1): entering FAULT state (interface eth0 down)",
            "(VI_1) removing VIPs.",
            "(VI_1) Entering FAULT STATE"),
        lines(step));
    var recovered = step(SKETCH, step.state(), new Event.Recovered());
    assertEquals(
        State.Backup.until(NOW.plus(router(SKETCH).masterDown(SECOND)), SECOND), recovered.state());
  }

  @Test
  void anOwnerLeavesFaultAsMaster() {
    var fault = new State.Fault(new TreeSet<>());
    var owner = SKETCH.priority(255).wantsMaster(true);
    assertInstanceOf(State.Master.class, step(owner, fault, new Event.Recovered()).state());
    assertInstanceOf(
        State.Backup.class, step(SKETCH.priority(255), fault, new Event.Recovered()).state());
  }

  @Test
  void stoppingAMasterResignsAndABackupJustTells() {
    assertEquals(
        List.of(new Advertise(0), new Notify(VrrpNotification.State.STOP)),
        messages(step(SKETCH, master(), new Event.Stopped())));
    assertEquals(
        List.of(new Notify(VrrpNotification.State.STOP)),
        messages(step(SKETCH, backup(), new Event.Stopped())));
    assertEquals(
        List.of(new Advertise(0), new Notify(VrrpNotification.State.FAULT)),
        messages(step(SKETCH, master(), new Event.Removed())));
  }

  /// A master whose advert is late by so many seconds.
  private static State.Master late(int seconds) {
    return master().advertisingAt(NOW.minus(Duration.ofSeconds(seconds)));
  }

  private static State.Master silent() {
    return master().silentUntil(NOW.plus(SECOND));
  }

  @Test
  void aMasterThatStoodStillListensBeforeItSpeaks() {
    var step = step(SKETCH, late(4), new Event.TimedOut());
    assertEquals(silent(), step.state());
    assertEquals(Optional.of(NOW.plus(SECOND)), step.state().deadline());
    assertEquals(List.of(new Count(Counter.STALLED)), messages(step));
    assertEquals("(VI_1) VRRP thread timer expired 4.000000 seconds ago", lines(step).getFirst());
  }

  @Test
  void aMasterThatStoodStillAndHearsNobodyGoesOn() {
    var at = NOW.plus(SECOND);
    var step = ElectionMachine.step(router(SKETCH), silent(), new Event.TimedOut(), at);
    assertEquals(master().advertisingAt(at.plus(SECOND)), step.state());
    assertEquals(List.of(new Advertise(100), new Announce(5)), messages(step));
    // This host stalled while it listened.
    var muchLater = at.plus(Duration.ofSeconds(9));
    var later = ElectionMachine.step(router(SKETCH), silent(), new Event.TimedOut(), muchLater);
    assertEquals(master().silentUntil(muchLater.plus(SECOND)), later.state());
  }

  /// A successor, if any, has been master for less than an interval: our advert ends that.
  @Test
  void aMasterThatStoodStillForALittleTooLongSpeaksAtOnceUnlessItHearsAnother() {
    var step = step(SKETCH, late(3), new Event.TimedOut());
    assertEquals(master().advertisingAt(NOW.plus(SECOND)), step.state());
    assertEquals(
        List.of(new Count(Counter.STALLED), new Advertise(100), new Announce(5)), messages(step));
  }

  @Test
  void aMasterThatStoodStillHearsItsSuccessorAsABackup() {
    var nopreempt = SKETCH.preempt(false, Duration.ZERO);
    var delayed = SKETCH.preempt(true, Duration.ofSeconds(20));
    for (var state : List.of(late(3), late(10), silent())) {
      for (var sketch : List.of(nopreempt, delayed)) {
        for (int priority : List.of(50, 100, 200)) {
          var step = step(sketch, state, advert(LOWER, priority));
          var backup = assertInstanceOf(State.Backup.class, step.state());
          assertEquals(Optional.of(new State.KnownMaster(LOWER, priority)), backup.master());
          assertTrue(messages(step).contains(new Notify(VrrpNotification.State.BACKUP)));
          assertTrue(messages(step).stream().noneMatch(Advertise.class::isInstance));
        }
      }
      assertInstanceOf(State.Backup.class, step(SKETCH, state, advert(LOWER, 200)).state());
    }
  }

  @Test
  void aMasterThatStoodStillReclaimsFromASuccessorItPreempts() {
    var step = step(SKETCH, late(10), advert(LOWER, 50));
    var state = assertInstanceOf(State.Master.Active.class, step.state());
    assertTrue(state.conflict().orElseThrow().real(), "notify and announcements follow its end");
    assertTrue(messages(step).containsAll(List.of(new Advertise(100), new Announce(5))));
  }

  @Test
  void aMasterThatStoodStillSpeaksWhenItsSuccessorResigns() {
    var step = step(SKETCH, silent(), advert(LOWER, 0));
    assertEquals(master().advertisingAt(NOW.plus(SECOND)), step.state());
    assertEquals(List.of(new Advertise(100), new Announce(5)), messages(step));
  }

  @Test
  void aListeningMasterIsSilentAtAReloadToo() {
    var before = SKETCH.priority(7).instance();
    var step = step(SKETCH, silent(), new Event.Reconfigured(before));
    assertEquals(silent(), step.state());
    assertEquals(List.of(), messages(step));
  }

  @Test
  void aListeningMasterLeavesAsAnyMasterDoes() {
    var down =
        new TreeSet<>(List.of(new FaultCondition(FaultCondition.Kind.INTERFACE_DOWN, "eth0")));
    for (var event : List.of(new Event.Failed(down), new Event.Stopped())) {
      var step = step(SKETCH, silent(), event);
      assertTrue(messages(step).contains(new Advertise(0)), event.toString());
    }
    var demoted = step(SKETCH, late(10), new Event.GroupDemoted());
    assertInstanceOf(State.Backup.class, demoted.state());
  }

  @Test
  void withTimerExpiredBackupAMasterThatStoodStillLeavesAtOnce() {
    var step = step(SKETCH.timerExpiredBackup(100), late(3), new Event.TimedOut());
    assertEquals(
        State.Backup.until(NOW.plus(router(SKETCH).masterDown(SECOND)), SECOND), step.state());
    assertEquals(
        List.of(new Count(Counter.STALLED), new Notify(VrrpNotification.State.BACKUP)),
        messages(step));
  }

  @Test
  void aBackupThatStoodStillWaitsForTheMasterOnceMore() {
    var late = State.Backup.until(NOW.minus(SECOND), SECOND);
    var step = step(SKETCH, late, new Event.TimedOut());
    var at = NOW.plus(router(SKETCH).masterDown(SECOND));
    assertEquals(late.extendedUntil(at), step.state());
    assertEquals(List.of(new Count(Counter.STALLED)), messages(step));
    // The wait is not extended again, however late it is.
    var again =
        ElectionMachine.step(router(SKETCH), step.state(), new Event.TimedOut(), at.plus(SECOND));
    assertInstanceOf(State.Master.class, again.state());
    // After hearing a master, the wait can be extended again.
    var heard = step(SKETCH, step.state(), advert(LOWER, 200)).state();
    assertInstanceOf(State.Backup.Waiting.class, heard);
    var little = State.Backup.until(NOW.minus(Duration.ofMillis(500)), SECOND);
    assertInstanceOf(State.Master.class, step(SKETCH, little, new Event.TimedOut()).state());
  }

  @Test
  void anOwnerThatStoodStillListensForItsSkewOnly() {
    var late = master().advertisingAt(NOW.minus(Duration.ofSeconds(10)));
    var step = step(SKETCH.priority(255), late, new Event.TimedOut());
    assertEquals(
        Optional.of(NOW.plus(Duration.ofNanos(1_000_000_000 / 256))), step.state().deadline());
  }

  @Test
  void aShortDelayIsNoStall() {
    var late = master().advertisingAt(NOW.minus(Duration.ofSeconds(2)));
    assertInstanceOf(State.Master.class, step(SKETCH, late, new Event.TimedOut()).state());
  }

  @Test
  void theWinnerOfAConflictSaysSoAgainWhenTheRivalIsGone() {
    var conflict = (State.Master) step(SKETCH, master(), advert(LOWER, 50)).state();
    assertTrue(conflict.conflict().orElseThrow().real());
    var over = conflict.conflict().get().overAt();
    var calm =
        ElectionMachine.step(
            router(SKETCH), conflict.advertisingAt(over.plus(SECOND)), new Event.TimedOut(), over);
    assertTrue(messages(calm).contains(new Announce(5)));
    assertTrue(messages(calm).contains(new Notify(VrrpNotification.State.MASTER)));
    assertTrue(messages(calm).contains(new Count(Counter.REASSERTED)));
    var after = (State.Master) calm.state();
    assertEquals(Optional.empty(), after.conflict());
    assertEquals(over.plus(Duration.ofSeconds(30)), after.reassertAt());
  }

  @Test
  void anAdvertThatOnlyCrossedOursIsNoConflict() {
    var fresh = State.Master.since(NOW, NOW.plus(SECOND), master().sets());
    var crossed = (State.Master) step(SKETCH, fresh, advert(LOWER, 50)).state();
    var over = crossed.conflict().orElseThrow().overAt();
    var calm =
        ElectionMachine.step(
            router(SKETCH), crossed.advertisingAt(over.plus(SECOND)), new Event.TimedOut(), over);
    assertTrue(messages(calm).stream().noneMatch(Notify.class::isInstance));
  }

  @Test
  void conflictsInQuickSuccessionAreSettledOnceInThirtySeconds() {
    var recent =
        new State.Master.Active(
            NOW.plus(SECOND),
            new State.Mastership(
                NOW.minus(Duration.ofSeconds(60)),
                master().sets(),
                Optional.of(new State.Conflict(LOWER, 2, true, NOW)),
                NOW.plus(Duration.ofSeconds(20)),
                State.Answers.from(NOW)));
    var step = step(SKETCH, recent, new Event.TimedOut());
    assertEquals(List.of(), messages(step));
    assertEquals(
        NOW.plus(Duration.ofSeconds(20)),
        ((State.Master) step.state()).conflict().orElseThrow().overAt());
  }

  @Test
  void announcementsComeInSets() {
    var refreshed =
        SKETCH.announcements(
            new Announcements(
                Duration.ofSeconds(5),
                5,
                Duration.ofSeconds(60),
                2,
                Duration.ofSeconds(5),
                3,
                Duration.ZERO,
                false));
    var step = step(refreshed, State.Backup.until(NOW, SECOND), new Event.TimedOut());
    var master = (State.Master) step.state();
    assertEquals(Optional.of(NOW.plus(Duration.ofSeconds(60))), master.sets().refresh());
    var due = NOW.plus(Duration.ofSeconds(5));
    var second =
        ElectionMachine.step(
            router(refreshed), master.advertisingAt(due.plus(SECOND)), new Event.TimedOut(), due);
    assertEquals(List.of(new Announce(5)), messages(second));
    assertEquals(Optional.empty(), ((State.Master) second.state()).sets().second());
    var later = NOW.plus(Duration.ofSeconds(60));
    var refresh =
        ElectionMachine.step(
            router(refreshed),
            ((State.Master) second.state()).advertisingAt(later.plus(SECOND)),
            new Event.TimedOut(),
            later);
    assertEquals(List.of(new Announce(2)), messages(refresh));
    assertEquals(
        Optional.of(later.plus(Duration.ofSeconds(60))),
        ((State.Master) refresh.state()).sets().refresh());
  }

  @Test
  void aReloadThatAddsAnAddressAnnouncesAll() {
    var more =
        SKETCH.addresses(
            List.of(
                SKETCH.addresses().getFirst(),
                InstanceFixture.virtual(IpPrefix.of("10.0.0.200/24"))));
    var grown = step(more, master(), new Event.Reconfigured(SKETCH.instance()));
    assertEquals(List.of(new Advertise(100), new Announce(5)), messages(grown));
    var same = step(SKETCH, master(), new Event.Reconfigured(more.instance()));
    assertEquals(List.of(new Advertise(100)), messages(same));
  }

  @Test
  void aGroupMemberWaitsUntilItsGroupIsReady() {
    var due = State.Backup.until(NOW, SECOND);
    var step = ElectionMachine.step(grouped(SKETCH), due, new Event.TimedOut(), NOW);
    var ready = assertInstanceOf(State.Backup.Ready.class, step.state());
    assertEquals(Optional.empty(), ready.deadline());
    var heard = ElectionMachine.step(grouped(SKETCH), ready, advert(HIGHER, 200), NOW);
    assertInstanceOf(State.Backup.Waiting.class, heard.state());
    assertInstanceOf(
        State.Master.class,
        ElectionMachine.step(grouped(SKETCH), ready, new Event.GroupElected(), NOW).state());
  }
}
