package keepalived.vrrp.transition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import keepalived.core.event.Cause;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.MachineSweep;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Advertisement.Authenticator;
import keepalived.vrrp.packet.Advertisement.Sum;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.Test;

/// The cause of each transition. `MachineInvariantsTest` holds that every step of the sweep that
/// changes the state has one.
class ExplanationTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final IpAddress SELF = Ipv4Address.of("10.0.0.5");
  private static final IpAddress OTHER = Ipv4Address.of("10.0.0.9");
  private static final MonoTime START = new MonoTime(0);
  private static final InstanceFixture SKETCH = InstanceFixture.of("VI_1", 51, 100);

  /// A router that goes through events, one after the other.
  private static final class Walk {
    private final ElectionInput input;
    private State state = new State.Initialize();
    private MonoTime now = START;
    private Optional<Explanation> last = Optional.empty();

    Walk(InstanceFixture sketch, boolean grouped) {
      input = new ElectionInput(sketch.instance(), sketch.priority(), Optional.of(SELF), grouped);
    }

    Walk on(Event event) {
      var step = ElectionMachine.step(input, state, event, now);
      last = Explanation.of(new Explanation.Call(input, state, event, now), step.state());
      state = step.state();
      return this;
    }

    Walk started() {
      return on(new Event.Started(START));
    }

    Walk after(long millis) {
      now = now.plus(Duration.ofMillis(millis));
      return this;
    }

    Walk expires() {
      now = state.deadline().orElseThrow();
      return on(new Event.TimedOut());
    }

    Walk hears(int priority) {
      return on(advert(priority));
    }

    private void because(Cause cause, String text) {
      assertEquals(text, last.map(Explanation::text).orElse("no change of " + state));
      assertEquals(cause, last.orElseThrow().cause());
    }
  }

  private static Event.Heard advert(int priority) {
    return new Event.Heard(
        OTHER,
        new Advertisement(
            2, 51, priority, SECOND, List.of(), Authenticator.NONE, Sum.PLAIN, Optional.empty()));
  }

  private static Walk walk() {
    return new Walk(SKETCH, false);
  }

  private static Event failed(FaultCondition.Kind kind, String subject) {
    return new Event.Failed(new TreeSet<>(List.of(new FaultCondition(kind, subject))));
  }

  @Test
  void starts() {
    walk().started().because(Cause.STARTUP, "started");
    new Walk(SKETCH.priority(255).wantsMaster(true), false)
        .started()
        .because(Cause.OWNER_START, "address owner, priority 255");
  }

  @Test
  void aMasterThatIsNoLongerHeard() {
    walk()
        .started()
        .expires()
        .because(Cause.MASTER_TIMEOUT, "master timeout, no advert from any router for 3.61 s");
    walk()
        .started()
        .hears(110)
        .expires()
        .because(Cause.MASTER_TIMEOUT, "master timeout, no advert from 10.0.0.9 for 3.61 s");
  }

  @Test
  void aTimeoutAfterAStallOfThisHost() {
    walk()
        .started()
        .hears(110)
        .after(60_000)
        .on(new Event.TimedOut())
        .expires()
        .because(
            Cause.MASTER_TIMEOUT,
            "master timeout, no advert from 10.0.0.9 for 3.61 s, after a stall of this host");
  }

  @Test
  void aMasterThatResigned() {
    walk()
        .started()
        .hears(110)
        .hears(0)
        .expires()
        .because(Cause.PRIORITY_ZERO_HEARD, "master resigned, 10.0.0.9 advertised priority 0");
  }

  @Test
  void aSuccessorThatFallsSilentIsATimeout() {
    walk()
        .started()
        .hears(110)
        .hears(0)
        .hears(105)
        .expires()
        .because(Cause.MASTER_TIMEOUT, "master timeout, no advert from 10.0.0.9 for 3.61 s");
  }

  @Test
  void preemption() {
    walk()
        .started()
        .hears(90)
        .expires()
        .because(Cause.PREEMPT, "preemption, 10.0.0.9 advertises priority 90, ours is 100");
    new Walk(SKETCH.preempt(true, Duration.ofSeconds(1)), false)
        .started()
        .hears(90)
        .after(1_000)
        .hears(90)
        .expires()
        .because(
            Cause.PREEMPT_DELAY_OVER,
            "preemption after preempt_delay, 10.0.0.9 advertises priority 90, ours is 100");
  }

  @Test
  void aBetterMaster() {
    walk()
        .started()
        .expires()
        .hears(110)
        .because(
            Cause.HIGHER_PRIORITY_HEARD,
            "higher priority heard, 10.0.0.9 advertises priority 110, ours is 100");
    walk()
        .started()
        .expires()
        .hears(100)
        .because(
            Cause.EQUAL_PRIORITY_HIGHER_ADDRESS,
            "equal priority from a higher address heard, 10.0.0.9 advertises priority 100 too");
  }

  @Test
  void aStallOfAMaster() {
    new Walk(SKETCH.timerExpiredBackup(100), false)
        .started()
        .expires()
        .after(60_000)
        .on(new Event.TimedOut())
        .because(Cause.STALL, "stall of this host, our advert is 59.00 s late");
    walk()
        .started()
        .expires()
        .after(60_000)
        .on(new Event.TimedOut())
        .hears(110)
        .because(
            Cause.STALL,
            "stall of this host, it listens before it advertises again,"
                + " 10.0.0.9 advertises priority 110");
  }

  @Test
  void faults() {
    walk()
        .started()
        .on(failed(FaultCondition.Kind.INTERFACE_DOWN, "eth0"))
        .because(Cause.FAULT_INTERFACE, "interface down, interface eth0 down");
    walk()
        .started()
        .on(failed(FaultCondition.Kind.SCRIPT, "chk"))
        .on(new Event.Recovered())
        .because(Cause.FAULT_CLEARED, "fault over, no longer: script chk");
    new Walk(SKETCH, true)
        .started()
        .on(new Event.GroupFailed())
        .on(new Event.GroupRecovered())
        .because(Cause.GROUP_RECOVERED, "sync group recovered");
  }

  /// A cause that no step has would be dead.
  @Test
  void theSweepReachesEveryCause() {
    var reached = EnumSet.noneOf(Cause.class);
    var events = MachineSweep.events(START);
    for (var kind : FaultCondition.Kind.values()) {
      events.add(failed(kind, "x"));
    }
    var states = MachineSweep.states(START);
    var backup = State.Backup.until(START, SECOND);
    var lower = new State.KnownMaster(OTHER, 90);
    states.add(backup.awaiting(new State.Awaited.Succession(OTHER)));
    states.add(backup.awaiting(new State.Awaited.Preemption(lower, false)));
    states.add(backup.awaiting(new State.Awaited.Preemption(lower, true)));
    for (var input : MachineSweep.routers()) {
      for (var state : states) {
        for (var event : events) {
          var step = ElectionMachine.step(input, state, event, START);
          Explanation.of(new Explanation.Call(input, state, event, START), step.state())
              .ifPresent(why -> reached.add(why.cause()));
        }
      }
    }
    assertEquals(EnumSet.allOf(Cause.class), reached);
  }
}
