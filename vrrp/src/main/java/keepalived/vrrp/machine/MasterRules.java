package keepalived.vrrp.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;
import keepalived.core.config.VrrpInstance;
import keepalived.core.net.IpAddress;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.Effect.Advertise;
import keepalived.vrrp.machine.Effect.Announce;
import keepalived.vrrp.machine.Effect.AnnounceGroup;
import keepalived.vrrp.machine.Effect.Count;
import keepalived.vrrp.machine.Effect.Log;
import keepalived.vrrp.machine.Effect.Notify;
import keepalived.vrrp.machine.Effect.NotifyLowerPriority;

/// How a master reacts to each event (RFC 9568 6.4.3).
final class MasterRules {

  /// The least time between two reassertions (announcements and notify) after conflicts.
  private static final Duration REASSERT_PAUSE = Duration.ofSeconds(30);

  /// The least pause between two answers to adverts of other routers; larger is a tenth of the
  /// interval. One answer reaches all of them, and a router that sends thousands of adverts must
  /// not make us send as many.
  private static final Duration ANSWER_PAUSE = Duration.ofMillis(50);

  private static final Duration ANNOUNCEMENT = Duration.ofMillis(1);

  private MasterRules() {}

  static Step step(ElectionInput input, State.Master master, Event event, MonoTime now) {
    return late(input, master, now)
        ? stoodStill(input, master, event, now)
        : punctual(input, master, event, now);
  }

  /// Whether our advert is so late that another router may have become master.
  static boolean late(ElectionInput input, State.Master master, MonoTime now) {
    return now.since(master.nextAdvertAt()).compareTo(tolerance(input)) > 0;
  }

  private static Step punctual(
      ElectionInput input, State.Master master, Event event, MonoTime now) {
    return switch (event) {
      case Event.TimedOut _ -> timedOut(input, master, now);
      case Event.Heard heard -> heard(input, master, heard, now);
      case Event.Failed(var conditions) -> ElectionMachine.becomeFault(input, conditions, true);
      case Event.GroupFailed _ -> ElectionMachine.becomeFault(input, new TreeSet<>(), true);
      case Event.GroupDemoted _ ->
          ElectionMachine.becomeBackup(input, now).after(ElectionMachine.removingLines(input));
      case Event.Reconfigured(var before) -> reconfigured(input, master, before, now);
      case Event.Stopped(var resigning) -> ElectionMachine.stopped(input, resigning);
      case Event.Removed _ -> ElectionMachine.removed(input, true);
      case Event.Started _, Event.Recovered _, Event.GroupRecovered _, Event.GroupElected _ ->
          Step.to(master);
    };
  }

  /// How late an advert may be before a backup takes over. `timer_expired_backup` gives the
  /// priority of the backup; the default is our own.
  private static Duration tolerance(ElectionInput input) {
    var election = input.config().election();
    int backup = election.timerExpiredBackup().orElse(input.priority());
    return ElectionInput.times(input.interval(), election.downTimerAdverts() - 1)
        .plus(ElectionInput.skew(input.config(), backup, input.interval()));
  }

  /// After a stall (suspended virtual machine, stopped process): with `timer_expired_backup`,
  /// become backup at once. Otherwise stay silent: a router that is heard meanwhile is the master,
  /// unless we would preempt it. Adverts sent to a suspended virtual machine are lost, so listen
  /// for one whole interval; an address owner listens for its skew time only.
  private static Step stoodStill(
      ElectionInput input, State.Master master, Event event, MonoTime now) {
    var late = now.since(master.nextAdvertAt());
    var effects = new ArrayList<Effect>();
    effects.add(new Log(OriginalLines.stalled(input.name(), late)));
    effects.add(new Count(Counter.STALLED));
    if (input.config().election().timerExpiredBackup().isPresent()) {
      return asBackup(input, event, now).after(effects);
    }
    var wait = listeningTime(input, late);
    if (!wait.isZero()) {
      effects.add(new Log(OwnLines.listeningAgain(input.name(), wait)));
    }
    return punctual(input, master.silentUntil(now.plus(wait)), event, now).after(effects);
  }

  /// Zero when a successor, if any, has only just taken over: silence now could make a waiting
  /// backup the second master.
  private static Duration listeningTime(ElectionInput input, Duration late) {
    if (late.compareTo(tolerance(input).plus(input.interval())) <= 0) {
      return Duration.ZERO;
    }
    return input.owner() ? input.skew(input.interval()) : input.interval();
  }

