package keepalived.vrrp.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import keepalived.core.net.Ipv4Address;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Advertisement.Authenticator;
import keepalived.vrrp.packet.Advertisement.Sum;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.Test;

/// Every kind of state with every kind of event at the boundary values, and the invariants.
class MachineInvariantsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Ipv4Address SELF = Ipv4Address.of("10.0.0.5");

  private static final InstanceFixture SKETCH = InstanceFixture.of("V", 1, 255);

  static List<ElectionInput> routers() {
    var routers = new ArrayList<ElectionInput>();
    for (int priority : List.of(1, 100, 254, 255)) {
      for (boolean preempt : List.of(true, false)) {
        for (boolean grouped : List.of(true, false)) {
          var sketch = InstanceFixture.of("V", 1, priority).preempt(preempt, Duration.ofSeconds(7));
          for (var s : List.of(sketch, sketch.version3().interval(Duration.ofMillis(10)))) {
            routers.add(new ElectionInput(s.instance(), priority, Optional.of(SELF), grouped));
            routers.add(new ElectionInput(s.instance(), priority, Optional.empty(), grouped));
          }
        }
      }
    }
    for (var sketch : List.of(SKETCH.wantsMaster(true), SKETCH.timerExpiredBackup(100))) {
      for (boolean grouped : List.of(true, false)) {
        routers.add(
            new ElectionInput(sketch.instance(), sketch.priority(), Optional.of(SELF), grouped));
      }
    }
    return routers;
  }

  static List<State> states(MonoTime now) {
    var states = new ArrayList<State>();
    states.add(new State.Initialize());
    states.add(new State.Fault(new TreeSet<>()));
    var down = new TreeSet<FaultCondition>();
    down.add(new FaultCondition(FaultCondition.Kind.INTERFACE_DOWN, "eth0"));
    states.add(new State.Fault(down));
    for (var at : List.of(now.minus(SECOND), now, now.plus(SECOND))) {
      var backup = State.Backup.until(at, SECOND);
      states.add(backup);
      states.add(backup.ready());
      states.add(backup.extendedUntil(at));
      states.add(backup.asYielded());
      states.add(backup.preemptingAt(Optional.of(now)));
      states.add(backup.preemptingAt(Optional.of(now.plus(SECOND))));
      var none = new State.AnnouncementTimes(Optional.empty(), Optional.empty(), Optional.empty());
      var all = new State.AnnouncementTimes(Optional.of(at), Optional.of(at), Optional.of(at));
      for (var sets : List.of(none, all)) {
        var master =
            new State.Master.Active(
                at,
                new State.Mastership(
                    now.minus(SECOND), sets, Optional.empty(), now, State.Answers.from(now)));
        states.add(master);
        states.add(master.inConflict(new State.Conflict(Ipv4Address.of("10.0.0.9"), 2, true, at)));
        states.add(master.advertisingAt(now.minus(Duration.ofSeconds(100))));
        states.add(master.silentUntil(at));
        states.add(master.answering(State.Answers.from(now.plus(SECOND)).owing()));
        states.add(master.answering(State.Answers.from(now).owing()));
      }
    }
    return states;
  }

  static List<Event> events(MonoTime now) {
    var events = new ArrayList<Event>();
    events.add(new Event.Started(now));
    events.add(new Event.Started(now.plus(SECOND)));
    events.add(new Event.TimedOut());
    var down = new TreeSet<FaultCondition>();
    down.add(new FaultCondition(FaultCondition.Kind.SCRIPT, "chk"));
    events.add(new Event.Failed(down));
    events.add(new Event.Recovered());
    events.add(new Event.GroupFailed());
    events.add(new Event.GroupRecovered());
    events.add(new Event.GroupElected());
    events.add(new Event.GroupDemoted());
    events.add(new Event.Reconfigured(InstanceFixture.of("V", 1, 7).instance()));
    events.add(new Event.Stopped());
    events.add(new Event.Removed());
    for (int priority : List.of(0, 1, 99, 100, 101, 254, 255)) {
      for (var source : List.of("10.0.0.2", "10.0.0.5", "10.0.0.9")) {
        for (var interval : List.of(Duration.ZERO, Duration.ofMillis(10), SECOND)) {
          events.add(
              new Event.Heard(
                  Ipv4Address.of(source),
                  new Advertisement(
                      3,
                      1,
                      priority,
                      interval,
                      List.of(),
                      Authenticator.NONE,
                      Sum.PSEUDO,
                      Optional.empty())));
        }
      }
    }
    return events;
  }

  @Test
  void whatMustAlwaysHold() {
    int combinations = 0;
    for (long origin : List.of(0L, Long.MAX_VALUE - 5_000_000_000L, -1L)) {
      var now = new MonoTime(origin);
      for (var router : routers()) {
        for (var state : states(now)) {
          for (var event : events(now)) {
            var step = ElectionMachine.step(router, state, event, now);
            check(router, state, event, step, now);
            combinations++;
          }
        }
      }
    }
    assertTrue(combinations > 100_000, "only " + combinations);
  }

  private static void check(
      ElectionInput router, State before, Event event, Step step, MonoTime now) {
    Supplier<String> told = () -> router + "\n" + before + "\n" + event + "\n" + step;
    var after = step.state();
    if (after instanceof State.Master) {
      assertTrue(after.deadline().isPresent(), told);
    }
    if (event instanceof Event.TimedOut) {
      after
          .deadline()
          .ifPresent(at -> assertFalse(at.reached(now), () -> "would spin: " + told.get()));
    }
    var why = Explanation.of(router, before, event, after, now);
    assertEquals(before.role() != after.role(), why.isPresent(), told);
    boolean resigns = step.effects().contains(new Effect.Advertise(0));
    assertTrue(!resigns || (before.ownsAddresses() && !after.ownsAddresses()), told);
    boolean advertises =
        step.effects().stream()
            .anyMatch(e -> e instanceof Effect.Advertise(int priority) && priority > 0);
    assertTrue(!advertises || before.ownsAddresses() || after.ownsAddresses(), told);
    boolean becameMaster = after.ownsAddresses() && !before.ownsAddresses();
    assertEquals(
        becameMaster,
        becameMaster && step.effects().contains(new Effect.Notify(VrrpNotification.State.MASTER)),
        told);
    boolean left = before.ownsAddresses() && !after.ownsAddresses();
    boolean notified =
        step.effects().stream()
            .anyMatch(
                e ->
                    e instanceof Effect.Notify(var state)
                        && state != VrrpNotification.State.MASTER);
    assertTrue(!left || notified, told);
    if (event instanceof Event.Failed || event instanceof Event.Stopped) {
      assertFalse(after.ownsAddresses(), told);
    }
  }

  @Test
  void aFaultNeverOutlivesItsConditions() {
    var now = new MonoTime(0);
    for (var router : routers()) {
      var down = new TreeSet<FaultCondition>();
      down.add(new FaultCondition(FaultCondition.Kind.FILE, "f"));
      State state = new State.Initialize();
      state = ElectionMachine.step(router, state, new Event.Failed(down), now).state();
      state = ElectionMachine.step(router, state, new Event.Recovered(), now).state();
      if (router.grouped()) {
        state = ElectionMachine.step(router, state, new Event.GroupRecovered(), now).state();
      }
      assertFalse(state instanceof State.Fault, state.toString());
    }
  }
}
