package keepalived.vrrp.advert;

import java.time.Duration;
import java.util.Optional;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.FaultCondition;

/// Whether the adverts of a virtual router leave this host. A master whose adverts all fail looks
/// dead to its peers: after as many failures as make a master count as down, it has a fault. From
/// then on probes are sent at growing intervals, and the fault ends when a probe can be sent.
public sealed interface SendHealth {

  Duration FIRST_PAUSE = Duration.ofSeconds(1);
  Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /// The last advert was sent, or none was due yet.
  record Clear() implements SendHealth {}

  /// Adverts fail one after another, but not yet for long enough.
  ///
  /// @param since the first failure
  record Failing(int refused, MonoTime since) implements SendHealth {}

  /// No advert can be sent.
  ///
  /// @param reason the last refusal
  /// @param pause between the last probe and the next
  record Mute(String reason, MonoTime tryAt, Duration pause) implements SendHealth {}

  /// A probe was sent, but no advert since. If the next advert fails, the probe proved nothing.
  ///
  /// @param pause between the last probes
  record Recovering(Duration pause) implements SendHealth {}

  SendHealth CLEAR = new Clear();

  /// The fault while no advert can be sent.
  default Optional<FaultCondition> condition() {
    return this instanceof Mute(var reason, _, _)
        ? Optional.of(new FaultCondition(FaultCondition.Kind.CANNOT_SEND, reason))
        : Optional.empty();
  }

  /// When to send the next probe.
  default Optional<MonoTime> nextTry() {
    return this instanceof Mute(_, var at, _) ? Optional.of(at) : Optional.empty();
  }

  /// An advert was due.
  ///
  /// @param refusal why none of its packets could be sent; empty when one was sent
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

  /// As many failures as make a master count as down, and at least two: a single one may be a brief
  /// shortage.
  private static int patience(ElectionInput input) {
    return Math.max(2, input.config().election().downTimerAdverts());
  }

  /// The time in which so many adverts are due. Answers to other routers follow each other faster,
  /// and the last failure may be less late than the first.
  private static Duration span(ElectionInput input) {
    return ElectionInput.times(input.interval(), patience(input) - 1)
        .minus(input.interval().dividedBy(2));
  }

  /// A probe was due.
  ///
  /// @param refusal why it could not be sent; empty when it was sent
  default SendHealth tried(Optional<String> refusal, MonoTime now) {
    if (!(this instanceof Mute(_, _, var pause))) {
      return this;
    }
    var twice = pause.multipliedBy(2);
    var next = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    return refusal.isEmpty() ? new Recovering(next) : new Mute(refusal.get(), now.plus(next), next);
  }

  /// Schedules a probe at `now`, because the cause may be gone.
  default SendHealth tryingAt(MonoTime now) {
    return this instanceof Mute(var reason, _, var pause) ? new Mute(reason, now, pause) : this;
  }

  /// The router is no longer master: earlier failures say nothing about later adverts.
  default SendHealth resting() {
    return this instanceof Failing ? CLEAR : this;
  }
}