  /// Becomes backup without resigning, then handles the event as a backup.
  private static Step asBackup(ElectionInput input, Event event, MonoTime now) {
    var wait = input.masterDown(input.interval());
    var backup = State.Backup.until(now.plus(wait), input.interval());
    var down =
        ElectionMachine.becomeBackup(input, backup).after(ElectionMachine.removingLines(input));
    return BackupRules.step(input, backup, event, now).after(down.effects());
  }

  private static Step timedOut(ElectionInput input, State.Master master, MonoTime now) {
    boolean due = master.nextAdvertAt().reached(now);
    return switch (master) {
      case State.Master.Silent silent -> due ? speakAgain(input, silent, now) : Step.to(silent);
      case State.Master.Active active -> {
        var effects = new ArrayList<Effect>();
        State.Master next = active;
        if (due) {
          effects.add(new Advertise(input.priority()));
          next = active.advertisingAt(nextAdvert(input, active, now));
          next = settleAnswers(input, next, now, effects);
        }
        yield new Step(followUp(input, next, now, effects), effects);
      }
    };
  }

  /// Handles due actions other than adverts: announcements and the end of a conflict.
  private static State.Master followUp(
      ElectionInput input, State.Master master, MonoTime now, ArrayList<Effect> effects) {
    var next = announceDue(input, master, now, effects);
    return next.conflict().isPresent() && next.conflict().get().overAt().reached(now)
        ? conflictOver(input, next, now, effects)
        : next;
  }

  /// The silence ends without another master. One may have existed during the stall, so announce
  /// the addresses.
  private static Step speakAgain(ElectionInput input, State.Master master, MonoTime now) {
    var effects = new ArrayList<Effect>();
    effects.add(new Advertise(input.priority()));
    effects.add(new Log(OwnLines.noOtherMaster(input.name())));
    var due = new ArrayList<Effect>();
    var next = master.advertisingAt(now.plus(input.interval()));
    var followed = followUp(input, next, now, due);
    if (due.stream().noneMatch(Announce.class::isInstance)) {
      due.addFirst(new Announce(input.config().announcements().repeat()));
    }
    effects.addAll(due);
    return new Step(followed, effects);
  }

  /// A late wake-up does not shift the later adverts, unless a whole one was missed.
  private static MonoTime nextAdvert(ElectionInput input, State.Master master, MonoTime now) {
    var next = master.nextAdvertAt().plus(input.interval());
    return next.reached(now) ? now.plus(input.interval()) : next;
  }

  private static State.Master announceDue(
      ElectionInput input, State.Master master, MonoTime now, ArrayList<Effect> effects) {
    var config = input.config().announcements();
    var sets = master.sets();
    var second = sets.second();
    var refresh = sets.refresh();
    var lower = sets.lowerPriority();
    if (due(second, now)) {
      effects.add(new Announce(config.repeat()));
      second = Optional.empty();
    }
    if (due(refresh, now)) {
      effects.add(new Announce(config.refreshRepeat()));
      refresh =
          config.refresh().isZero() ? Optional.empty() : Optional.of(now.plus(config.refresh()));
    }
    if (due(lower, now)) {
      effects.add(new Announce(config.lowerPriorityRepeat()));
      lower = Optional.empty();
    }
    return master.announcing(new State.AnnouncementTimes(second, refresh, lower));
  }

  private static boolean due(Optional<MonoTime> at, MonoTime now) {
    return at.isPresent() && at.get().reached(now);
  }

  /// The loser of a conflict may have answered ARP for the addresses until now, and its notify
  /// script may have run after ours: announce and notify again (keepalived issues 14, 100, 893,
  /// 950, 2459).
  private static State.Master conflictOver(
      ElectionInput input, State.Master master, MonoTime now, ArrayList<Effect> effects) {
    var conflict = master.conflict().orElseThrow();
    if (!conflict.real()) {
      return master.atPeace(master.reassertAt());
    }
    if (!master.reassertAt().reached(now)) {
      return master.inConflict(
          new State.Conflict(conflict.rival(), conflict.heard(), true, master.reassertAt()));
    }
    effects.add(new Log(OwnLines.rivalGone(input.name(), conflict.rival())));
    effects.add(new Count(Counter.REASSERTED));
    effects.add(new Announce(input.config().announcements().repeat()));
    effects.add(new Notify(VrrpNotification.State.MASTER));
    return master.atPeace(now.plus(REASSERT_PAUSE));
  }

