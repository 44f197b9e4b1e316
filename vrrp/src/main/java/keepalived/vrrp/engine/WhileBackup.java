package keepalived.vrrp.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;
import keepalived.core.config.VrrpInstance.Version;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.packet.Advertisement;

/// What a backup does about each event (RFC 9568 6.4.2).
final class WhileBackup {

  private WhileBackup() {}

  static Step step(Router router, State.Backup backup, Event event, MonoTime now) {
    return switch (event) {
      case Event.TimedOut _ -> timedOut(router, backup, now);
      case Event.Heard(var source, var advert) -> heard(router, backup, source, advert, now);
      case Event.Failed(var conditions) -> VirtualRouter.becomeFault(router, conditions, false);
      case Event.GroupFailed _ -> VirtualRouter.becomeFault(router, new TreeSet<>(), false);
      case Event.GroupElected _ -> takeOver(router, backup, now);
      case Event.Reconfigured _ -> Step.to(reconfigured(router, backup, now));
      case Event.Stopped _ -> VirtualRouter.stopped(router, false);
      case Event.Removed _ -> VirtualRouter.removed(router, false);
      case Event.Started _, Event.Recovered _, Event.GroupRecovered _, Event.GroupDemoted _ ->
          Step.to(backup);
    };
  }

  private static Step timedOut(Router router, State.Backup backup, MonoTime now) {
    if (backup.willing() || !backup.masterDownAt().reached(now)) {
      return Step.to(backup);
    }
    var late = now.since(backup.masterDownAt());
    if (!backup.extended() && late.compareTo(backup.masterInterval().dividedBy(2)) > 0) {
      return stoodStill(router, backup, late, now);
    }
    var timeout = Wording.timeout(router.name());
    return router.grouped()
        ? Step.to(backup.asWilling(), timeout)
        : takeOver(router, backup, now).after(timeout);
  }

  /// We stood still too: what was sent to a suspended virtual machine is lost, and the master may
  /// have been suspended with us. Its silence proves nothing, so it is waited for as at the start,
  /// but only once.
  private static Step stoodStill(Router router, State.Backup backup, Duration late, MonoTime now) {
    var at = now.plus(router.masterDown(backup.masterInterval()));
    return Step.to(
        backup.extendedUntil(at),
        Wording.stalled(router.name(), late),
        new Effect.Count(Counter.STALLED),
        Wording.listeningAgain(router.name(), at.since(now)));
  }

  private static Step takeOver(Router router, State.Backup backup, MonoTime now) {
    var first = new ArrayList<Effect>();
    if (backup.yielded()) {
      first.add(Wording.priorityRestored(router.name()));
    }
    if (!backup.masterInterval().equals(router.interval())) {
      first.add(Wording.intervalOurs(router.name(), backup.masterInterval(), router.interval()));
    }
    return VirtualRouter.becomeMaster(router, now).after(first);
  }

  private static Step heard(
      Router router, State.Backup backup, IpAddress source, Advertisement advert, MonoTime now) {
    if (advert.priority() == 0) {
      var at = now.plus(router.skew(backup.masterInterval()));
      return Step.to(backup.waitingUntil(at), Wording.backupHeardZero(router.name()));
    }
    if (advert.priority() >= router.priority()) {
      var step = accept(router, backup.preemptingAt(Optional.empty()), source, advert, now);
      return backup.preemptAt().isPresent()
          ? step.after(Wording.preemptDelayStopped(router.name()))
          : step;
    }
    if (!router.config().election().preempt()) {
      return accept(router, backup, source, advert, now);
    }
    return heardLower(router, backup, source, advert, now);
  }

  /// A master of lower priority is preempted by not listening to it: the running timer goes on.
  private static Step heardLower(
      Router router, State.Backup backup, IpAddress source, Advertisement advert, MonoTime now) {
    var delay = router.config().election().preemptDelay();
    if (!delay.isZero() && backup.preemptAt().isEmpty()) {
      var waiting = backup.preemptingAt(Optional.of(now.plus(delay)));
      return accept(router, waiting, source, advert, now)
          .after(Wording.preemptDelayStarted(router.name(), delay));
    }
    if (backup.preemptAt().isPresent() && !backup.preemptAt().get().reached(now)) {
      return accept(router, backup, source, advert, now);
    }
    return Step.to(backup, Wording.discardingLower(router.name(), advert.priority(), source));
  }

  private static Step accept(
      Router router, State.Backup backup, IpAddress source, Advertisement advert, MonoTime now) {
    var effects = new ArrayList<Effect>();
    var known = backup.master();
    if (known.isEmpty()) {
      effects.add(Wording.masterSet(router.name(), source));
    } else if (!known.get().address().equals(source)) {
      effects.add(Wording.masterChanged(router.name(), known.get().address(), source));
    }
    var interval = masterInterval(router, advert);
    if (!interval.equals(backup.masterInterval())) {
      effects.add(Wording.intervalLearned(router.name(), backup.masterInterval(), interval));
    }
    return new Step(
        backup
            .following(new State.KnownMaster(source, advert.priority()), interval)
            .waitingUntil(now.plus(router.masterDown(interval))),
        effects);
  }

  /// Version 3 learns the master's interval, version 2 only knows its own (RFC 9568 6.1).
  static Duration masterInterval(Router router, Advertisement advert) {
    boolean learns = router.config().version() == Version.V3 && !advert.interval().isZero();
    return learns ? advert.interval() : router.interval();
  }

  /// A timer may get shorter by a reload, not longer: the master may be dead already.
  private static State.Backup reconfigured(Router router, State.Backup backup, MonoTime now) {
    var interval =
        router.config().version() == Version.V3 && backup.master().isPresent()
            ? backup.masterInterval()
            : router.interval();
    var at = MonoTime.earlier(backup.masterDownAt(), now.plus(router.masterDown(interval)));
    return new State.Backup(
        at,
        interval,
        backup.master(),
        router.config().election().preemptDelay().isZero() ? Optional.empty() : backup.preemptAt(),
        backup.willing() && router.grouped(),
        backup.yielded() && router.owner(),
        backup.extended());
  }
}
