package keepalived.daemon.mail;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.log.Part;
import keepalived.core.time.MonoTime;

/// Letters that wait, and when the next may leave: retry with growing pauses, at most so many a
/// minute. Knows no clock and no network.
final class MailQueue {

  /// @param capacity letters that may wait; one more pushes out the oldest
  /// @param ageMax after it a letter is given up
  /// @param retryMin pause after a first failure; doubled with each further one
  /// @param burst letters that may leave at once
  /// @param pace between letters after such a burst
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

  /// When the pace would be kept exactly (the generic cell rate algorithm); a burst runs ahead.
  private Optional<MonoTime> paced = Optional.empty();

  private boolean hurried;

  MailQueue(Rules rules) {
    this.rules = rules;
  }

  /// @return the oldest letter, where it had to make room
  Optional<Waiting> add(Waiting letter) {
    letters.add(letter);
    return letters.size() > rules.capacity()
        ? Optional.of(letters.removeFirst())
        : Optional.empty();
  }

  int size() {
    return letters.size();
  }

  /// The end is near: pauses and pace do not count any more, every letter gets one more try.
  void hurry() {
    hurried = true;
    letters.replaceAll(w -> w.at(w.since(), w.tries()));
  }

  /// The letter to send now; it stays here until its fate is told.
  Optional<Waiting> due(MonoTime now) {
    return wakeAt().filter(at -> at.reached(now)).isEmpty()
        ? Optional.empty()
        : letters.stream().filter(w -> w.notBefore().reached(now)).findFirst();
  }

  /// When [#due] has something; empty when nothing waits.
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

  /// The relay took it, or never will.
  void settled(Waiting letter, MonoTime now) {
    letters.remove(letter);
    answered(now);
  }

  /// @return whether it is given up
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

  /// Nothing could be sent.
  ///
  /// @return the letters that are given up
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
