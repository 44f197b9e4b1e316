package keepalived.vrrp.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.notify.VrrpNotification;

/// The rules of a sync group, as a function of its members' states: which members must follow, and
/// by which event. Applied until nothing follows, a group is never split.
public final class SyncGroupRules {

  private SyncGroupRules() {}

  /// What members must do.
  public enum Reaction {
    FAIL(new Event.GroupFailed(), "FAULT"),
    RECOVER(new Event.GroupRecovered(), "BACKUP"),
    ELECT(new Event.GroupElected(), "MASTER"),
    DEMOTE(new Event.GroupDemoted(), "BACKUP");

    private final Event event;
    private final String word;

    Reaction(Event event, String word) {
      this.event = event;
      this.word = word;
    }

    public Event event() {
      return event;
    }

    /// As in `Syncing instances to X state`.
    public String word() {
      return word;
    }
  }

  /// @param members indexes into the list of states, in the order to be told
  public record Order(Reaction reaction, List<Integer> members) {}

  /// @param trigger the member that changed last; an elected group starts with it
  public static Optional<Order> react(List<State> members, int trigger) {
    boolean ownFault = members.stream().anyMatch(SyncGroupRules::hasOwnFault);
    if (ownFault) {
      return order(Reaction.FAIL, members, trigger, s -> !(s instanceof State.Fault));
    }
    if (members.stream().anyMatch(State.Fault.class::isInstance)) {
      return order(Reaction.RECOVER, members, trigger, State.Fault.class::isInstance);
    }
    boolean anyMaster = members.stream().anyMatch(State.Master.class::isInstance);
    // A member that has not started yet holds an election up, but does not end one that was won.
    boolean allReady =
        members.stream().allMatch(s -> ready(s) || (anyMaster && s instanceof State.Initialize));
    if (allReady) {
      return order(Reaction.ELECT, members, trigger, State.Backup.class::isInstance);
    }
    boolean anyUnwilling =
        members.stream().anyMatch(s -> s instanceof State.Backup b && !b.willing());
    return anyMaster && anyUnwilling
        ? order(Reaction.DEMOTE, members, trigger, State.Master.class::isInstance)
        : Optional.empty();
  }

  private static boolean hasOwnFault(State state) {
    return state instanceof State.Fault fault && !fault.conditions().isEmpty();
  }

  private static boolean ready(State state) {
    return switch (state) {
      case State.Master _ -> true;
      case State.Backup backup -> backup.willing();
      case State.Initialize _, State.Fault _ -> false;
    };
  }

  private static Optional<Order> order(
      Reaction reaction,
      List<State> members,
      int trigger,
      java.util.function.Predicate<State> concerned) {
    var indexes = new ArrayList<Integer>();
    for (int i = 0; i < members.size(); i++) {
      int index = (trigger + i) % members.size();
      if (concerned.test(members.get(index))) {
        indexes.add(index);
      }
    }
    return indexes.isEmpty() ? Optional.empty() : Optional.of(new Order(reaction, indexes));
  }

  /// The state of the group as a whole; empty while members differ.
  public static Optional<VrrpNotification.State> stateOf(List<State> members) {
    if (members.stream().allMatch(State.Master.class::isInstance)) {
      return Optional.of(VrrpNotification.State.MASTER);
    }
    if (members.stream().allMatch(State.Backup.class::isInstance)) {
      return Optional.of(VrrpNotification.State.BACKUP);
    }
    return members.stream().allMatch(State.Fault.class::isInstance)
        ? Optional.of(VrrpNotification.State.FAULT)
        : Optional.empty();
  }
}