  private static Step heard(
      ElectionInput input, State.Master master, Event.Heard heard, MonoTime now) {
    var source = heard.source();
    int priority = heard.advert().priority();
    if (priority == 0) {
      return switch (master) {
        case State.Master.Silent silent -> speakAgain(input, silent, now);
        case State.Master.Active active -> heardResignation(input, active, source, now);
      };
    }
    boolean ourAddress = input.address().filter(source::equals).isPresent();
    if (ourAddress && priority == input.priority()) {
      return Step.to(master, new Log(OriginalLines.ownAddress(input.name())));
    }
    if (master instanceof State.Master.Silent && !reclaims(input, priority, source)) {
      return asBackup(input, heard, now);
    }
    if (input.owner() && priority == 255) {
      return heardOwner(input, master, source, now);
    }
    return input.yieldsTo(priority, source)
        ? stepDown(input, heard, now)
        : heardLower(input, master, heard, now);
  }

  /// Whether we would preempt this successor at once. Then becoming backup first would only add two
  /// transitions.
  private static boolean reclaims(ElectionInput input, int priority, IpAddress source) {
    var election = input.config().election();
    boolean preempts = election.preempt() && election.preemptDelay().isZero();
    return input.owner() || (preempts && !input.yieldsTo(priority, source));
  }

  private static Duration answerPause(ElectionInput input) {
    var tenth = input.interval().dividedBy(10);
    return tenth.compareTo(ANSWER_PAUSE) > 0 ? tenth : ANSWER_PAUSE;
  }

  private static boolean mayAnswer(State.Master master, MonoTime now) {
    return master.answers().notBefore().reached(now);
  }

  private static State.Master answered(ElectionInput input, State.Master master, MonoTime now) {
    return master.answering(master.answers().nextAt(now.plus(answerPause(input))));
  }

  /// Answers with an advert, at once or as soon as the answer rate allows.
  private static State.Master answer(
      ElectionInput input, State.Master master, MonoTime now, ArrayList<Effect> effects) {
    if (mayAnswer(master, now)) {
      effects.add(new Advertise(input.priority()));
      return answered(input, master.advertisingAt(now.plus(input.interval())), now);
    }
    var at = MonoTime.earlier(master.nextAdvertAt(), master.answers().notBefore());
    return master.advertisingAt(at).answering(master.answers().owing());
  }

  /// After a regular advert, an owed answer is settled: the routers whose adverts came too soon for
  /// their own answer have received this one.
  private static State.Master settleAnswers(
      ElectionInput input, State.Master master, MonoTime now, ArrayList<Effect> effects) {
    if (!master.answers().owed() || !mayAnswer(master, now)) {
      return master;
    }
    var next = answered(input, master, now);
    return master.conflict().isPresent() ? reassure(input, next, now, effects) : next;
  }

  private static Step heardResignation(
      ElectionInput input, State.Master master, IpAddress source, MonoTime now) {
    var effects = new ArrayList<Effect>();
    effects.add(new Log(OriginalLines.masterHeardZero(input.name())));
    var next = answer(input, master, now, effects);
    if (master.conflict().filter(c -> c.rival().equals(source) && c.real()).isPresent()) {
      next = next.inConflict(new State.Conflict(source, 1, true, now));
    }
    return new Step(next, effects);
  }

  private static Step stepDown(ElectionInput input, Event.Heard heard, MonoTime now) {
    var source = heard.source();
    var advert = heard.advert();
    var first = new ArrayList<Effect>();
    if (input.config().advertOptions().higherPrioritySendAdvert()) {
      first.add(new Advertise(input.priority()));
    }
    first.add(new Log(OriginalLines.heardHigher(input, advert.priority(), source)));
    first.addAll(ElectionMachine.removingLines(input));
    var interval = BackupRules.masterInterval(input, advert);
    var backup =
        State.Backup.until(now.plus(input.masterDown(interval)), interval)
            .following(new State.KnownMaster(source, advert.priority()), interval);
    var step = ElectionMachine.becomeBackup(input, backup).after(first);
    var effects = new ArrayList<>(step.effects());
    effects.add(new Log(OriginalLines.masterSet(input.name(), source)));
    if (!interval.equals(input.interval())) {
      effects.add(new Log(OriginalLines.intervalLearned(input.name(), input.interval(), interval)));
    }
    return new Step(step.state(), effects);
  }

  /// An advert of lower priority: answer it, so that its sender becomes backup, and announce the
  /// addresses again. Adverts that come faster than the answer rate get one answer together.
  private static Step heardLower(
      ElectionInput input, State.Master master, Event.Heard heard, MonoTime now) {
    var source = heard.source();
    int priority = heard.advert().priority();
    boolean answers = !input.config().advertOptions().lowerPriorityNoAdvert();
    var effects = new ArrayList<Effect>();
    effects.add(new Log(OriginalLines.heardLower(input, priority, source, answers)));
    var next = answers ? answer(input, master, now, effects) : master;
    if (mayAnswer(master, now)) {
      next = reassure(input, answered(input, next, now), now, effects);
    }
    return new Step(next.inConflict(conflict(input, master, source, now)), effects);
  }

