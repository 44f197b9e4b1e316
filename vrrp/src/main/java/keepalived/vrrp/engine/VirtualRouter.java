package keepalived.vrrp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import keepalived.core.event.Notification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.engine.Effect.Advertise;
import keepalived.vrrp.engine.Effect.Announce;
import keepalived.vrrp.engine.Effect.Notify;

/// The state machine of one virtual router (RFC 9568 6.4), as one function from values to values.
public final class VirtualRouter {

  private VirtualRouter() {}

  /// The form of [#step], for those who run another machine in its place.
  @FunctionalInterface
  public interface Machine {
    Step step(Router router, State state, Event event, MonoTime now);
  }

  public static Step step(Router router, State state, Event event, MonoTime now) {
    return switch (state) {
      case State.Initialize initialize -> whileInitialize(router, initialize, event, now);
      case State.Backup backup -> WhileBackup.step(router, backup, event, now);
      case State.Master master -> WhileMaster.step(router, master, event, now);
      case State.Fault fault -> whileFault(router, fault, event, now);
    };
  }

  /// Whether what has arrived already must be heard before a deadline is met: a backup is about to
  /// take over, or a master to speak that is late by more than half an interval. It may have been
  /// succeeded without knowing, and each advert of a master that has to yield costs its successor a
  /// round of announcements.
  static boolean hearsFirst(Router router, State state, MonoTime now) {
    if (state instanceof State.Master master) {
      var late = now.since(master.nextAdvertAt());
      return master.listening() || late.plus(late).compareTo(router.interval()) > 0;
    }
    return state instanceof State.Backup;
  }

