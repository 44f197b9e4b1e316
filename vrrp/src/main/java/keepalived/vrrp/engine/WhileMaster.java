package keepalived.vrrp.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;
import keepalived.core.config.VrrpInstance;
import keepalived.core.event.Notification;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.engine.Effect.Advertise;
import keepalived.vrrp.engine.Effect.Announce;
import keepalived.vrrp.engine.Effect.AnnounceGroup;
import keepalived.vrrp.engine.Effect.Count;
import keepalived.vrrp.engine.Effect.Notify;
import keepalived.vrrp.engine.Effect.NotifyLowerPriority;
import keepalived.vrrp.packet.Advertisement;

/// What a master does about each event (RFC 9568 6.4.3).
final class WhileMaster {

  /// Between two rounds of announcing the addresses and running notify again after conflicts.
  private static final Duration REASSERT_PAUSE = Duration.ofSeconds(30);

  /// Between two answers to other routers' adverts: a tenth of an interval, and no less than this.
  /// An answer is heard by all of them, and whoever sends thousands must not make us do the same.
  private static final Duration ANSWER_PAUSE = Duration.ofMillis(50);

  private static final Duration ANNOUNCEMENT = Duration.ofMillis(1);

  private WhileMaster() {}

  static Step step(Router router, State.Master master, Event event, MonoTime now) {
    return late(router, master, now)
        ? stoodStill(router, master, event, now)
        : punctual(router, master, event, now);
  }

  /// Whether we advertise so late that another router may be master by now.
  static boolean late(Router router, State.Master master, MonoTime now) {
    return now.since(master.nextAdvertAt()).compareTo(tolerance(router)) > 0;
  }

  private static Step punctual(Router router, State.Master master, Event event, MonoTime now) {
    return switch (event) {
      case Event.TimedOut _ -> timedOut(router, master, now);
      case Event.Heard(var source, var advert) -> heard(router, master, source, advert, now);
      case Event.Failed(var conditions) -> VirtualRouter.becomeFault(router, conditions, true);
      case Event.GroupFailed _ -> VirtualRouter.becomeFault(router, new TreeSet<>(), true);
      case Event.GroupDemoted _ ->
          VirtualRouter.becomeBackup(router, now)
              .after(new ArrayList<>(VirtualRouter.removingLines(router)));
      case Event.Reconfigured(var before) -> reconfigured(router, master, before, now);
      case Event.Stopped(var resigning) -> VirtualRouter.stopped(router, resigning);
      case Event.Removed _ -> VirtualRouter.removed(router, true);
      case Event.Started _, Event.Recovered _, Event.GroupRecovered _, Event.GroupElected _ ->
          Step.to(master);
    };
  }

  /// How late an advert may be before a backup has taken over: `timer_expired_backup` names the
  /// backup's priority, else it is ours.
  private static Duration tolerance(Router router) {
    var election = router.config().election();
    int backup = election.timerExpiredBackup().orElse(router.priority());
    return Router.times(router.interval(), election.downTimerAdverts() - 1)
        .plus(Router.skew(router.config(), backup, router.interval()));
  }

  /// We stood still (a suspended virtual machine, a stopped process). With `timer_expired_backup`
  /// leave at once, as that asks for. Else whoever is heard before we speak is the master, unless
  /// we are to preempt it; what was sent to a suspended virtual machine is lost, so listen for as
  /// long as a master needs to be heard, an owner for its skew time only.
  private static Step stoodStill(Router router, State.Master master, Event event, MonoTime now) {
    var late = now.since(master.nextAdvertAt());
    var effects = new ArrayList<Effect>();
    effects.add(Wording.stalled(router.name(), late));
    effects.add(new Count(Counter.STALLED));
    if (router.config().election().timerExpiredBackup().isPresent()) {
      return asBackup(router, event, now).after(effects);
    }
    var wait = listeningTime(router, late);
    if (!wait.isZero()) {
      effects.add(Wording.listeningAgain(router.name(), wait));
    }
    return punctual(router, master.listeningUntil(now.plus(wait)), event, now).after(effects);
  }

