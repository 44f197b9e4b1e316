package keepalived.vrrp.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import keepalived.core.log.LogLine;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.Effect.Advertise;
import keepalived.vrrp.machine.Effect.Announce;
import keepalived.vrrp.machine.Effect.Log;
import keepalived.vrrp.machine.Effect.Notify;

/// The state machine of one virtual router (RFC 9568 6.4), as one function from values to values.
///
/// | from | event | to |
/// |---|---|---|
/// | Initialize | Started; address owner that may be master at once | Active |
/// | | Started; all others | Waiting |
/// | | Failed, GroupFailed | Fault |
/// | Waiting | TimedOut at the deadline | Active; Ready in a sync group |
/// | | TimedOut more than half an interval late (this host was stalled) | Extended |
/// | Extended | TimedOut at the deadline | Active; Ready in a sync group |
/// | Ready | Reconfigured without a sync group | Waiting, due at once |
/// | any Backup | Heard: accepted, or priority 0 | Waiting with a new deadline |
/// | | Heard: lower priority that is to be preempted | unchanged: the timer runs on |
/// | | GroupElected | Active |
/// | Active | any event after a stall of this host | Silent; Waiting with `timer_expired_backup` |
/// | | Heard: higher priority, or equal and higher address | Waiting |
/// | | Heard: lower priority | unchanged, with an answer |
/// | Silent | TimedOut at the deadline; Heard: priority 0 | Active |
/// | | Heard: a successor that would not be preempted at once | Waiting |
/// | any Master | GroupDemoted; another address owner wins | Waiting |
/// | any Backup, any Master | Failed, GroupFailed | Fault |
/// | Fault | Recovered; in a sync group also GroupRecovered | Waiting; Active as address owner |
/// | any | Stopped, Removed | Initialize |
///
/// Waiting, Extended and Ready are the forms of Backup, Active and Silent those of Master. An event
/// that is missing leaves the state as it is.
public final class ElectionMachine {

  private ElectionMachine() {}

  /// The signature of [#step], for tests that run another machine.
  @FunctionalInterface
  public interface Machine {
    Step step(ElectionInput input, State state, Event event, MonoTime now);
  }

  public static Step step(ElectionInput input, State state, Event event, MonoTime now) {
    return switch (state) {
      case State.Initialize initialize -> whileInitialize(input, initialize, event, now);
      case State.Backup backup -> BackupRules.step(input, backup, event, now);
      case State.Master master -> MasterRules.step(input, master, event, now);
      case State.Fault fault -> whileFault(input, fault, event, now);
    };
  }

  /// Whether packets that have already arrived must be handled before a deadline: a backup is about
  /// to take over, or a master is late by more than half an interval. A late master may already
  /// have a successor, and each advert of a master that must yield costs the successor a round of
  /// announcements.
  public static boolean hearsFirst(ElectionInput input, State state, MonoTime now) {
    if (state instanceof State.Master master) {
      var late = now.since(master.nextAdvertAt());
      return master instanceof State.Master.Silent
          || late.plus(late).compareTo(input.interval()) > 0;
    }
    return state instanceof State.Backup;
  }

  /// Whether this host was stalled for so long that another router may be master, or was so shortly
  /// before.
  public static boolean stoodStill(ElectionInput input, State.Master master, MonoTime now) {
    return master instanceof State.Master.Silent || MasterRules.late(input, master, now);
  }

  /// The state in which an election continues after the router has received nothing for a while. A
  /// backup waits a whole interval again, because adverts may have been missed. A late master
  /// listens before it sends, by the rules of [#hearsFirst].
  public static State resumed(ElectionInput input, State state, MonoTime now) {
    return switch (state) {
      case State.Backup backup -> {
        var whole = now.plus(input.masterDown(backup.masterInterval()));
        boolean later = backup.deadline().filter(whole::isBefore).isPresent();
        yield later ? backup : backup.waitingUntil(whole);
      }
      case State.Master _, State.Fault _, State.Initialize _ -> state;
    };
  }

