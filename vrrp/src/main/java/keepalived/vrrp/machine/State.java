package keepalived.vrrp.machine;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;

/// The state of a virtual router. Each holds just the data valid in it, deadlines included.
public sealed interface State {

  /// When the machine next wants to be woken; empty means only by an event.
  Optional<MonoTime> deadline();

  /// Whether the virtual addresses are ours.
  default boolean ownsAddresses() {
    return this instanceof Master;
  }

  /// Not started, or waiting for the first result of a script.
  record Initialize() implements State {
    @Override
    public Optional<MonoTime> deadline() {
      return Optional.empty();
    }
  }

  /// @param masterDownAt when the master counts as dead
  /// @param masterInterval how often the master advertises
  /// @param master whom we last accepted an advert from
  /// @param preemptAt since we heard a lower priority: when we may preempt it
  /// @param willing the master is dead, but the sync group is not ready yet
  /// @param yielded an owner (255) that left the address to another owner
  /// @param extended we stood still ourselves, so the master was given a whole time more
  record Backup(
      MonoTime masterDownAt,
      Duration masterInterval,
      Optional<KnownMaster> master,
      Optional<MonoTime> preemptAt,
      boolean willing,
      boolean yielded,
      boolean extended)
      implements State {

    static Backup until(MonoTime masterDownAt, Duration masterInterval) {
      return new Backup(
          masterDownAt, masterInterval, Optional.empty(), Optional.empty(), false, false, false);
    }

    Backup waitingUntil(MonoTime at) {
      return new Backup(at, masterInterval, master, preemptAt, false, yielded, false);
    }

    Backup extendedUntil(MonoTime at) {
      return new Backup(at, masterInterval, master, preemptAt, false, yielded, true);
    }

    Backup following(KnownMaster next, Duration interval) {
      return new Backup(
          masterDownAt, interval, Optional.of(next), preemptAt, willing, yielded, extended);
    }

    Backup preemptingAt(Optional<MonoTime> at) {
      return new Backup(masterDownAt, masterInterval, master, at, willing, yielded, extended);
    }

    Backup asWilling() {
      return new Backup(masterDownAt, masterInterval, master, preemptAt, true, yielded, extended);
    }

    Backup asYielded() {
      return new Backup(masterDownAt, masterInterval, master, preemptAt, willing, true, extended);
    }

    @Override
    public Optional<MonoTime> deadline() {
      return willing ? Optional.empty() : Optional.of(masterDownAt);
    }
  }

  record KnownMaster(IpAddress address, int priority) {}

  /// @param since when we became master
  /// @param sets the announcements still to come
  /// @param conflict another router advertises too
  /// @param reassertAt not before this are the addresses announced again after a conflict
  /// @param answers to the adverts of others
  /// @param listening we stood still: until `nextAdvertAt` nothing is sent, for another may be
  ///   master by now
  record Master(
      MonoTime nextAdvertAt,
      MonoTime since,
      AnnouncementTimes sets,
      Optional<Conflict> conflict,
      MonoTime reassertAt,
      Answers answers,
      boolean listening)
      implements State {

    /// One that has not met another yet.
    static Master since(MonoTime now, MonoTime nextAdvertAt, AnnouncementTimes sets) {
      return new Master(nextAdvertAt, now, sets, Optional.empty(), now, Answers.from(now), false);
    }

    /// Having sent an advert, or being about to.
    Master advertisingAt(MonoTime at) {
      return new Master(at, since, sets, conflict, reassertAt, answers, false);
    }

    Master listeningUntil(MonoTime at) {
      return new Master(at, since, sets, conflict, reassertAt, answers, true);
    }

    Master answering(Answers next) {
      return new Master(nextAdvertAt, since, sets, conflict, reassertAt, next, listening);
    }

    Master announcing(AnnouncementTimes next) {
      return new Master(nextAdvertAt, since, next, conflict, reassertAt, answers, listening);
    }

    Master inConflict(Conflict with) {
      return new Master(
          nextAdvertAt, since, sets, Optional.of(with), reassertAt, answers, listening);
    }

    Master atPeace(MonoTime nextReassert) {
      return new Master(
          nextAdvertAt, since, sets, Optional.empty(), nextReassert, answers, listening);
    }

    @Override
    public Optional<MonoTime> deadline() {
      if (listening) {
        return Optional.of(nextAdvertAt);
      }
      var first = nextAdvertAt;
      var announcement = sets.next();
      if (announcement.isPresent()) {
        first = MonoTime.earlier(first, announcement.get());
      }
      if (conflict.isPresent()) {
        first = MonoTime.earlier(first, conflict.get().overAt());
      }
      return Optional.of(first);
    }
  }

  /// @param notBefore when another router may be answered next
  /// @param owed one was heard too soon after the last answer
  /// @param announceAt when the addresses may be announced again in answer to one
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

  /// When sets of gratuitous ARP and neighbour advertisements are due.
  record AnnouncementTimes(
      Optional<MonoTime> second, Optional<MonoTime> refresh, Optional<MonoTime> lowerPriority) {

    Optional<MonoTime> next() {
      var first = second;
      for (var other : java.util.List.of(refresh, lowerPriority)) {
        if (other.isPresent()) {
          first = first.map(at -> MonoTime.earlier(at, other.get())).or(() -> other);
        }
      }
      return first;
    }
  }

  /// A second master whose adverts lose against ours.
  ///
  /// @param heard adverts from it in this conflict
  /// @param real more than an advert that crossed ours while we took over
  /// @param overAt when it counts as gone unless it is heard again
  record Conflict(IpAddress rival, int heard, boolean real, MonoTime overAt) {}

  /// @param conditions what is missing here; empty when only the sync group has a fault
  record Fault(SortedSet<FaultCondition> conditions) implements State {

    public Fault {
      conditions = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(conditions));
    }

    @Override
    public Optional<MonoTime> deadline() {
      return Optional.empty();
    }
  }
}
