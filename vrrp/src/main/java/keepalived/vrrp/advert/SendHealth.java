package keepalived.vrrp.advert;

import java.time.Duration;
import java.util.Optional;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.FaultCondition;

/// Whether a virtual router can make itself heard. A master whose adverts all fail to leave is no
/// master to anybody: after as many of them as make a master count as dead it has a fault. From
/// then on a packet that concerns nobody is tried now and then, and the fault is over when one has
/// left.
public sealed interface SendHealth {

  Duration FIRST_PAUSE = Duration.ofSeconds(1);
  Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /// The last advert has left, or none was to leave so far.
  record Clear() implements SendHealth {}

  /// Adverts were refused one after another, but not for long enough.
  ///
  /// @param since the first of them
  record Failing(int refused, MonoTime since) implements SendHealth {}

  /// Nothing leaves.
  ///
  /// @param reason the last refusal
  /// @param pause between the last try and the next
  record Mute(String reason, MonoTime tryAt, Duration pause) implements SendHealth {}

  /// A try has left, but no advert since. The first one that is refused proves it worthless.
  ///
  /// @param pause that the tries have come to
  record Recovering(Duration pause) implements SendHealth {}

  SendHealth CLEAR = new Clear();

  /// What is missing while nothing leaves.
  default Optional<FaultCondition> condition() {
    return this instanceof Mute(var reason, _, _)
        ? Optional.of(new FaultCondition(FaultCondition.Kind.CANNOT_SEND, reason))
        : Optional.empty();
  }

  /// When to try whether packets leave again.
  default Optional<MonoTime> nextTry() {
    return this instanceof Mute(_, var at, _) ? Optional.of(at) : Optional.empty();
  }

  /// An advert was to leave.
  ///
  /// @param refusal why none of its packets left; empty when one did
  default SendHealth advertised(ElectionInput input, Optional<String> refusal, MonoTime now) {
    return refusal.isEmpty() ? CLEAR : refused(input, refusal.get(), now);
  }

  private SendHealth refused(ElectionInput input, String reason, MonoTime now) {
    return switch (this) {
      case Clear _ -> new Failing(1, now);
      case Failing(int before, var since) -> {
        boolean many = before + 1 >= patience(input);
        boolean long_ = now.since(since).compareTo(span(input)) >= 0;
        yield many && long_
            ? new Mute(reason, now.plus(FIRST_PAUSE), FIRST_PAUSE)
            : new Failing(before + 1, since);
      }
      case Recovering(var pause) -> new Mute(reason, now.plus(pause), pause);
      case Mute(_, var at, var pause) -> new Mute(reason, at, pause);
    };
  }

  /// As many as make a master count as dead. One alone never does: it may be a moment's shortage.
  private static int patience(ElectionInput input) {
    return Math.max(2, input.config().election().downTimerAdverts());
  }

  /// The time in which so many are due. Those that answer others come closer together; and the last
  /// may be less late than the first.
  private static Duration span(ElectionInput input) {
    return ElectionInput.times(input.interval(), patience(input) - 1)
        .minus(input.interval().dividedBy(2));
  }

  /// A packet was tried.
  ///
  /// @param refusal why it did not leave; empty when it did
  default SendHealth tried(Optional<String> refusal, MonoTime now) {
    if (!(this instanceof Mute(_, _, var pause))) {
      return this;
    }
    var twice = pause.multipliedBy(2);
    var next = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    return refusal.isEmpty() ? new Recovering(next) : new Mute(refusal.get(), now.plus(next), next);
  }

  /// Something has changed that may have been the cause.
  default SendHealth tryingAt(MonoTime now) {
    return this instanceof Mute(var reason, _, var pause) ? new Mute(reason, now, pause) : this;
  }

  /// The router is no longer master: what failed a little while ago says nothing about later.
  default SendHealth resting() {
    return this instanceof Failing ? CLEAR : this;
  }
}
