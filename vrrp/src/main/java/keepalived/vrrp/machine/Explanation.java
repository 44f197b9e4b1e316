package keepalived.vrrp.machine;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import keepalived.core.event.Cause;
import keepalived.core.net.Family;
import keepalived.core.time.MonoTime;

/// Why a step changed the state of a virtual router.
///
/// @param detail the facts in words; empty when the cause tells everything
public record Explanation(Cause cause, String detail) {

  /// `master timeout, no advert from 10.0.0.2 for 3.61 s`.
  public String text() {
    return detail.isEmpty() ? cause.text() : cause.text() + ", " + detail;
  }

  /// @param before the state that the event met at `now`
  /// @param after the state of the step
  /// @return empty exactly when the [State.Role] is the same
  public static Optional<Explanation> of(
      ElectionInput input, State before, Event event, State after, MonoTime now) {
    if (before.role() == after.role()) {
      return Optional.empty();
    }
    boolean demoted = before instanceof State.Master && after instanceof State.Backup;
    if (demoted
        && !(event instanceof Event.GroupDemoted)
        && stoodStill(input, (State.Master) before, now)) {
      return Optional.of(stall((State.Master) before, event, now));
    }
    return Optional.of(
        switch (event) {
          case Event.Started _ -> started(after);
          case Event.TimedOut _ -> timedOut(input, before, now);
          case Event.Heard heard -> heard(input, heard);
          case Event.Failed(var conditions) -> failed(conditions, input.config().family());
          case Event.Recovered _ -> cleared(input, before, after);
          case Event.GroupFailed _ -> bare(Cause.GROUP_FAULT);
          case Event.GroupRecovered _ -> bare(Cause.GROUP_RECOVERED);
          case Event.GroupElected _ -> bare(Cause.GROUP_ELECTED);
          case Event.GroupDemoted _ -> bare(Cause.GROUP_DEMOTED);
          case Event.Stopped _ -> bare(Cause.STOP);
          case Event.Removed _ -> bare(Cause.REMOVED);
          case Event.Reconfigured _ ->
              throw new IllegalStateException("a reload changed " + before + " to " + after);
        });
  }

  private static Explanation bare(Cause cause) {
    return new Explanation(cause, "");
  }

  private static boolean stoodStill(ElectionInput input, State.Master master, MonoTime now) {
    return master instanceof State.Master.Silent || MasterRules.late(input, master, now);
  }

  private static Explanation stall(State.Master before, Event event, MonoTime now) {
    var late = now.since(before.nextAdvertAt());
    var own =
        before instanceof State.Master.Silent
            ? "it listens before it advertises again"
            : "our advert is %s late".formatted(seconds(late));
    var other =
        event instanceof Event.Heard heard
            ? ", %s advertises priority %d".formatted(heard.source(), heard.advert().priority())
            : "";
    return new Explanation(Cause.STALL, own + other);
  }

  private static Explanation started(State after) {
    return after instanceof State.Master
        ? new Explanation(Cause.OWNER_START, "priority 255")
        : bare(Cause.STARTUP);
  }

  private static Explanation cleared(ElectionInput input, State before, State after) {
    var gone =
        before instanceof State.Fault(var conditions)
            ? "no longer: " + words(conditions, input.config().family())
            : "";
    return new Explanation(
        after instanceof State.Master ? Cause.OWNER_START : Cause.FAULT_CLEARED, gone);
  }

  /// Only the timer of a backup changes the role; that of a master does after a stall.
  private static Explanation timedOut(ElectionInput input, State before, MonoTime now) {
    if (!(before instanceof State.Backup backup)) {
      throw new IllegalStateException("a timer ended " + before);
    }
    var silence = seconds(silence(input, backup, now));
    var stalled = backup instanceof State.Backup.Extended ? ", after a stall of this host" : "";
    return switch (backup.awaited()) {
      case State.Awaited.FirstAdvert _ ->
          new Explanation(
              Cause.MASTER_TIMEOUT, "no advert from any router for " + silence + stalled);
      case State.Awaited.NextAdvert _ ->
          new Explanation(
              Cause.MASTER_TIMEOUT,
              "no advert from %s for %s%s"
                  .formatted(backup.master().orElseThrow().address(), silence, stalled));
      case State.Awaited.Succession(var resigned) ->
          new Explanation(Cause.PRIORITY_ZERO_HEARD, resigned + " advertised priority 0");
      case State.Awaited.Preemption(var master, var delayed) ->
          new Explanation(
              delayed ? Cause.PREEMPT_DELAY_OVER : Cause.PREEMPT,
              "%s advertises priority %d, ours is %d"
                  .formatted(master.address(), master.priority(), input.priority()));
    };
  }

  /// The time since the timer was set last.
  private static Duration silence(ElectionInput input, State.Backup backup, MonoTime now) {
    var whole = input.masterDown(backup.masterInterval());
    return backup.deadline().map(at -> now.since(at).plus(whole)).orElse(whole);
  }

  private static Explanation heard(ElectionInput input, Event.Heard heard) {
    int priority = heard.advert().priority();
    return priority > input.priority()
        ? new Explanation(
            Cause.HIGHER_PRIORITY_HEARD,
            "%s advertises priority %d, ours is %d"
                .formatted(heard.source(), priority, input.priority()))
        : new Explanation(
            Cause.EQUAL_PRIORITY_HIGHER_ADDRESS,
            "%s advertises priority %d too".formatted(heard.source(), priority));
  }

  /// The first condition names the cause: conditions are sorted, those nearest to the wire first.
  private static Explanation failed(SortedSet<FaultCondition> conditions, Family family) {
    var cause =
        switch (conditions.getFirst().kind()) {
          case INTERFACE_DOWN, BASE_INTERFACE_DOWN, INTERFACE -> Cause.FAULT_INTERFACE;
          case NO_SOURCE_ADDRESS -> Cause.FAULT_ADDRESS;
          case NO_PEER -> Cause.FAULT_NO_PEER;
          case SCRIPT -> Cause.FAULT_SCRIPT;
          case FILE -> Cause.FAULT_FILE;
          case PROCESS -> Cause.FAULT_PROCESS;
          case BFD -> Cause.FAULT_BFD;
          case CANNOT_SEND -> Cause.FAULT_SEND;
          case CONFIGURATION -> Cause.FAULT_CONFIGURATION;
        };
    return new Explanation(cause, words(conditions, family));
  }

  private static String words(SortedSet<FaultCondition> conditions, Family family) {
    return conditions.stream().map(c -> c.text(family)).collect(Collectors.joining("; "));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
  }
}
