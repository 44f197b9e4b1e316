package keepalived.vrrp.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import keepalived.core.net.Ipv4Address;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.transition.Explanation;
import org.junit.jupiter.api.Test;

/// Every kind of state with every kind of event at the boundary values, and the invariants.
class MachineInvariantsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Ipv4Address SELF = Ipv4Address.of("10.0.0.5");

  @Test
  void whatMustAlwaysHold() {
    int combinations = 0;
    for (long origin : List.of(0L, Long.MAX_VALUE - 5_000_000_000L, -1L)) {
      var now = new MonoTime(origin);
      for (var router : MachineSweep.routers()) {
        for (var state : MachineSweep.states(now)) {
          for (var event : MachineSweep.events(now)) {
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
    var call = new Explanation.Call(router, before, event, now);
    var why = Explanation.of(call, after);
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
    for (var router : MachineSweep.routers()) {
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
