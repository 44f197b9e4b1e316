package keepalived.vrrp.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.machine.Step;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final long SEEDS = Long.getLong("simulation.seeds", 3_000);
  private static final long FIRST = Long.getLong("simulation.first", 1);

  /// How many seeds a broken machine may survive.
  private static final int PATIENCE = 300;

  @Test
  void nothingThatMustNotBeIs() {
    var stories = new ConcurrentLinkedQueue<String>();
    LongStream.range(FIRST, FIRST + SEEDS)
        .parallel()
        .forEach(seed -> Simulation.run(seed, ElectionMachine::step).ifPresent(stories::add));
    assertEquals(
        0,
        stories.size(),
        () ->
            stories.size()
                + " of "
                + SEEDS
                + " seeds failed; replay with -Dsimulation.seeds=1 -Dsimulation.first=SEED\n"
                + stories.peek());
  }

  @Test
  void aSeedTellsTheSameStoryTwice() {
    ElectionMachine.Machine broken =
        (router, state, event, now) -> {
          if (event instanceof Event.Heard && state instanceof State.Master) {
            return new Step(state, List.of());
          }
          return ElectionMachine.step(router, state, event, now);
        };
    var failing =
        LongStream.range(1, PATIENCE)
            .filter(s -> Simulation.run(s, broken).isPresent())
            .findFirst()
            .orElseThrow();
    assertEquals(Simulation.run(failing, broken), Simulation.run(failing, broken));
  }

  private static void assertCaught(String name, ElectionMachine.Machine broken) {
    Optional<String> story = Optional.empty();
    for (long seed = 1; seed <= PATIENCE && story.isEmpty(); seed++) {
      story = Simulation.run(seed, broken);
    }
    assertTrue(story.isPresent(), name + " was not noticed in " + PATIENCE + " seeds");
  }

  @Test
  void aMasterThatDoesNotYield() {
    assertCaught(
        "a master that ignores equal adverts",
        (router, state, event, now) ->
            state instanceof State.Master
                    && event instanceof Event.Heard(_, var advert)
                    && advert.priority() >= router.priority()
                ? new Step(state, List.of())
                : ElectionMachine.step(router, state, event, now));
  }

  @Test
  void aMasterThatStaysInSpiteOfAFault() {
    assertCaught(
        "a master that stays in spite of a fault",
        (router, state, event, now) ->
            state instanceof State.Master && event instanceof Event.Failed
                ? new Step(state, List.of())
                : ElectionMachine.step(router, state, event, now));
  }

  @Test
  void aFaultThatOutlivesItsConditions() {
    assertCaught(
        "a fault that outlives its conditions",
        (router, state, event, now) ->
            state instanceof State.Fault && event instanceof Event.Recovered
                ? new Step(state, List.of())
                : ElectionMachine.step(router, state, event, now));
  }

  @Test
  void aGroupMemberThatDoesNotFollow() {
    assertCaught(
        "a group member that does not follow into FAULT",
        (router, state, event, now) ->
            event instanceof Event.GroupFailed
                ? new Step(state, List.of())
                : ElectionMachine.step(router, state, event, now));
  }

  @Test
  void aGroupMemberThatGoesAlone() {
    assertCaught(
        "a group member that becomes master alone",
        (router, state, event, now) ->
            ElectionMachine.step(
                new ElectionInput(router.config(), router.priority(), router.address(), false),
                state,
                event,
                now));
  }

  @Test
  void aMasterThatDoesNotNoticeItStoodStill() {
    assertCaught(
        "a stall that is not noticed",
        (router, state, event, now) ->
            state instanceof State.Master master && master.nextAdvertAt().reached(now)
                ? ElectionMachine.step(router, master.advertisingAt(now), event, now)
                : ElectionMachine.step(router, state, event, now));
  }

  @Test
  void aMasterThatListensAndDoesNotHear() {
    assertCaught(
        "a master that stood still and ignores its successor",
        (router, state, event, now) ->
            state instanceof State.Master master
                    && (master instanceof State.Master.Silent || master.nextAdvertAt().reached(now))
                    && event instanceof Event.Heard(_, var advert)
                    && advert.priority() > 0
                ? new Step(state, List.of())
                : ElectionMachine.step(router, state, event, now));
  }

  @Test
  void aBackupThatListensToLowerPriorities() {
    assertCaught(
        "a backup that listens to lower priorities",
        (router, state, event, now) ->
            state instanceof State.Backup backup
                    && event instanceof Event.Heard(_, var advert)
                    && advert.priority() > 0
                ? new Step(
                    backup.waitingUntil(
                        now.plus(router.config().election().advertInterval().multipliedBy(4))),
                    List.of())
                : ElectionMachine.step(router, state, event, now));
  }

  @Test
  void aMasterThatNobodyHears() {
    assertCaught(
        "a master that goes on although nothing leaves",
        (router, state, event, now) ->
            state instanceof State.Master
                    && event instanceof Event.Failed(var conditions)
                    && conditions.stream()
                        .allMatch(c -> c.kind() == FaultCondition.Kind.CANNOT_SEND)
                ? new Step(state, List.of())
                : ElectionMachine.step(router, state, event, now));
  }

  @Test
  void aMasterThatLeavesItsAddressesBehind() {
    assertCaught(
        "a resignation without leaving",
        (router, state, event, now) -> {
          var step = ElectionMachine.step(router, state, event, now);
          return state instanceof State.Master && event instanceof Event.GroupDemoted
              ? new Step(state, step.effects())
              : step;
        });
  }
}