  private static Step whileInitialize(
      ElectionInput input, State.Initialize initialize, Event event, MonoTime now) {
    return switch (event) {
      case Event.Started(var notBefore) -> start(input, notBefore, now);
      case Event.Failed(var conditions) -> firstFault(input, conditions);
      case Event.GroupFailed _ -> firstFault(input, new TreeSet<>());
      case Event.Stopped _ -> stopped(input, false);
      case Event.Removed _ -> removed(input, false);
      case Event.TimedOut _,
          Event.Heard _,
          Event.Recovered _,
          Event.GroupRecovered _,
          Event.GroupElected _,
          Event.GroupDemoted _,
          Event.Reconfigured _ ->
          Step.to(initialize);
    };
  }

  /// An address owner that may be master becomes master at once; all others listen first, with or
  /// without `state MASTER`.
  private static Step start(ElectionInput input, MonoTime notBefore, MonoTime now) {
    boolean delayed = !notBefore.reached(now);
    var from = delayed ? notBefore : now;
    boolean owner = input.owner() && input.config().election().wantsMaster();
    if (owner && !delayed && !input.grouped()) {
      return becomeMaster(input, now)
          .after(
              new Log(OriginalLines.removingAddresses(input.config())),
              new Log(OriginalLines.timeout(input.name())));
    }
    var at = owner ? from : from.plus(input.masterDown(input.interval()));
    return Step.to(
        State.Backup.until(at, input.interval()),
        new Log(OriginalLines.removingAddresses(input.config())),
        new Log(OriginalLines.enteringFirst(input.name(), "BACKUP")),
        new Notify(VrrpNotification.State.BACKUP));
  }

  private static Step firstFault(ElectionInput input, SortedSet<FaultCondition> conditions) {
    var effects = new ArrayList<Effect>();
    conditions.forEach(
        condition -> effects.add(new Log(OriginalLines.fault(input.config(), condition))));
    effects.add(new Log(OriginalLines.removingAddresses(input.config())));
    effects.add(new Log(OriginalLines.enteringFirst(input.name(), "FAULT")));
    effects.add(new Notify(VrrpNotification.State.FAULT));
    return new Step(new State.Fault(conditions), effects);
  }

  private static Step whileFault(
      ElectionInput input, State.Fault fault, Event event, MonoTime now) {
    return switch (event) {
      case Event.Failed(var conditions) -> stillFault(input, fault, conditions);
      case Event.Recovered _ -> recovered(input, fault, now);
      case Event.GroupRecovered _ ->
          fault.conditions().isEmpty() ? resume(input, now) : Step.to(fault);
      case Event.Stopped _ -> stopped(input, false);
      // FAULT was notified already.
      case Event.Removed _ ->
          input.config().notices().deleted()
              ? removed(input, false)
              : Step.to(new State.Initialize());
      case Event.Started _,
          Event.TimedOut _,
          Event.Heard _,
          Event.GroupFailed _,
          Event.GroupElected _,
          Event.GroupDemoted _,
          Event.Reconfigured _ ->
          Step.to(fault);
    };
  }

  private static Step recovered(ElectionInput input, State.Fault fault, MonoTime now) {
    var gone = new ArrayList<Effect>();
    fault.conditions().forEach(c -> gone.add(new Log(OwnLines.faultGone(input.config(), c))));
    return input.grouped()
        ? new Step(new State.Fault(new TreeSet<>()), gone)
        : resume(input, now).after(gone);
  }

  /// Leaves FAULT: an address owner that may be master becomes master at once, all others listen
  /// first.
  private static Step resume(ElectionInput input, MonoTime now) {
    boolean owner = input.owner() && input.config().election().wantsMaster();
    if (!owner) {
      return becomeBackup(input, now);
    }
    return input.grouped()
        ? becomeBackup(
            input, State.Backup.until(now.plus(input.skew(input.interval())), input.interval()))
        : becomeMaster(input, now);
  }

