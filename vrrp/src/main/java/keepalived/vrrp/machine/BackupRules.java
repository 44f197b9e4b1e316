package keepalived.vrrp.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;
import keepalived.core.config.VrrpInstance.Version;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.Effect.Log;
import keepalived.vrrp.packet.Advertisement;

/// How a backup reacts to each event (RFC 9568 6.4.2).
final class BackupRules {

  private BackupRules() {}

  static Step step(ElectionInput input, State.Backup backup, Event event, MonoTime now) {
    return switch (event) {
      case Event.TimedOut _ -> timedOut(input, backup, now);
      case Event.Heard heard -> heard(input, backup, heard, now);
      case Event.Failed(var conditions) -> ElectionMachine.becomeFault(input, conditions, false);
      case Event.GroupFailed _ -> ElectionMachine.becomeFault(input, new TreeSet<>(), false);
      case Event.GroupElected _ -> takeOver(input, backup, now);
      case Event.Reconfigured _ -> Step.to(reconfigured(input, backup, now));
      case Event.Stopped _ -> ElectionMachine.stopped(input, false);
      case Event.Removed _ -> ElectionMachine.removed(input, false);
      case Event.Started _, Event.Recovered _, Event.GroupRecovered _, Event.GroupDemoted _ ->
          Step.to(backup);
    };
  }

  private static Step timedOut(ElectionInput input, State.Backup backup, MonoTime now) {
    return switch (backup) {
      case State.Backup.Ready ready -> Step.to(ready);
      case State.Backup.Extended(var at, _) ->
          at.reached(now) ? masterDown(input, backup, now) : Step.to(backup);
      case State.Backup.Waiting(var at, _) -> {
        var late = now.since(at);
        boolean stalled = late.plus(late).compareTo(backup.masterInterval()) > 0;
        yield !at.reached(now)
            ? Step.to(backup)
            : stalled ? stalled(input, backup, late, now) : masterDown(input, backup, now);
      }
    };
  }

  private static Step masterDown(ElectionInput input, State.Backup backup, MonoTime now) {
    var timeout = new Log(OriginalLines.timeout(input.name()));
    return input.grouped()
        ? Step.to(backup.ready(), timeout)
        : takeOver(input, backup, now).after(timeout);
  }

  /// This host was stalled. Adverts sent to a suspended virtual machine are lost, and the master
  /// may have been suspended together with us, so its silence proves nothing: wait a whole
  /// Master_Down_Interval again, but only once.
  private static Step stalled(
      ElectionInput input, State.Backup backup, Duration late, MonoTime now) {
    var at = now.plus(input.masterDown(backup.masterInterval()));
    return Step.to(
        backup.extendedUntil(at),
        new Log(OriginalLines.stalled(input.name(), late)),
        new Effect.Count(Counter.STALLED),
        new Log(OwnLines.listeningAgain(input.name(), at.since(now))));
  }

  private static Step takeOver(ElectionInput input, State.Backup backup, MonoTime now) {
    var first = new ArrayList<Effect>();
    if (backup.yielded()) {
      first.add(new Log(OwnLines.priorityRestored(input.name())));
    }
    if (!backup.masterInterval().equals(input.interval())) {
      first.add(
          new Log(
              OriginalLines.intervalOurs(input.name(), backup.masterInterval(), input.interval())));
    }
    return ElectionMachine.becomeMaster(input, now).after(first);
  }

  private static Step heard(
      ElectionInput input, State.Backup backup, Event.Heard heard, MonoTime now) {
    if (heard.advert().priority() == 0) {
      var at = now.plus(input.skew(backup.masterInterval()));
      return Step.to(
          backup.awaiting(new State.Awaited.Succession(heard.source())).waitingUntil(at),
          new Log(OriginalLines.backupHeardZero(input.name())));
    }
    if (heard.advert().priority() >= input.priority()) {
      var step = accept(input, backup.preemptingAt(Optional.empty()), heard, now);
      return backup.preemptAt().isPresent()
          ? step.after(new Log(OriginalLines.preemptDelayStopped(input.name())))
          : step;
    }
    if (!input.config().election().preempt()) {
      return accept(input, backup, heard, now);
    }
    return heardLower(input, backup, heard, now);
  }

