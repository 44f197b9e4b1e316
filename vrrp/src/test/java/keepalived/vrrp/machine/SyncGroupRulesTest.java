package keepalived.vrrp.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import keepalived.core.event.Notification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.SyncGroupRules.Order;
import keepalived.vrrp.machine.SyncGroupRules.Reaction;
import org.junit.jupiter.api.Test;

class SyncGroupRulesTest {

  private static final MonoTime NOW = new MonoTime(0);
  private static final State INITIALIZE = new State.Initialize();
  private static final State BACKUP = State.Backup.until(NOW, Duration.ofSeconds(1));
  private static final State READY = ((State.Backup) BACKUP).ready();
  private static final State DRAGGED = new State.Fault(new TreeSet<>());
  private static final State FAULT =
      new State.Fault(new TreeSet<>(List.of(new FaultCondition(FaultCondition.Kind.SCRIPT, "s"))));
  private static final State MASTER =
      State.Master.since(
          NOW,
          NOW,
          new State.AnnouncementTimes(Optional.empty(), Optional.empty(), Optional.empty()));

  private static Optional<Order<Integer>> react(int trigger, State... members) {
    return SyncGroupRules.react(byId(List.of(members)), trigger);
  }

  private static SequencedMap<Integer, State> byId(List<State> states) {
    var members = new LinkedHashMap<Integer, State>();
    states.forEach(state -> members.put(members.size(), state));
    return members;
  }

  private static Optional<Order<Integer>> order(Reaction reaction, Integer... members) {
    return Optional.of(new Order<>(reaction, List.of(members)));
  }

  @Test
  void oneFaultTakesAllAlong() {
    assertEquals(order(Reaction.FAIL, 2, 0), react(1, MASTER, FAULT, BACKUP));
    assertEquals(order(Reaction.FAIL, 0), react(1, INITIALIZE, FAULT, DRAGGED));
    assertEquals(Optional.empty(), react(0, FAULT, DRAGGED));
  }

  @Test
  void theyStayUntilNoMemberHasAFault() {
    assertEquals(order(Reaction.RECOVER, 0, 1), react(0, DRAGGED, DRAGGED));
  }

  @Test
  void allMustBeReadyAndTheLastToAgreeGoesFirst() {
    assertEquals(Optional.empty(), react(0, READY, BACKUP));
    assertEquals(order(Reaction.ELECT, 1, 2, 0), react(1, READY, READY, READY));
    assertEquals(order(Reaction.ELECT, 0), react(1, READY, MASTER));
    assertEquals(Optional.empty(), react(0, READY, INITIALIZE));
  }

  @Test
  void oneBackupTakesTheMastersAlong() {
    assertEquals(order(Reaction.DEMOTE, 2, 0), react(1, MASTER, BACKUP, MASTER));
    assertEquals(Optional.empty(), react(0, MASTER, MASTER));
    assertEquals(Optional.empty(), react(0, MASTER, INITIALIZE));
  }

  @Test
  void theGroupHasAStateWhenItsMembersAgree() {
    assertEquals(
        Optional.of(Notification.State.MASTER), SyncGroupRules.stateOf(List.of(MASTER, MASTER)));
    assertEquals(
        Optional.of(Notification.State.BACKUP), SyncGroupRules.stateOf(List.of(BACKUP, READY)));
    assertEquals(
        Optional.of(Notification.State.FAULT), SyncGroupRules.stateOf(List.of(FAULT, DRAGGED)));
    assertEquals(Optional.empty(), SyncGroupRules.stateOf(List.of(MASTER, BACKUP)));
  }

  /// For every combination of three states: following the orders ends, and leaves no group split.
  @Test
  void everyGroupSettles() {
    var kinds = List.of(INITIALIZE, BACKUP, READY, DRAGGED, FAULT, MASTER);
    for (var a : kinds) {
      for (var b : kinds) {
        for (var c : kinds) {
          for (int trigger = 0; trigger < 3; trigger++) {
            settle(List.of(a, b, c), trigger);
          }
        }
      }
    }
  }

  private static void settle(List<State> start, int trigger) {
    var members = byId(start);
    for (int round = 0; round < 5; round++) {
      var order = SyncGroupRules.react(members, trigger);
      if (order.isEmpty()) {
        boolean masters = members.values().stream().anyMatch(State.Master.class::isInstance);
        boolean others =
            members.values().stream()
                .anyMatch(s -> s instanceof State.Backup || s instanceof State.Fault);
        assertTrue(!masters || !others, start + " ends as " + members);
        return;
      }
      for (int i : order.get().members()) {
        members.put(
            i,
            switch (order.get().reaction()) {
              case FAIL -> DRAGGED;
              case RECOVER, DEMOTE -> BACKUP;
              case ELECT -> MASTER;
            });
      }
    }
    throw new AssertionError(start + " does not settle");
  }
}
