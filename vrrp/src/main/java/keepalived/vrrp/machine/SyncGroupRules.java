package keepalived.vrrp.machine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import keepalived.core.notify.VrrpNotification;

/// The rules of a sync group, as a function of the states of its members: which members must
/// follow, and by which event. When the rules are applied until no order results, a group is never
/// split.
public final class SyncGroupRules {

  private SyncGroupRules() {}

  /// The action that members must take.
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

    /// The state in `Syncing instances to X state`.
    public String word() {
      return word;
    }
  }

  /// @param <I> identifies a member
  /// @param members that get the event, in this order
  public record Order<I>(Reaction reaction, List<I> members) {
    public Order {
      members = List.copyOf(members);
    }
  }

  /// @param <I> identifies a member
  /// @param members the state of each member, in the order of the configuration
  /// @param trigger the member that changed last; orders start with it, or with the first member
  ///   when it is not in the group
  /// @return empty when the members agree
  public static <I> Optional<Order<I>> react(SequencedMap<I, State> members, I trigger) {
    var states = members.values();
    if (states.stream().anyMatch(SyncGroupRules::hasOwnFault)) {
      return order(Reaction.FAIL, members, trigger, s -> !(s instanceof State.Fault));
    }
    if (states.stream().anyMatch(State.Fault.class::isInstance)) {
      return order(Reaction.RECOVER, members, trigger, State.Fault.class::isInstance);
    }
    boolean anyMaster = states.stream().anyMatch(State.Master.class::isInstance);
    // A member that is still in Initialize blocks an election but does not demote elected masters.
    boolean allReady =
        states.stream().allMatch(s -> ready(s) || (anyMaster && s instanceof State.Initialize));
    if (allReady) {
      return order(Reaction.ELECT, members, trigger, State.Backup.class::isInstance);
    }
    boolean anyWaiting = states.stream().anyMatch(s -> s instanceof State.Backup && !ready(s));
    return anyMaster && anyWaiting
        ? order(Reaction.DEMOTE, members, trigger, State.Master.class::isInstance)
        : Optional.empty();
  }

  private static boolean hasOwnFault(State state) {
    return state instanceof State.Fault fault && !fault.conditions().isEmpty();
  }

  private static boolean ready(State state) {
    return switch (state) {
      case State.Master _, State.Backup.Ready _ -> true;
      case State.Backup.Waiting _, State.Backup.Extended _ -> false;
      case State.Initialize _, State.Fault _ -> false;
    };
  }

  private static <I> Optional<Order<I>> order(
      Reaction reaction, SequencedMap<I, State> members, I trigger, Predicate<State> concerned) {
    var ids = new ArrayList<>(members.keySet());
    Collections.rotate(ids, -Math.max(0, ids.indexOf(trigger)));
    ids.removeIf(id -> !concerned.test(members.get(id)));
    return ids.isEmpty() ? Optional.empty() : Optional.of(new Order<>(reaction, ids));
  }

  /// The state of the group as a whole; empty while members differ.
  public static Optional<VrrpNotification.State> stateOf(Collection<State> members) {
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