  /// Preempts a master of lower priority by ignoring its adverts: the timer is not restarted.
  private static Step heardLower(
      ElectionInput input, State.Backup backup, Event.Heard heard, MonoTime now) {
    var delay = input.config().election().preemptDelay();
    if (!delay.isZero() && backup.preemptAt().isEmpty()) {
      var waiting = backup.preemptingAt(Optional.of(now.plus(delay)));
      return accept(input, waiting, heard, now)
          .after(new Log(OriginalLines.preemptDelayStarted(input.name(), delay)));
    }
    if (backup.preemptAt().isPresent() && !backup.preemptAt().get().reached(now)) {
      return accept(input, backup, heard, now);
    }
    return Step.to(
        preempting(backup, heard),
        new Log(
            OriginalLines.discardingLower(
                input.name(), heard.advert().priority(), heard.source())));
  }

  private static State.Backup preempting(State.Backup backup, Event.Heard heard) {
    var preempted = new State.KnownMaster(heard.source(), heard.advert().priority());
    var next = new State.Awaited.Preemption(preempted, backup.preemptAt().isPresent());
    return backup.awaited().equals(next) ? backup : backup.awaiting(next);
  }

  private static Step accept(
      ElectionInput input, State.Backup backup, Event.Heard heard, MonoTime now) {
    var source = heard.source();
    var advert = heard.advert();
    var effects = new ArrayList<Effect>();
    var known = backup.master();
    if (known.isEmpty()) {
      effects.add(new Log(OriginalLines.masterSet(input.name(), source)));
    } else if (!known.get().address().equals(source)) {
      effects.add(
          new Log(OriginalLines.masterChanged(input.name(), known.get().address(), source)));
    }
    var interval = masterInterval(input, advert);
    if (!interval.equals(backup.masterInterval())) {
      effects.add(
          new Log(OriginalLines.intervalLearned(input.name(), backup.masterInterval(), interval)));
    }
    return new Step(
        backup
            .following(new State.KnownMaster(source, advert.priority()), interval)
            .waitingUntil(now.plus(input.masterDown(interval))),
        effects);
  }

  /// Version 3 learns the interval of the master, version 2 uses its own (RFC 9568 6.1).
  static Duration masterInterval(ElectionInput input, Advertisement advert) {
    boolean learns = input.config().version() == Version.V3 && !advert.interval().isZero();
    return learns ? advert.interval() : input.interval();
  }

  /// A reload may shorten the Master_Down_Timer, never extend it: the master may already be down.
  private static State.Backup reconfigured(ElectionInput input, State.Backup backup, MonoTime now) {
    var election = input.config().election();
    boolean learned = input.config().version() == Version.V3 && backup.master().isPresent();
    var interval = learned ? backup.masterInterval() : input.interval();
    Optional<MonoTime> preemptAt =
        election.preemptDelay().isZero() ? Optional.empty() : backup.preemptAt();
    boolean yielded = backup.yielded() && input.owner();
    var followed =
        new State.Followed(interval, backup.master(), preemptAt, yielded, backup.awaited());
    var latest = now.plus(input.masterDown(interval));
    return switch (backup) {
      case State.Backup.Waiting(var at, _) ->
          new State.Backup.Waiting(MonoTime.earlier(at, latest), followed);
      case State.Backup.Extended(var at, _) ->
          new State.Backup.Extended(MonoTime.earlier(at, latest), followed);
      case State.Backup.Ready _ ->
          input.grouped()
              ? new State.Backup.Ready(followed)
              : new State.Backup.Waiting(now, followed);
    };
  }
}