  /// None when a successor has only just taken over, if there is one: to be silent now would make
  /// one of a backup that is still waiting.
  private static Duration listeningTime(Router router, Duration late) {
    if (late.compareTo(tolerance(router).plus(router.interval())) <= 0) {
      return Duration.ZERO;
    }
    return router.owner() ? router.skew(router.interval()) : router.interval();
  }

  /// Leaves mastership to whoever has it now, then does what a backup does about the event.
  private static Step asBackup(Router router, Event event, MonoTime now) {
    var wait = router.masterDown(router.interval());
    var backup = State.Backup.until(now.plus(wait), router.interval());
    var down =
        VirtualRouter.becomeBackup(router, backup)
            .after(new ArrayList<>(VirtualRouter.removingLines(router)));
    return WhileBackup.step(router, backup, event, now).after(down.effects());
  }

  private static Step timedOut(Router router, State.Master master, MonoTime now) {
    if (master.listening()) {
      return master.nextAdvertAt().reached(now) ? speakAgain(router, master, now) : Step.to(master);
    }
    var effects = new ArrayList<Effect>();
    var next = master;
    if (master.nextAdvertAt().reached(now)) {
      effects.add(new Advertise(router.priority()));
      next = next.advertisingAt(nextAdvert(router, master, now));
      next = settleAnswers(router, next, now, effects);
    }
    return new Step(followUp(router, next, now, effects), effects);
  }

  /// What is due besides adverts.
  private static State.Master followUp(
      Router router, State.Master master, MonoTime now, ArrayList<Effect> effects) {
    var next = announceDue(router, master, now, effects);
    return next.conflict().isPresent() && next.conflict().get().overAt().reached(now)
        ? conflictOver(router, next, next.conflict().get(), now, effects)
        : next;
  }

  /// Nobody else is master. One may have been while we stood still, so the addresses are announced.
  private static Step speakAgain(Router router, State.Master master, MonoTime now) {
    var effects = new ArrayList<Effect>();
    effects.add(new Advertise(router.priority()));
    effects.add(Wording.nobodyElse(router.name()));
    var due = new ArrayList<Effect>();
    var next = master.advertisingAt(now.plus(router.interval()));
    var followed = followUp(router, next, now, due);
    if (due.stream().noneMatch(Announce.class::isInstance)) {
      due.addFirst(new Announce(router.config().announcements().repeat()));
    }
    effects.addAll(due);
    return new Step(followed, effects);
  }

  /// A late wake-up does not shift the adverts that follow, unless a whole one was missed.
  private static MonoTime nextAdvert(Router router, State.Master master, MonoTime now) {
    var next = master.nextAdvertAt().plus(router.interval());
    return next.reached(now) ? now.plus(router.interval()) : next;
  }