  private static Step stillFault(
      ElectionInput input, State.Fault fault, SortedSet<FaultCondition> conditions) {
    var effects = new ArrayList<Effect>();
    for (var condition : fault.conditions()) {
      if (!conditions.contains(condition)) {
        effects.add(new Log(OwnLines.faultGone(input.config(), condition)));
      }
    }
    for (var condition : conditions) {
      if (!fault.conditions().contains(condition)) {
        effects.add(new Log(OriginalLines.fault(input.config(), condition)));
      }
    }
    return new Step(new State.Fault(conditions), effects);
  }

  /// Becomes master: sends an advert first, then announces the addresses, then notifies.
  static Step becomeMaster(ElectionInput input, MonoTime now) {
    var times = input.config().announcements();
    var effects = new ArrayList<Effect>();
    effects.add(new Advertise(input.priority()));
    effects.add(new Log(OriginalLines.entering(input.name(), "MASTER")));
    effects.addAll(logged(OriginalLines.setting(input.config())));
    effects.add(new Announce(times.repeat()));
    effects.add(new Notify(VrrpNotification.State.MASTER));
    return new Step(
        State.Master.since(
            now,
            now.plus(input.interval()),
            new State.AnnouncementTimes(
                MasterRules.after(times.delay(), now),
                MasterRules.after(times.refresh(), now),
                Optional.empty())),
        effects);
  }

  /// The log lines of leaving MASTER.
  static List<Effect> removingLines(ElectionInput input) {
    return logged(OriginalLines.removing(input.config()));
  }

  private static List<Effect> logged(List<LogLine> lines) {
    var effects = new ArrayList<Effect>(lines.size());
    for (var line : lines) {
      effects.add(new Log(line));
    }
    return effects;
  }

  /// Becomes backup for a whole Master_Down_Interval.
  static Step becomeBackup(ElectionInput input, MonoTime now) {
    return becomeBackup(
        input, State.Backup.until(now.plus(input.masterDown(input.interval())), input.interval()));
  }

  static Step becomeBackup(ElectionInput input, State.Backup backup) {
    return Step.to(
        backup,
        new Log(OriginalLines.entering(input.name(), "BACKUP")),
        new Notify(VrrpNotification.State.BACKUP));
  }

  /// @param conditions empty when the fault is the sync group's
  static Step becomeFault(
      ElectionInput input, SortedSet<FaultCondition> conditions, boolean wasMaster) {
    var effects = new ArrayList<Effect>();
    conditions.forEach(
        condition -> effects.add(new Log(OriginalLines.fault(input.config(), condition))));
    effects.addAll(resigning(input, wasMaster));
    effects.add(new Log(OriginalLines.entering(input.name(), "FAULT")));
    effects.add(new Notify(VrrpNotification.State.FAULT));
    return new Step(new State.Fault(conditions), effects);
  }

  static Step stopped(ElectionInput input, boolean resigns) {
    var effects = new ArrayList<>(resigning(input, resigns));
    effects.add(new Notify(VrrpNotification.State.STOP));
    return new Step(new State.Initialize(), effects);
  }

  static Step removed(ElectionInput input, boolean wasMaster) {
    var effects = new ArrayList<>(resigning(input, wasMaster));
    boolean deleted = input.config().notices().deleted();
    effects.add(
        new Notify(deleted ? VrrpNotification.State.DELETED : VrrpNotification.State.FAULT));
    return new Step(new State.Initialize(), effects);
  }

  /// Priority 0 makes a backup take over within its skew time (RFC 9568 6.4.3).
  private static List<Effect> resigning(ElectionInput input, boolean wasMaster) {
    if (!wasMaster) {
      return List.of();
    }
    var effects = new ArrayList<Effect>();
    effects.add(new Advertise(0));
    effects.addAll(removingLines(input));
    return effects;
  }
}