  private static Step whileInitialize(
      Router router, State.Initialize initialize, Event event, MonoTime now) {
    return switch (event) {
      case Event.Started(var notBefore) -> start(router, notBefore, now);
      case Event.Failed(var conditions) -> firstFault(router, conditions);
      case Event.GroupFailed _ -> firstFault(router, new TreeSet<>());
      case Event.Stopped _ -> stopped(router, false);
      case Event.Removed _ -> removed(router, false);
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

  /// An owner that may be master is so at once; all others listen first, `state MASTER` or not.
  private static Step start(Router router, MonoTime notBefore, MonoTime now) {
    boolean delayed = !notBefore.reached(now);
    var from = delayed ? notBefore : now;
    boolean owner = router.owner() && router.config().election().wantsMaster();
    if (owner && !delayed && !router.grouped()) {
      return becomeMaster(router, now)
          .after(Wording.removingAddresses(router.name()), Wording.timeout(router.name()));
    }
    var at = owner ? from : from.plus(router.masterDown(router.interval()));
    return Step.to(
        State.Backup.until(at, router.interval()),
        Wording.removingAddresses(router.name()),
        Wording.enteringFirst(router.name(), "BACKUP"),
        new Notify(Notification.State.BACKUP));
  }

  private static Step firstFault(Router router, SortedSet<FaultCondition> conditions) {
    var effects = new ArrayList<Effect>();
    conditions.forEach(condition -> effects.add(Wording.fault(router.config(), condition)));
    effects.add(Wording.removingAddresses(router.name()));
    effects.add(Wording.enteringFirst(router.name(), "FAULT"));
    effects.add(new Notify(Notification.State.FAULT));
    return new Step(new State.Fault(conditions), effects);
  }

  private static Step whileFault(Router router, State.Fault fault, Event event, MonoTime now) {
    return switch (event) {
      case Event.Failed(var conditions) -> stillFault(router, fault, conditions);
      case Event.Recovered _ -> recovered(router, fault, now);
      case Event.GroupRecovered _ ->
          fault.conditions().isEmpty() ? resume(router, now) : Step.to(fault);
      case Event.Stopped _ -> stopped(router, false);
      // FAULT is what the last word was already.
      case Event.Removed _ ->
          router.config().notices().deleted()
              ? removed(router, false)
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

  private static Step recovered(Router router, State.Fault fault, MonoTime now) {
    var gone = new ArrayList<Effect>();
    fault.conditions().forEach(c -> gone.add(Wording.faultGone(router.config(), c)));
    return router.grouped()
        ? new Step(new State.Fault(new TreeSet<>()), gone)
        : resume(router, now).after(gone);
  }

  /// Out of FAULT: an owner that may be master is so at once, all others listen.
  private static Step resume(Router router, MonoTime now) {
    boolean owner = router.owner() && router.config().election().wantsMaster();
    if (!owner) {
      return becomeBackup(router, now);
    }
    return router.grouped()
        ? becomeBackup(
            router, State.Backup.until(now.plus(router.skew(router.interval())), router.interval()))
        : becomeMaster(router, now);
  }

  private static Step stillFault(
      Router router, State.Fault fault, SortedSet<FaultCondition> conditions) {
    var effects = new ArrayList<Effect>();
    for (var condition : fault.conditions()) {
      if (!conditions.contains(condition)) {
        effects.add(Wording.faultGone(router.config(), condition));
      }
    }
    for (var condition : conditions) {
      if (!fault.conditions().contains(condition)) {
        effects.add(Wording.fault(router.config(), condition));
      }
    }
    return new Step(new State.Fault(conditions), effects);
  }

  /// Takes the addresses: an advert first, then announcements, then the word to the outside.
  static Step becomeMaster(Router router, MonoTime now) {
    var times = router.config().announcements();
    Optional<MonoTime> second =
        times.delay().isZero() ? Optional.empty() : Optional.of(now.plus(times.delay()));
    Optional<MonoTime> refresh =
        times.refresh().isZero() ? Optional.empty() : Optional.of(now.plus(times.refresh()));
    var effects = new ArrayList<Effect>();
    effects.add(new Advertise(router.priority()));
    effects.add(Wording.entering(router.name(), "MASTER"));
    effects.addAll(settingLines(router));
    effects.add(new Announce(times.repeat()));
    effects.add(new Notify(Notification.State.MASTER));
    return new Step(
        State.Master.since(
            now,
            now.plus(router.interval()),
            new State.AnnouncementTimes(second, refresh, Optional.empty())),
        effects);
  }

  private static List<Report> settingLines(Router router) {
    var config = router.config();
    var lines = new ArrayList<Report>();
    if (config.refuses()) {
      lines.add(Report.detail("(" + config.name() + ") setting firewall drop rule"));
    }
    if (!config.addresses().isEmpty()) {
      lines.add(Wording.settingAddresses(config.name()));
    }
    if (!config.excluded().isEmpty()) {
      lines.add(Report.detail("(" + config.name() + ") setting E-VIPs."));
    }
    if (!config.routes().isEmpty()) {
      lines.add(Report.detail("(" + config.name() + ") setting Virtual Routes"));
    }
    if (!config.rules().isEmpty()) {
      lines.add(Report.detail("(" + config.name() + ") setting Virtual Rules"));
    }
    return lines;
  }

  /// The lines of leaving MASTER, in the order in which things go.
  static List<Report> removingLines(Router router) {
    var config = router.config();
    var lines = new ArrayList<Report>();
    if (!config.rules().isEmpty()) {
      lines.add(Report.detail("(" + config.name() + ") removing Virtual Rules"));
    }
    if (!config.routes().isEmpty()) {
      lines.add(Report.detail("(" + config.name() + ") removing Virtual Routes"));
    }
    if (!config.addresses().isEmpty()) {
      lines.add(Wording.removingAddresses(config.name()));
    }
    if (!config.excluded().isEmpty()) {
      lines.add(Report.detail("(" + config.name() + ") removing E-VIPs."));
    }
    if (config.refuses()) {
      lines.add(Report.detail("(" + config.name() + ") removing firewall drop rule"));
    }
    return lines;
  }

  /// Listens for a whole master-down time.
  static Step becomeBackup(Router router, MonoTime now) {
    return becomeBackup(
        router,
        State.Backup.until(now.plus(router.masterDown(router.interval())), router.interval()));
  }

  static Step becomeBackup(Router router, State.Backup backup) {
    return Step.to(
        backup, Wording.entering(router.name(), "BACKUP"), new Notify(Notification.State.BACKUP));
  }

  /// @param conditions empty when the fault is the sync group's
  static Step becomeFault(Router router, SortedSet<FaultCondition> conditions, boolean wasMaster) {
    var effects = new ArrayList<Effect>();
    conditions.forEach(condition -> effects.add(Wording.fault(router.config(), condition)));
    effects.addAll(resigning(router, wasMaster));
    effects.add(Wording.entering(router.name(), "FAULT"));
    effects.add(new Notify(Notification.State.FAULT));
    return new Step(new State.Fault(conditions), effects);
  }

  static Step stopped(Router router, boolean resigns) {
    var effects = new ArrayList<>(resigning(router, resigns));
    effects.add(new Notify(Notification.State.STOP));
    return new Step(new State.Initialize(), effects);
  }

  static Step removed(Router router, boolean wasMaster) {
    var effects = new ArrayList<>(resigning(router, wasMaster));
    boolean deleted = router.config().notices().deleted();
    effects.add(new Notify(deleted ? Notification.State.DELETED : Notification.State.FAULT));
    return new Step(new State.Initialize(), effects);
  }

  /// Priority 0 makes a backup take over within its skew time (RFC 9568 6.4.3).
  private static List<Effect> resigning(Router router, boolean wasMaster) {
    if (!wasMaster) {
      return List.of();
    }
    var effects = new ArrayList<Effect>();
    effects.add(new Advertise(0));
    effects.addAll(removingLines(router));
    return effects;
  }
}
