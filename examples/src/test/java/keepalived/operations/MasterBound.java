package keepalived.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the protocol promises of two routers of one VRID, looked for in what was on the wire (RFC
/// 9568 6.4): whoever hears no master takes office within its master-down time, the higher priority
/// takes it in any case, and the lower one is silent once it has heard the higher one. A backup
/// that the machine kept from hearing for half an interval waits once more (docs/adr/0005).
///
/// @param interval between adverts, of both
/// @param machine how late the machine let its threads run
record MasterBound(int high, int low, Duration interval, Lateness machine) {

  private static final int PRIORITIES = 256;

  /// An advert on the wire.
  record Advert(Instant when, int priority) {}

  /// A process of the router with this priority, from its first BACKUP state to its end.
  record Life(int priority, Instant up, Instant end) {}

  /// What should have happened by a certain time, and when it did: never, if that is empty.
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

  /// One verdict for each time that something was later than the protocol has it.
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
    yields(adverts, lives, verdicts);
    return verdicts;
  }

  private List<Instant> kills(List<Life> lives) {
    return lives.stream().filter(life -> life.priority() == high).map(Life::end).toList();
  }

  /// The higher one advertises a master-down time after its start, whoever else does.
  private void takesOffice(List<Advert> adverts, Life life, List<Verdict> verdicts) {
    var first =
        adverts.stream()
            .filter(a -> a.priority() == high && within(a.when(), life))
            .map(Advert::when)
            .findFirst()
            .orElse(life.end());
    verdict("the higher one took office at " + first, life.up(), masterDown(high), first, verdicts);
  }

  /// The lower one advertises a master-down time after its start, or after the last advert or the
  /// kill of the higher one, whichever came last.
  private void fillsIn(
      List<Advert> adverts, Life life, List<Instant> kills, List<Verdict> verdicts) {
    var heard = life.up();
    for (var advert : adverts) {
      if (within(advert.when(), life)) {
        silence(heard, advert.when(), kills, verdicts);
        heard = advert.when();
      }
    }
    silence(heard, life.end(), kills, verdicts);
  }

  private void silence(Instant heard, Instant until, List<Instant> kills, List<Verdict> verdicts) {
    var since =
        kills.stream()
            .filter(kill -> kill.isAfter(heard) && kill.isBefore(until))
            .reduce(heard, (_, later) -> later);
    verdict("nobody advertised until " + until, since, masterDown(low), until, verdicts);
  }

  private static boolean within(Instant when, Life life) {
    return when.isAfter(life.up()) && when.isBefore(life.end());
  }

  private void verdict(
      String what, Instant since, Duration bound, Instant when, List<Verdict> verdicts) {
    var late = Duration.between(since, when).minus(bound);
    if (late.isPositive()) {
      verdicts.add(new Verdict(what, late, allowed(since, when, bound)));
    }
  }

  private Duration allowed(Instant since, Instant when, Duration bound) {
    var lost = machine.between(since, when);
    boolean again = lost.compareTo(interval.dividedBy(2)) > 0;
    return again ? lost.plus(bound) : lost;
  }

  /// While the higher one is in office and lives, the lower one is silent: what it sends after the
  /// first advert of the higher one it sends because it has not heard that yet.
  private void yields(List<Advert> adverts, List<Life> lives, List<Verdict> verdicts) {
    for (var life : lives) {
      if (life.priority() == high) {
        office(adverts.stream().filter(a -> within(a.when(), life)).toList(), verdicts);
      }
    }
  }

  /// The higher one may be silent for so long that the lower one takes over as it must. Its silence
  /// has its own bound; the lower one has to yield to what comes after it.
  private void office(List<Advert> adverts, List<Verdict> verdicts) {
    Optional<Instant> since = Optional.empty();
    var last = Instant.MIN;
    for (var advert : adverts) {
      if (advert.priority() == high) {
        since = since.or(() -> Optional.of(advert.when()));
        last = advert.when();
      } else if (since.isPresent()) {
        var silence = Duration.between(last, advert.when());
        if (silence.compareTo(masterDown(low)) >= 0) {
          var what = "the higher one was silent until " + advert.when();
          verdict(what, last, interval, advert.when(), verdicts);
          since = Optional.empty();
        } else {
          secondMaster(since.get(), advert, verdicts);
        }
      }
    }
  }

  private void secondMaster(Instant heard, Advert advert, List<Verdict> verdicts) {
    verdicts.add(
        new Verdict(
            "two masters at " + advert.when(),
            Duration.between(heard, advert.when()),
            allowed(heard.minus(interval), advert.when(), masterDown(low))));
  }
}
