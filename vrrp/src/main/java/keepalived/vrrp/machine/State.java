package keepalived.vrrp.machine;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;

/// The state of a virtual router (RFC 9568 6.4, and FAULT of keepalived). Each record holds exactly
/// the data that are valid in it, deadlines included. The transitions are listed at
/// [ElectionMachine].
public sealed interface State {

  /// The states that operators see.
  enum Role {
    INITIALIZE,
    BACKUP,
    MASTER,
    FAULT
  }

  default Role role() {
    return switch (this) {
      case Initialize _ -> Role.INITIALIZE;
      case Backup _ -> Role.BACKUP;
      case Master _ -> Role.MASTER;
      case Fault _ -> Role.FAULT;
    };
  }

  /// When the machine needs [Event.TimedOut]; empty when only another event can change the state.
  default Optional<MonoTime> deadline() {
    return Optional.empty();
  }

  /// Whether this host holds the virtual addresses.
  default boolean ownsAddresses() {
    return this instanceof Master;
  }

  /// Not started, or an unweighted tracker has no result yet.
  record Initialize() implements State {}

  /// @param conditions the fault conditions of this instance; empty when only another member of the
  ///   sync group has a fault
  record Fault(SortedSet<FaultCondition> conditions) implements State {

    public Fault {
      conditions = Collections.unmodifiableSortedSet(new TreeSet<>(conditions));
    }
  }

  /// Listens to a master.
  sealed interface Backup extends State {

    Followed followed();

    /// The same state with other data about the master.
    Backup with(Followed next);

    /// A backup that has not heard a master yet.
    static Waiting until(MonoTime masterDownAt, Duration masterInterval) {
      return new Waiting(
          masterDownAt,
          new Followed(
              masterInterval,
              Optional.empty(),
              Optional.empty(),
              false,
              new Awaited.FirstAdvert()));
    }

    /// The Master_Down_Timer is running.
    record Waiting(MonoTime masterDownAt, Followed followed) implements Backup {
      @Override
      public Waiting with(Followed next) {
        return new Waiting(masterDownAt, next);
      }

      @Override
      public Optional<MonoTime> deadline() {
        return Optional.of(masterDownAt);
      }
    }

    /// The Master_Down_Timer expired while this host was stalled. The wait for the master was
    /// extended once, and is not extended again.
    record Extended(MonoTime masterDownAt, Followed followed) implements Backup {
      @Override
      public Extended with(Followed next) {
        return new Extended(masterDownAt, next);
      }

      @Override
      public Optional<MonoTime> deadline() {
        return Optional.of(masterDownAt);
      }
    }

    /// The master is down, but other members of the sync group cannot become master yet.
    record Ready(Followed followed) implements Backup {
      @Override
      public Ready with(Followed next) {
        return new Ready(next);
      }
    }

    default Waiting waitingUntil(MonoTime at) {
      return new Waiting(at, followed());
    }

    default Extended extendedUntil(MonoTime at) {
      return new Extended(at, followed());
    }

    default Ready ready() {
      return new Ready(followed());
    }

    default Backup following(KnownMaster next, Duration interval) {
      return with(
          new Followed(
              interval, Optional.of(next), preemptAt(), yielded(), new Awaited.NextAdvert()));
    }

    default Backup preemptingAt(Optional<MonoTime> at) {
      return with(new Followed(masterInterval(), master(), at, yielded(), awaited()));
    }

    default Backup asYielded() {
      return with(new Followed(masterInterval(), master(), preemptAt(), true, awaited()));
    }

    default Backup awaiting(Awaited next) {
      return with(new Followed(masterInterval(), master(), preemptAt(), yielded(), next));
    }

    default Duration masterInterval() {
      return followed().interval();
    }

    default Optional<KnownMaster> master() {
      return followed().master();
    }

    default Optional<MonoTime> preemptAt() {
      return followed().preemptAt();
    }

    default boolean yielded() {
      return followed().yielded();
    }

    default Awaited awaited() {
      return followed().awaited();
    }
  }

  /// What a backup waits for while its timer runs. No decision depends on it: it tells the cause
  /// when the timer expires.
  sealed interface Awaited {

    /// No advert was accepted since this router listens.
    record FirstAdvert() implements Awaited {}

    /// The next advert of the master that is followed.
    record NextAdvert() implements Awaited {}

    /// An advert of another master, after this one sent priority 0.
    record Succession(IpAddress resigned) implements Awaited {}

    /// Nothing: adverts of this master are ignored, because its priority is lower.
    ///
    /// @param delayed whether `preempt_delay` was waited for
    record Preemption(KnownMaster preempted, boolean delayed) implements Awaited {}
  }

  /// What a backup knows about the master.
  ///
  /// @param interval between two adverts of the master
  /// @param master the sender of the last accepted advert
  /// @param preemptAt end of `preempt_delay`, set by the first advert of lower priority
  /// @param yielded this router is the address owner (255) and left the addresses to another owner;
  ///   its priority counts as 254 until it is master again
  /// @param awaited what ends the wait
  record Followed(
      Duration interval,
      Optional<KnownMaster> master,
      Optional<MonoTime> preemptAt,
      boolean yielded,
      Awaited awaited) {}

  record KnownMaster(IpAddress address, int priority) {}

  /// Holds the virtual addresses.
  sealed interface Master extends State {

