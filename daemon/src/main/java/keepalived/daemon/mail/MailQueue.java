package keepalived.daemon.mail;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.log.Part;
import keepalived.core.time.MonoTime;

/// The waiting mails and the time when the next may be sent: retries with growing pauses, and a
/// rate limit. Knows no clock and no network.
final class MailQueue {

  /// @param capacity mails that may wait; one more discards the oldest
  /// @param ageMax age after which a mail is discarded
  /// @param retryMin pause after the first failure; doubled after each further one
  /// @param burst mails that may be sent at once
  /// @param pace interval between mails after such a burst
  record Rules(
      int capacity,
      Duration ageMax,
      Duration retryMin,
      Duration retryMax,
      int burst,
      Duration pace) {

    static final Rules DEFAULT =
        new Rules(
            1000,
            Duration.ofHours(4),
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            300,
            Duration.ofSeconds(5));
  }

  record Waiting(
      Part part,
      Mail letter,
      ZonedDateTime written,
      MonoTime since,
      MonoTime notBefore,
      int tries) {

    Waiting(Part part, Mail letter, ZonedDateTime written, MonoTime since) {
      this(part, letter, written, since, since, 0);
    }

    private Waiting at(MonoTime when, int tried) {
      return new Waiting(part, letter, written, since, when, tried);
    }
  }

  private final Rules rules;
  private final List<Waiting> letters = new ArrayList<>();
  private int failures;
  private Optional<MonoTime> relayAwayUntil = Optional.empty();

  /// The theoretical arrival time of the generic cell rate algorithm; a burst runs ahead of it.
  private Optional<MonoTime> paced = Optional.empty();

  private boolean hurried;

  MailQueue(Rules rules) {
    this.rules = rules;
  }

  /// @return the oldest mail, if it was discarded for the new one
  Optional<Waiting> add(Waiting letter) {
    letters.add(letter);
    return letters.size() > rules.capacity()
        ? Optional.of(letters.removeFirst())
        : Optional.empty();
  }

  int size() {
    return letters.size();
  }

  /// At stop: pauses and rate limit no longer apply, and each mail gets one more attempt.
  void hurry() {
    hurried = true;
    letters.replaceAll(w -> w.at(w.since(), w.tries()));
  }

  /// The mail to send now. It stays in the queue until its result is reported.
  Optional<Waiting> due(MonoTime now) {
    return wakeAt().filter(at -> at.reached(now)).isEmpty()
        ? Optional.empty()
        : letters.stream().filter(w -> w.notBefore().reached(now)).findFirst();
  }

  /// When [#due] returns a mail; empty when none waits.
  Optional<MonoTime> wakeAt() {
    var first = letters.stream().map(Waiting::notBefore).reduce(MonoTime::earlier);
    if (hurried) {
      return first;
    }
    return first.map(at -> later(at, relayAwayUntil)).map(at -> later(at, burstEnds()));
  }

  private Optional<MonoTime> burstEnds() {
    return paced.map(at -> at.minus(rules.pace().multipliedBy(rules.burst() - 1L)));
  }

  private static MonoTime later(MonoTime a, Optional<MonoTime> b) {
    return b.isPresent() && a.isBefore(b.get()) ? b.get() : a;
  }

  /// The relay accepted the mail, or refused it permanently.
  void settled(Waiting letter, MonoTime now) {
    letters.remove(letter);
    answered(now);
  }

  /// @return whether the mail is discarded
  boolean deferred(Waiting letter, MonoTime now) {
    answered(now);
    int tries = letter.tries() + 1;
    if (hurried || isTooOld(letter, now)) {
      letters.remove(letter);
      return true;
    }
    letters.replaceAll(w -> w.equals(letter) ? w.at(now.plus(pause(tries)), tries) : w);
    return false;
  }

  private void answered(MonoTime now) {
    failures = 0;
    relayAwayUntil = Optional.empty();
    paced = Optional.of(later(now, paced).plus(rules.pace()));
  }

  /// The relay could not be reached.
  ///
  /// @return the mails that are discarded
  List<Waiting> unreachable(MonoTime now) {
    failures++;
    relayAwayUntil = Optional.of(now.plus(pause(failures)));
    var lost = letters.stream().filter(w -> hurried || isTooOld(w, now)).toList();
    letters.removeAll(lost);
    return lost;
  }

  private boolean isTooOld(Waiting letter, MonoTime now) {
    return letter.since().plus(rules.ageMax()).reached(now);
  }

  private Duration pause(int failed) {
    var pause = rules.retryMin();
    for (int i = 1; i < failed && pause.compareTo(rules.retryMax()) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(rules.retryMax()) < 0 ? pause : rules.retryMax();
  }
}
