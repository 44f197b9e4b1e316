package keepalived.tracking.bfd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import keepalived.core.config.track.BfdInstance;
import keepalived.core.time.MonoTime;
import keepalived.tracking.bfd.ControlPacket.Discriminators;
import keepalived.tracking.bfd.ControlPacket.Flags;
import keepalived.tracking.bfd.ControlPacket.State;

/// One BFD session: the state variables of RFC 5880 section 6.8.1 and the rules of 6.2 and 6.8. Its
/// timers are instants; the caller wakes it at [#deadline()].
///
/// @param local our state and what we advertise
/// @param remote the values of the peer's last packet
/// @param timing the intervals in use, which lag behind the configured ones during a poll
/// @param sendAt when the next periodic packet is due
/// @param expireAt when the detection time ends
record Session(
    Local local,
    Remote remote,
    Timing timing,
    Optional<MonoTime> sendAt,
    Optional<MonoTime> expireAt) {

  record Local(State state, long discriminator, Diagnostic diagnostic, boolean polling) {
    private Local with(State now, Diagnostic why) {
      return new Local(now, discriminator, why, polling);
    }

    private Local polling(boolean now) {
      return new Local(state, discriminator, diagnostic, now);
    }
  }

  record Remote(
      State state,
      long discriminator,
      Diagnostic diagnostic,
      Duration minTx,
      Duration minRx,
      int multiplier,
      boolean demand) {
    /// The values before the first packet: RemoteMinRxInterval is 1 microsecond (RFC 5880 section
    /// 6.8.1).
    private static final Remote UNKNOWN =
        new Remote(State.DOWN, 0, Diagnostic.NONE, Duration.ZERO, Duration.ofNanos(1000), 0, false);
  }

  /// @param minTx lower bound of our transmit interval
  /// @param minRx lower bound of our receive interval
  record Timing(Duration minTx, Duration minRx) {}

  sealed interface Event {
    record Started() implements Event {}

    record Heard(ControlPacket packet) implements Event {}

    /// Time passed; a deadline may be reached.
    record Woken() implements Event {}

    record Reconfigured() implements Event {}
  }

  sealed interface Effect {
    record Send(ControlPacket packet) implements Effect {}

    record Entered(State state, Diagnostic local, Diagnostic remote) implements Effect {}

    record Expired(Duration after, Duration overdue) implements Effect {}

    /// The listeners must be notified.
    record Told(boolean up) implements Effect {}

    record PollBegan() implements Effect {}
  }

  record Step(Session session, List<Effect> effects) {
    Step {
      effects = List.copyOf(effects);
    }
  }

  static Session fresh(long discriminator, BfdInstance config) {
    return new Session(
        new Local(State.DOWN, discriminator, Diagnostic.NONE, false),
        Remote.UNKNOWN,
        new Timing(config.idleTx(), config.minRx()),
        Optional.empty(),
        Optional.empty());
  }

  /// When the session must be woken next; empty when no timer runs.
  Optional<MonoTime> deadline() {
    if (sendAt.isEmpty() || expireAt.isEmpty()) {
      return sendAt.or(() -> expireAt);
    }
    return Optional.of(MonoTime.earlier(sendAt.get(), expireAt.get()));
  }

  /// The detection time (RFC 5880 section 6.8.4): the peer's multiplier times the larger of our
  /// receive interval and the peer's transmit interval.
  Duration detectionTime() {
    return longer(timing.minRx(), remote.minTx()).multipliedBy(remote.multiplier());
  }

  /// The transmit interval before jitter.
  Duration interval() {
    return longer(timing.minTx(), remote.minRx());
  }

  static Step step(
      BfdInstance config, Session session, Event event, MonoTime now, RandomGenerator random) {
    var machine = new Machine(config, now, random, session, new ArrayList<>());
    switch (event) {
      case Event.Started _ -> machine.start();
      case Event.Heard(var packet) -> machine.hear(packet);
      case Event.Woken _ -> machine.wake();
      case Event.Reconfigured _ -> machine.reconfigure();
    }
    return new Step(machine.session, machine.effects);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /// The working state of a single step.
  private static final class Machine {
    private final BfdInstance config;
    private final MonoTime now;
    private final RandomGenerator random;
    private final List<Effect> effects;
    private Session session;

    private Machine(
        BfdInstance config,
        MonoTime now,
        RandomGenerator random,
        Session session,
        List<Effect> effects) {
      this.config = config;
      this.now = now;
      this.random = random;
      this.session = session;
      this.effects = effects;
    }

    private void start() {
      effects.add(new Effect.Told(session.local.state() == State.UP));
      if (!config.passive()) {
        send(false);
      }
    }

    private void wake() {
      if (session.expireAt.isPresent() && session.expireAt.get().reached(now)) {
        expire(session.expireAt.get());
      }
      if (session.sendAt.isPresent() && session.sendAt.get().reached(now)) {
        send(false);
      }
    }

    private void hear(ControlPacket packet) {
      var before = session.local.state();
      session = with(remote(packet));
      if (session.local.polling() && packet.flags().end()) {
        session = with(session.local.polling(false));
        adoptTiming();
      }
      var next = next(before, packet.state());
      if (next != before) {
        enter(next, packet.state());
      }
      session =
          new Session(
              session.local,
              session.remote,
              session.timing,
              session.sendAt,
              Optional.of(now.plus(session.detectionTime())));
      if (packet.flags().poll()) {
        send(true);
      } else if (next != before || session.sendAt.isEmpty()) {
        send(false);
      }
      hurry();
    }

    /// Applies a shorter interval at once, without waiting for the next packet.
    private void hurry() {
      var latest = now.plus(session.interval());
      if (session.sendAt.isPresent() && latest.isBefore(session.sendAt.get())) {
        session = sending(Optional.of(now.plus(jittered())));
      }
    }

    private static Remote remote(ControlPacket packet) {
      return new Remote(
          packet.state(),
          packet.discriminators().mine(),
          packet.diagnostic(),
          packet.desiredMinTx(),
          packet.requiredMinRx(),
          packet.multiplier(),
          packet.flags().demand());
    }

    /// The state transitions of RFC 5880 section 6.2.
    private static State next(State local, State heard) {
      return switch (local) {
        case ADMIN_DOWN -> State.ADMIN_DOWN;
        case DOWN ->
            switch (heard) {
              case ADMIN_DOWN, UP -> State.DOWN;
              case DOWN -> State.INIT;
              case INIT -> State.UP;
            };
        case INIT ->
            switch (heard) {
              case ADMIN_DOWN -> State.DOWN;
              case DOWN -> State.INIT;
              case INIT, UP -> State.UP;
            };
        case UP ->
            switch (heard) {
              case ADMIN_DOWN, DOWN -> State.DOWN;
              case INIT, UP -> State.UP;
            };
      };
    }

    private void enter(State next, State heard) {
      var before = session.local.state();
      var why = next == State.DOWN ? Diagnostic.NEIGHBOR_DOWN : Diagnostic.NONE;
      session = with(session.local.with(next, why));
      effects.add(new Effect.Entered(next, why, session.remote.diagnostic()));
      if (next == State.UP) {
        effects.add(new Effect.Told(true));
        hasten();
      } else if (before == State.UP) {
        if (heard != State.ADMIN_DOWN) {
          effects.add(new Effect.Told(false));
        }
        slowDown();
      }
    }

    /// In Up, replaces the slow transmit interval by the configured one, with a poll sequence.
    private void hasten() {
      session = with(new Timing(config.minTx(), config.minRx()));
      poll();
    }

    /// Outside Up, packets are at least a second apart (RFC 5880 section 6.8.3).
    private void slowDown() {
      session = with(session.local.polling(false));
      session = with(new Timing(config.idleTx(), config.minRx()));
    }

    private void poll() {
      session = with(session.local.polling(true));
      effects.add(new Effect.PollBegan());
    }

    private void expire(MonoTime due) {
      var after = session.detectionTime();
      if (session.local.state() == State.UP || session.local.state() == State.INIT) {
        boolean wasUp = session.local.state() == State.UP;
        effects.add(new Effect.Expired(after, now.since(due)));
        session = with(session.local.with(State.DOWN, Diagnostic.DETECTION_TIME_EXPIRED));
        effects.add(
            new Effect.Entered(
                State.DOWN, Diagnostic.DETECTION_TIME_EXPIRED, session.remote.diagnostic()));
        if (wasUp) {
          effects.add(new Effect.Told(false));
        }
        slowDown();
        session = expiring(Optional.of(now.plus(after)));
        session = sending(Optional.of(now));
      } else {
        // RFC 5880 6.8.1: after a detection time of silence, the values of the peer are forgotten.
        session = with(Remote.UNKNOWN);
        session = expiring(Optional.empty());
        if (config.passive()) {
          session = sending(Optional.empty());
        }
      }
    }

    private void reconfigure() {
      if (session.local.state() == State.UP) {
        boolean slower = config.minTx().compareTo(session.timing.minTx()) > 0;
        boolean shorter = config.minRx().compareTo(session.timing.minRx()) < 0;
        session =
            with(
                new Timing(
                    slower ? session.timing.minTx() : config.minTx(),
                    shorter ? session.timing.minRx() : config.minRx()));
        poll();
        send(false);
      } else {
        session = with(new Timing(config.idleTx(), config.minRx()));
      }
    }

    /// Ends the poll: the advertised intervals are now in use (RFC 5880 section 6.8.3).
    private void adoptTiming() {
      boolean up = session.local.state() == State.UP;
      session = with(new Timing(up ? config.minTx() : config.idleTx(), config.minRx()));
    }

    /// Sends a packet and plans the next one. A response to a poll does not change the schedule.
    private void send(boolean end) {
      boolean up = session.local.state() == State.UP;
      var packet =
          new ControlPacket(
              session.local.state(),
              session.local.diagnostic(),
              new Flags(session.local.polling() && !end, end, false),
              config.multiplier(),
              new Discriminators(session.local.discriminator(), session.remote.discriminator()),
              up ? config.minTx() : config.idleTx(),
              config.minRx());
      effects.add(new Effect.Send(packet));
      if (!end || session.sendAt.isEmpty()) {
        session = sending(periodic() ? Optional.of(now.plus(jittered())) : Optional.empty());
      }
    }

    /// Whether periodic packets are sent (RFC 5880 section 6.8.7): not to a peer that wants none,
    /// nor to one in demand mode while both sides are up.
    private boolean periodic() {
      boolean demanded =
          session.remote.demand()
              && session.local.state() == State.UP
              && session.remote.state() == State.UP
              && !session.local.polling();
      return !demanded && !session.remote.minRx().isZero();
    }

    /// The interval shortened by 10 to 25 % (RFC 5880 section 6.8.7).
    private Duration jittered() {
      long interval = session.interval().toNanos();
      long least = interval / 100 * 75;
      long most = interval / 100 * 90;
      return Duration.ofNanos(most > least ? random.nextLong(least, most) : interval);
    }

    private Session with(Local local) {
      return new Session(local, session.remote, session.timing, session.sendAt, session.expireAt);
    }

    private Session with(Remote remote) {
      return new Session(session.local, remote, session.timing, session.sendAt, session.expireAt);
    }

    private Session with(Timing timing) {
      return new Session(session.local, session.remote, timing, session.sendAt, session.expireAt);
    }

    private Session sending(Optional<MonoTime> at) {
      return new Session(session.local, session.remote, session.timing, at, session.expireAt);
    }

    private Session expiring(Optional<MonoTime> at) {
      return new Session(session.local, session.remote, session.timing, session.sendAt, at);
    }
  }
}
