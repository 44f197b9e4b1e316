package keepalived.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The guarantees of the protocol for two routers with one VRID, checked against the adverts on the
/// wire (RFC 9568 6.4): a router that hears no master becomes master within its master-down time,
/// the higher priority does so in any case, and the lower one is silent once it has heard the
/// higher one. A router that the machine stalled for half an interval, and that logs this, waits
/// once more (D-003): only the router itself knows which of its timers was late.
///
/// @param interval between adverts, of both
/// @param machine how late the machine let its threads run
record MasterBound(int high, int low, Duration interval, Lateness machine) {

  private static final int PRIORITIES = 256;

  /// An advert on the wire.
  record Advert(Instant when, int priority) {}

  /// A process of the router with this priority, from its first BACKUP state to its end.
  ///
  /// @param stalls when it logged a stall
  record Life(int priority, Instant up, Instant end, List<Instant> stalls) {}

  /// The expected event and its deadline; how late it was, empty if it never happened.
  record Verdict(String what, Duration late, Duration allowed) {

    boolean broken() {
      return late.compareTo(allowed) > 0;
    }
  }

  /// Three intervals and the skew of this priority (RFC 9568 6.1).
  Duration masterDown(int priority) {
    var skew = interval.multipliedBy(PRIORITIES - priority).dividedBy(PRIORITIES);
    return interval.multipliedBy(3).plus(skew);
  }

  /// One verdict for each event that was later than the protocol permits.
  ///
  /// @param adverts in the order of time
  List<Verdict> judge(List<Advert> adverts, List<Life> lives) {
    var verdicts = new ArrayList<Verdict>();
    for (var life : lives) {
      if (life.priority() == high) {
        takesOffice(adverts, life, verdicts);
      } else {
        fillsIn(adverts, life, kills(lives), verdicts);
      }
    }
    lives.stream()
        .filter(life -> life.priority() == high)
        .forEach(life -> office(adverts, life, lives, verdicts));
    return verdicts;
  }

  private List<Instant> kills(List<Life> lives) {
    return lives.stream().filter(life -> life.priority() == high).map(Life::end).toList();
  }

  /// The higher one advertises a master-down time after its start, whatever other routers do.
  private void takesOffice(List<Advert> adverts, Life life, List<Verdict> verdicts) {
    var first =
        adverts.stream()
            .filter(a -> a.priority() == high && within(a.when(), life))
            .map(Advert::when)
            .findFirst()
            .orElse(life.end());
    verdict("the higher one became master at " + first, life, life.up(), first, verdicts);
  }

  /// The lower one advertises a master-down time after its start, or after the last advert or the
  /// kill of the higher one, whichever came last.
  private void fillsIn(
      List<Advert> adverts, Life life, List<Instant> kills, List<Verdict> verdicts) {
    var heard = life.up();
    for (var advert : adverts) {
      if (within(advert.when(), life)) {
        silence(life, heard, advert.when(), kills, verdicts);
        heard = advert.when();
      }
    }
    silence(life, heard, life.end(), kills, verdicts);
  }

  private void silence(
      Life life, Instant heard, Instant until, List<Instant> kills, List<Verdict> verdicts) {
    var since =
        kills.stream()
            .filter(kill -> kill.isAfter(heard) && kill.isBefore(until))
            .reduce(heard, (_, later) -> later);
    verdict("no router advertised until " + until, life, since, until, verdicts);
  }

  private static boolean within(Instant when, Life life) {
    return when.isAfter(life.up()) && when.isBefore(life.end());
  }

  /// Judges an event that was due within a router's master-down time.
  private void verdict(
      String what, Life life, Instant since, Instant when, List<Verdict> verdicts) {
    var bound = masterDown(life.priority());
    var late = Duration.between(since, when).minus(bound);
    if (late.isPositive()) {
      verdicts.add(new Verdict(what, late, allowed(life, since, when, bound)));
    }
  }

  /// The time that the machine withheld. It was measured on a thread of this test, not of the
  /// router: a machine that withholds half an interval from one may withhold half an interval more
  /// from the other.
  ///
  /// @param bound the additional wait of a router that was stalled
  private Duration allowed(Life life, Instant since, Instant when, Duration bound) {
    var lost = machine.between(since, when);
    var half = interval.dividedBy(2);
    if (lost.compareTo(half) <= 0) {
      return lost;
    }
    // The log line follows the stall that it reports.
    var logged = when.plus(bound);
    boolean again = life.stalls().stream().anyMatch(s -> s.isAfter(since) && s.isBefore(logged));
    return lost.plus(half).plus(again ? bound : Duration.ZERO);
  }

  /// While the higher one is master and runs, the lower one is silent: an advert that it sends
  /// after the first advert of the higher one was sent before it heard that. The higher one may be
  /// silent for so long that the lower one rightly takes over. That silence has its own bound; the
  /// lower one has to yield to later adverts.
  private void office(List<Advert> all, Life life, List<Life> lives, List<Verdict> verdicts) {
    Optional<Instant> since = Optional.empty();
    var last = Instant.MIN;
    for (var advert : all.stream().filter(a -> within(a.when(), life)).toList()) {
      if (advert.priority() == high) {
        since = since.or(() -> Optional.of(advert.when()));
        last = advert.when();
      } else if (since.isPresent()) {
        var silence = Duration.between(last, advert.when());
        if (silence.compareTo(masterDown(low)) >= 0) {
          verdicts.add(
              new Verdict(
                  "the higher one was silent until " + advert.when(),
                  silence.minus(interval),
                  allowed(life, last, advert.when(), interval)));
          since = Optional.empty();
        } else {
          secondMaster(since.get(), advert, silence, lives, verdicts);
        }
      }
    }
  }

  private void secondMaster(
      Instant heard, Advert advert, Duration silence, List<Life> lives, List<Verdict> verdicts) {
    var from = heard.minus(interval);
    var allowed =
        lives.stream()
            .filter(life -> life.priority() == low && within(advert.when(), life))
            .map(life -> allowed(life, from, advert.when(), masterDown(low)))
            .findFirst()
            .orElseGet(() -> machine.between(from, advert.when()));
    var late = Duration.between(heard, advert.when());
    var what = "two masters at " + advert.when() + ", the higher one last spoke before " + silence;
    verdicts.add(new Verdict(what, late, allowed));
  }
}