  private static State.Master announceDue(
      Router router, State.Master master, MonoTime now, ArrayList<Effect> effects) {
    var config = router.config().announcements();
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

  /// The loser of a conflict may have answered for the addresses until now, and its notify script
  /// may have run after ours: say again who is master (keepalived issues 14, 100, 893, 950, 2459).
  private static State.Master conflictOver(
      Router router,
      State.Master master,
      State.Conflict conflict,
      MonoTime now,
      ArrayList<Effect> effects) {
    if (!conflict.real()) {
      return master.atPeace(master.reassertAt());
    }
    if (!master.reassertAt().reached(now)) {
      return master.inConflict(
          new State.Conflict(conflict.rival(), conflict.heard(), true, master.reassertAt()));
    }
    effects.add(Wording.rivalGone(router.name(), conflict.rival()));
    effects.add(new Count(Counter.REASSERTED));
    effects.add(new Announce(router.config().announcements().repeat()));
    effects.add(new Notify(Notification.State.MASTER));
    return master.atPeace(now.plus(REASSERT_PAUSE));
  }

  private static Step heard(
      Router router, State.Master master, IpAddress source, Advertisement advert, MonoTime now) {
    int priority = advert.priority();
    if (priority == 0) {
      return master.listening()
          ? speakAgain(router, master, now)
          : heardResignation(router, master, source, now);
    }
    boolean ourAddress = router.address().filter(source::equals).isPresent();
    if (ourAddress && priority == router.priority()) {
      return Step.to(master, Wording.ownAddress(router.name()));
    }
    if (master.listening() && !reclaims(router, priority, source)) {
      return asBackup(router, new Event.Heard(source, advert), now);
    }
    if (router.owner() && priority == 255) {
      return heardOwner(router, master, source, now);
    }
    return router.yieldsTo(priority, source)
        ? stepDown(router, source, advert, now)
        : heardLower(router, master, source, priority, now);
  }

  /// Whether we would preempt this successor without delay. Then leaving first would only make two
  /// transitions more.
  private static boolean reclaims(Router router, int priority, IpAddress source) {
    var election = router.config().election();
    boolean preempts = election.preempt() && election.preemptDelay().isZero();
    return router.owner() || (preempts && !router.yieldsTo(priority, source));
  }

  private static Duration answerPause(Router router) {
    var tenth = router.interval().dividedBy(10);
    return tenth.compareTo(ANSWER_PAUSE) > 0 ? tenth : ANSWER_PAUSE;
  }

  private static boolean mayAnswer(State.Master master, MonoTime now) {
    return master.answers().notBefore().reached(now);
  }

  private static State.Master answered(Router router, State.Master master, MonoTime now) {
    return master.answering(master.answers().nextAt(now.plus(answerPause(router))));
  }

  /// With an advert of our own, at once or as soon as the pace allows it.
  private static State.Master answer(
      Router router, State.Master master, MonoTime now, ArrayList<Effect> effects) {
    if (mayAnswer(master, now)) {
      effects.add(new Advertise(router.priority()));
      return answered(router, master.advertisingAt(now.plus(router.interval())), now);
    }
    var at = MonoTime.earlier(master.nextAdvertAt(), master.answers().notBefore());
    return master.advertisingAt(at).answering(master.answers().owing());
  }

  /// What is still owed to those that were heard too soon, with an advert that leaves anyway.
  private static State.Master settleAnswers(
      Router router, State.Master master, MonoTime now, ArrayList<Effect> effects) {
    if (!master.answers().owed() || !mayAnswer(master, now)) {
      return master;
    }
    var next = answered(router, master, now);
    return master.conflict().isPresent() ? reassure(router, next, now, effects) : next;
  }

  private static Step heardResignation(
      Router router, State.Master master, IpAddress source, MonoTime now) {
    var effects = new ArrayList<Effect>();
    effects.add(Wording.masterHeardZero(router.name()));
    var next = answer(router, master, now, effects);
    if (master.conflict().filter(c -> c.rival().equals(source) && c.real()).isPresent()) {
      next = next.inConflict(new State.Conflict(source, 1, true, now));
    }
    return new Step(next, effects);
  }

  private static Step stepDown(
      Router router, IpAddress source, Advertisement advert, MonoTime now) {
    var first = new ArrayList<Effect>();
    if (router.config().advertOptions().higherPrioritySendAdvert()) {
      first.add(new Advertise(router.priority()));
    }
    first.add(Wording.heardHigher(router, advert.priority(), source));
    first.addAll(VirtualRouter.removingLines(router));
    var interval = WhileBackup.masterInterval(router, advert);
    var backup =
        State.Backup.until(now.plus(router.masterDown(interval)), interval)
            .following(new State.KnownMaster(source, advert.priority()), interval);
    var step = VirtualRouter.becomeBackup(router, backup).after(first);
    var effects = new ArrayList<>(step.effects());
    effects.add(Wording.masterSet(router.name(), source));
    if (!interval.equals(router.interval())) {
      effects.add(Wording.intervalLearned(router.name(), router.interval(), interval));
    }
    return new Step(step.state(), effects);
  }

  /// An advert that loses: answer it, so that its sender steps down, and repeat to the network
  /// whose addresses these are. What comes sooner than the pace allows gets one answer together.
  private static Step heardLower(
      Router router, State.Master master, IpAddress source, int priority, MonoTime now) {
    boolean answers = !router.config().advertOptions().lowerPriorityNoAdvert();
    var effects = new ArrayList<Effect>();
    effects.add(Wording.heardLower(router, priority, source, answers));
    var next = answers ? answer(router, master, now, effects) : master;
    if (mayAnswer(master, now)) {
      next = reassure(router, answered(router, next, now), now, effects);
    }
    return new Step(next.inConflict(conflict(router, master, source, now)), effects);
  }

  /// Says again whose the addresses are.
  private static State.Master reassure(
      Router router, State.Master master, MonoTime now, ArrayList<Effect> effects) {
    var times = router.config().announcements();
    var next = master;
    if (times.lowerPriorityRepeat() > 0 && master.answers().announceAt().reached(now)) {
      effects.add(new Announce(times.lowerPriorityRepeat()));
      effects.add(new AnnounceGroup());
      var at = now.plus(announcingTime(router));
      next = master.answering(master.answers().announcingNextAt(at));
    }
    effects.add(new NotifyLowerPriority());
    if (times.lowerPriorityDelay().isZero()) {
      return next;
    }
    var sets = next.sets();
    var at = Optional.of(now.plus(times.lowerPriorityDelay()));
    return next.announcing(new State.AnnouncementTimes(sets.second(), sets.refresh(), at));
  }

  /// How long a set takes at a pace that a network bears for as long as a rival likes.
  private static Duration announcingTime(Router router) {
    int addresses = router.config().addresses().size() + router.config().excluded().size();
    int announcements = addresses * router.config().announcements().lowerPriorityRepeat();
    return ANNOUNCEMENT.multipliedBy(announcements);
  }

  /// One advert just after taking over has only crossed ours; later, or repeated, it is a rival.
  private static State.Conflict conflict(
      Router router, State.Master master, IpAddress source, MonoTime now) {
    var known = master.conflict().filter(c -> c.rival().equals(source));
    int heard = known.map(State.Conflict::heard).orElse(0) + 1;
    boolean late = now.since(master.since()).compareTo(router.interval()) >= 0;
    boolean real = late || heard > 1 || master.conflict().filter(State.Conflict::real).isPresent();
    return new State.Conflict(source, heard, real, now.plus(router.masterDown(router.interval())));
  }

  /// Two owners of one address: after as many adverts as make a master count as dead, the one with
  /// the lower address gives way until the other is gone.
  private static Step heardOwner(
      Router router, State.Master master, IpAddress source, MonoTime now) {
    var conflict = conflict(router, master, source, now);
    var effects = new ArrayList<Effect>();
    if (conflict.heard() == 1) {
      effects.add(Wording.twoOwners(router.name(), source));
    }
    boolean lower = router.address().isPresent() && source.compareTo(router.address().get()) > 0;
    int patience = router.config().election().downTimerAdverts();
    if (!lower || conflict.heard() < patience) {
      return new Step(master.inConflict(conflict), effects);
    }
    effects.add(Wording.priorityLowered(router.name()));
    effects.addAll(VirtualRouter.removingLines(router));
    var backup =
        State.Backup.until(now.plus(router.masterDown(router.interval())), router.interval())
            .following(new State.KnownMaster(source, 255), router.interval())
            .asYielded();
    return VirtualRouter.becomeBackup(router, backup).after(effects);
  }

  /// A reload of a master: an advert at once carries what is new; added addresses are announced,
  /// and the others with them.
  private static Step reconfigured(
      Router router, State.Master master, VrrpInstance before, MonoTime now) {
    var effects = new ArrayList<Effect>();
    var next = master;
    if (!master.listening()) {
      effects.add(new Advertise(router.priority()));
      next = master.advertisingAt(now.plus(router.interval()));
    }
    var times = router.config().announcements();
    if (!master.listening() && Possessions.of(router.config()).adds(Possessions.of(before))) {
      effects.add(new Announce(times.repeat()));
      Optional<MonoTime> second =
          times.delay().isZero() ? Optional.empty() : Optional.of(now.plus(times.delay()));
      var sets = master.sets();
      next =
          next.announcing(
              new State.AnnouncementTimes(second, sets.refresh(), sets.lowerPriority()));
    }
    if (!times.refresh().equals(before.announcements().refresh())) {
      Optional<MonoTime> refresh =
          times.refresh().isZero() ? Optional.empty() : Optional.of(now.plus(times.refresh()));
      var sets = next.sets();
      next =
          next.announcing(
              new State.AnnouncementTimes(sets.second(), refresh, sets.lowerPriority()));
    }
    return new Step(next, effects);
  }
}
