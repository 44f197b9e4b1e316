package keepalived.vrrp.transition;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import keepalived.core.event.Cause;
import keepalived.core.net.Family;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.State;

/// Why a step changed the state of a virtual router.
///
/// @param detail the facts in words; empty when the cause tells everything
public record Explanation(Cause cause, String detail) {

  /// `master timeout, no advert from 10.0.0.2 for 3.61 s`.
  public String text() {
    return detail.isEmpty() ? cause.text() : cause.text() + ", " + detail;
  }

  /// What the machine is called with, as in [ElectionMachine#step].
  public record Call(ElectionInput input, State before, Event event, MonoTime now) {

    Family family() {
      return input.config().family();
    }
  }

  /// @param after the state of the step
  /// @return empty exactly when the [State.Role] is the same
  public static Optional<Explanation> of(Call call, State after) {
    var before = call.before();
    if (before.role() == after.role()) {
      return Optional.empty();
    }
    if (before instanceof State.Master master
        && after instanceof State.Backup
        && !(call.event() instanceof Event.GroupDemoted)
        && ElectionMachine.stoodStill(call.input(), master, call.now())) {
      return Optional.of(stall(call, master));
    }
    return Optional.of(
        switch (call.event()) {
          case Event.Started _ -> started(after);
          case Event.TimedOut _ -> timedOut(call);
          case Event.Heard heard -> heard(call.input(), heard);
          case Event.Failed(var conditions) -> failed(conditions, call.family());
          case Event.Recovered _ -> recovered(call, after);
          case Event.GroupFailed _ -> bare(Cause.GROUP_FAULT);
          case Event.GroupRecovered _ -> bare(Cause.GROUP_RECOVERED);
          case Event.GroupElected _ -> bare(Cause.GROUP_ELECTED);
          case Event.GroupDemoted _ -> bare(Cause.GROUP_DEMOTED);
          case Event.Stopped _ -> bare(Cause.STOP);
          case Event.Removed _ -> bare(Cause.REMOVED);
          case Event.Reconfigured _ -> throw impossible(call, after);
        });
  }

  private static IllegalStateException impossible(Call call, State after) {
    return new IllegalStateException(call.event() + " changed " + call.before() + " to " + after);
  }

  private static Explanation bare(Cause cause) {
    return new Explanation(cause, "");
  }

  private static Explanation stall(Call call, State.Master before) {
    var late = call.now().since(before.nextAdvertAt());
    var own =
        before instanceof State.Master.Silent
            ? "it listens before it advertises again"
            : "our advert is %s late".formatted(seconds(late));
    var other =
        call.event() instanceof Event.Heard heard
            ? ", %s advertises priority %d".formatted(heard.source(), heard.advert().priority())
            : "";
    return new Explanation(Cause.STALL, own + other);
  }

  private static Explanation started(State after) {
    return after instanceof State.Master
        ? new Explanation(Cause.OWNER_START, "priority 255")
        : bare(Cause.STARTUP);
  }

  private static Explanation recovered(Call call, State after) {
    var gone =
        call.before() instanceof State.Fault(var conditions)
            ? "no longer: " + words(conditions, call.family())
            : "";
    return new Explanation(
        after instanceof State.Master ? Cause.OWNER_START : Cause.FAULT_CLEARED, gone);
  }

  /// Only the timer of a backup changes the role; that of a master does after a stall.
  private static Explanation timedOut(Call call) {
    if (!(call.before() instanceof State.Backup backup)) {
      throw impossible(call, call.before());
    }
    var silence = seconds(silence(call, backup));
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
              "%s advertises priority %d%s, ours is %d"
                  .formatted(
                      master.address(),
                      master.priority(),
                      lowered(backup, master),
                      call.input().priority()));
    };
  }

  /// The priority that the master had when it was last accepted, if it was another.
  private static String lowered(State.Backup backup, State.KnownMaster master) {
    return backup
        .master()
        .filter(known -> known.address().equals(master.address()))
        .filter(known -> known.priority() != master.priority())
        .map(known -> " (%d before)".formatted(known.priority()))
        .orElse("");
  }

  /// The time since the timer was set last.
  static Duration silence(Call call, State.Backup backup) {
    var whole = call.input().masterDown(backup.masterInterval());
    return backup.deadline().map(at -> call.now().since(at).plus(whole)).orElse(whole);
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