    /// When the next advert is due: for an [Active] master the regular one, for a [Silent] one the
    /// first after the silence.
    MonoTime nextAdvertAt();

    Mastership mastership();

    /// The same state with another [Mastership].
    Master with(Mastership next);

    /// A new master.
    static Active since(MonoTime now, MonoTime nextAdvertAt, AnnouncementTimes sets) {
      return new Active(
          nextAdvertAt, new Mastership(now, sets, Optional.empty(), now, Answers.from(now)));
    }

    /// Sends adverts.
    record Active(MonoTime nextAdvertAt, Mastership mastership) implements Master {
      @Override
      public Active with(Mastership next) {
        return new Active(nextAdvertAt, next);
      }

      @Override
      public Optional<MonoTime> deadline() {
        var first = nextAdvertAt;
        var announcement = sets().next();
        if (announcement.isPresent()) {
          first = MonoTime.earlier(first, announcement.get());
        }
        if (conflict().isPresent()) {
          first = MonoTime.earlier(first, conflict().get().overAt());
        }
        return Optional.of(first);
      }
    }

    /// This host was stalled, so another router may have taken over: sends nothing until
    /// `nextAdvertAt`, and yields to any master that it receives.
    record Silent(MonoTime nextAdvertAt, Mastership mastership) implements Master {
      @Override
      public Silent with(Mastership next) {
        return new Silent(nextAdvertAt, next);
      }

      @Override
      public Optional<MonoTime> deadline() {
        return Optional.of(nextAdvertAt);
      }
    }

    default Active advertisingAt(MonoTime at) {
      return new Active(at, mastership());
    }

    default Silent silentUntil(MonoTime at) {
      return new Silent(at, mastership());
    }

    default Master announcing(AnnouncementTimes next) {
      return with(new Mastership(since(), next, conflict(), reassertAt(), answers()));
    }

    default Master answering(Answers next) {
      return with(new Mastership(since(), sets(), conflict(), reassertAt(), next));
    }

    default Master inConflict(Conflict rival) {
      return with(new Mastership(since(), sets(), Optional.of(rival), reassertAt(), answers()));
    }

    default Master atPeace(MonoTime nextReassert) {
      return with(new Mastership(since(), sets(), Optional.empty(), nextReassert, answers()));
    }

    default MonoTime since() {
      return mastership().since();
    }

    default AnnouncementTimes sets() {
      return mastership().sets();
    }

    default Optional<Conflict> conflict() {
      return mastership().conflict();
    }

    default MonoTime reassertAt() {
      return mastership().reassertAt();
    }

    default Answers answers() {
      return mastership().answers();
    }
  }

  /// Actions of a master besides its regular adverts.
  ///
  /// @param since when this router became master
  /// @param sets announcements that are still due
  /// @param conflict with another router that advertises too
  /// @param reassertAt before this, no announcement follows the end of a conflict
  /// @param answers to adverts of other routers
  record Mastership(
      MonoTime since,
      AnnouncementTimes sets,
      Optional<Conflict> conflict,
      MonoTime reassertAt,
      Answers answers) {}

  /// The rate limit of answers to adverts of lower priority.
  ///
  /// @param notBefore when the next answer may be sent
  /// @param owed whether an advert arrived before `notBefore`, so that an answer is still to be
  ///   sent
  /// @param announceAt when the addresses may be announced again as part of an answer
  record Answers(MonoTime notBefore, boolean owed, MonoTime announceAt) {

    static Answers from(MonoTime now) {
      return new Answers(now, false, now);
    }

    Answers owing() {
      return new Answers(notBefore, true, announceAt);
    }

    Answers nextAt(MonoTime at) {
      return new Answers(at, false, announceAt);
    }

    Answers announcingNextAt(MonoTime at) {
      return new Answers(notBefore, owed, at);
    }
  }

  /// When sets of gratuitous ARPs and neighbour advertisements are due.
  ///
  /// @param second `garp_master_delay` after the transition
  /// @param refresh every `garp_master_refresh`
  /// @param lowerPriority `garp_lower_prio_delay` after an advert of lower priority
  record AnnouncementTimes(
      Optional<MonoTime> second, Optional<MonoTime> refresh, Optional<MonoTime> lowerPriority) {

    public static final AnnouncementTimes NONE =
        new AnnouncementTimes(Optional.empty(), Optional.empty(), Optional.empty());

    AnnouncementTimes withSecond(Optional<MonoTime> at) {
      return new AnnouncementTimes(at, refresh, lowerPriority);
    }

    AnnouncementTimes withRefresh(Optional<MonoTime> at) {
      return new AnnouncementTimes(second, at, lowerPriority);
    }

    AnnouncementTimes withLowerPriority(Optional<MonoTime> at) {
      return new AnnouncementTimes(second, refresh, at);
    }

    Optional<MonoTime> next() {
      var first = second;
      for (var other : List.of(refresh, lowerPriority)) {
        if (other.isPresent()) {
          first = first.map(at -> MonoTime.earlier(at, other.get())).or(() -> other);
        }
      }
      return first;
    }
  }

  /// A second master whose adverts lose against ours.
  ///
  /// @param heard number of its adverts in this conflict
  /// @param real false while its only advert may have been sent before our first one
  /// @param overAt when the conflict counts as over unless the rival is heard again
  record Conflict(IpAddress rival, int heard, boolean real, MonoTime overAt) {}
}