  /// Announces the addresses again and notifies.
  private static State.Master reassure(
      ElectionInput input, State.Master master, MonoTime now, ArrayList<Effect> effects) {
    var times = input.config().announcements();
    var next = master;
    if (times.lowerPriorityRepeat() > 0 && master.answers().announceAt().reached(now)) {
      effects.add(new Announce(times.lowerPriorityRepeat()));
      effects.add(new AnnounceGroup());
      var at = now.plus(announcingTime(input));
      next = master.answering(master.answers().announcingNextAt(at));
    }
    effects.add(new NotifyLowerPriority());
    if (times.lowerPriorityDelay().isZero()) {
      return next;
    }
    var at = Optional.of(now.plus(times.lowerPriorityDelay()));
    return next.announcing(next.sets().withLowerPriority(at));
  }

  /// Duration of one set of announcements at a rate that the network sustains.
  private static Duration announcingTime(ElectionInput input) {
    int addresses = input.config().addresses().size() + input.config().excluded().size();
    int announcements = addresses * input.config().announcements().lowerPriorityRepeat();
    return ANNOUNCEMENT.multipliedBy(announcements);
  }

  /// A single advert just after the transition was probably sent before our first one; a later or
  /// second one comes from a rival.
  private static State.Conflict conflict(
      ElectionInput input, State.Master master, IpAddress source, MonoTime now) {
    var known = master.conflict().filter(c -> c.rival().equals(source));
    int heard = known.map(State.Conflict::heard).orElse(0) + 1;
    boolean late = now.since(master.since()).compareTo(input.interval()) >= 0;
    boolean real = late || heard > 1 || master.conflict().filter(State.Conflict::real).isPresent();
    return new State.Conflict(source, heard, real, now.plus(input.masterDown(input.interval())));
  }

  /// Two address owners: after as many adverts as make a master count as down, the router with the
  /// lower address becomes backup until the other is gone.
  private static Step heardOwner(
      ElectionInput input, State.Master master, IpAddress source, MonoTime now) {
    var conflict = conflict(input, master, source, now);
    var effects = new ArrayList<Effect>();
    if (conflict.heard() == 1) {
      effects.add(new Log(OriginalLines.twoOwners(input.name(), source)));
    }
    boolean lower = input.address().isPresent() && source.compareTo(input.address().get()) > 0;
    int patience = input.config().election().downTimerAdverts();
    if (!lower || conflict.heard() < patience) {
      return new Step(master.inConflict(conflict), effects);
    }
    effects.add(new Log(OwnLines.priorityLowered(input.name())));
    effects.addAll(ElectionMachine.removingLines(input));
    var backup =
        State.Backup.until(now.plus(input.masterDown(input.interval())), input.interval())
            .following(new State.KnownMaster(source, 255), input.interval())
            .asYielded();
    return ElectionMachine.becomeBackup(input, backup).after(effects);
  }

  /// After a reload, an advert carries the new settings at once. Added addresses are announced
  /// together with the others.
  private static Step reconfigured(
      ElectionInput input, State.Master master, VrrpInstance before, MonoTime now) {
    var step =
        switch (master) {
          case State.Master.Silent silent -> Step.to(silent);
          case State.Master.Active active -> readvertise(input, active, before, now);
        };
    var refresh = input.config().announcements().refresh();
    return step.state() instanceof State.Master next
            && !refresh.equals(before.announcements().refresh())
        ? new Step(next.announcing(next.sets().withRefresh(after(refresh, now))), step.effects())
        : step;
  }

  private static Step readvertise(
      ElectionInput input, State.Master.Active master, VrrpInstance before, MonoTime now) {
    var advert = new Advertise(input.priority());
    var next = master.advertisingAt(now.plus(input.interval()));
    if (!OwnedResources.of(input.config()).adds(OwnedResources.of(before))) {
      return Step.to(next, advert);
    }
    var times = input.config().announcements();
    return Step.to(
        next.announcing(next.sets().withSecond(after(times.delay(), now))),
        advert,
        new Announce(times.repeat()));
  }

  /// @return empty for a delay of zero, which disables a set
  static Optional<MonoTime> after(Duration delay, MonoTime now) {
    return delay.isZero() ? Optional.empty() : Optional.of(now.plus(delay));
  }
}
