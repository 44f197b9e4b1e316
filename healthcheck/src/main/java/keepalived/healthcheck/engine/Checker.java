package keepalived.healthcheck.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.Check;
import keepalived.core.config.RealServer;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;
import keepalived.healthcheck.server.RealServerHealth;
import keepalived.healthcheck.verdict.CheckKey;
import keepalived.healthcheck.verdict.Health;
import keepalived.healthcheck.verdict.Policy;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.healthcheck.verdict.Prober;
import keepalived.healthcheck.verdict.Wording;

/// One check at work: its schedule, its health, and the servers that live by it.
final class Checker {

  /// @param server index in the virtual server
  /// @param check index in the real server
  record Subscriber(VirtualServerRuntime pooled, int server, int check) {}

  /// Told of every result.
  interface Listener {
    void concluded(Checker checker, Wording.Event event);
  }

  private final CheckKey key;
  private final Policy policy;
  private final Loop loop;
  private final Prober prober;
  private final Listener listener;

  private Health health;
  private List<Subscriber> subscribers = List.of();
  private OptionalInt weight = OptionalInt.empty();
  private int offset;
  private Optional<ProbeResult> last = Optional.empty();
  private Optional<MonoTime> lastAt = Optional.empty();
  private Optional<MonoTime> nextAt = Optional.empty();
  private Loop.Cancellable timer = () -> {};
  private Prober.Attempt attempt = () -> {};
  private boolean begun;

  Checker(CheckKey key, Health health, Loop loop, Prober prober, Listener listener) {
    this.key = key;
    this.policy = Policy.of(key.check());
    this.health = health;
    this.loop = loop;
    this.prober = prober;
    this.listener = listener;
  }

  /// Whether it asks, or is told by others.
  boolean probes() {
    return switch (key.check()) {
      case Check.FileCheck _, Check.BfdCheck _ -> false;
      case Check.TcpCheck _,
          Check.HttpCheck _,
          Check.SmtpCheck _,
          Check.DnsCheck _,
          Check.UdpCheck _,
          Check.PingCheck _,
          Check.MiscCheck _ ->
          true;
    };
  }

  /// Goes on with what another one found out.
  void inherit(Checker other) {
    health = other.health.inherited();
    weight = other.weight;
    offset = other.offset;
    last = other.last;
    lastAt = other.lastAt;
  }

  /// Whether it has begun to ask, or to be told.
  boolean begun() {
    return begun;
  }

  /// Notes that it begins; false when it had before.
  boolean begin() {
    boolean first = !begun;
    begun = true;
    return first;
  }

  void stop() {
    timer.cancel();
    attempt.cancel();
    nextAt = Optional.empty();
  }

  /// Plans the next attempt.
  void plan(Duration delay) {
    var when = loop.now().plus(delay);
    nextAt = Optional.of(when);
    timer = loop.at(when, this::attempt);
  }

  private void attempt() {
    if (suspended()) {
      plan(policy.interval());
      return;
    }
    nextAt = Optional.empty();
    attempt = prober.start(key.check(), health.step(), this::concluded);
  }

  private void concluded(ProbeResult result) {
    var before = health;
    var next =
        switch (result) {
          case ProbeResult.Success _ -> health.succeeded(policy);
          case ProbeResult.Failure _ -> health.failed(policy);
          case ProbeResult.NotRun _ ->
              new Health.Next(health, policy.interval(), Health.Outcome.STEADY);
        };
    if (result instanceof ProbeResult.Success(var given, _)) {
      weight = given;
    } else if (!next.health().up()) {
      weight = OptionalInt.empty();
    }
    settle(next, result);
    plan(next.delay());
    listener.concluded(this, new Wording.Event(before, next.outcome(), result));
  }

  /// The state of something watched elsewhere: a file, a BFD session.
  ///
  /// @param newOffset what it adds to the weight of its servers
  void told(boolean up, int newOffset, ProbeResult result) {
    var before = health;
    offset = up ? newOffset : 0;
    settle(health.told(up), result);
    var outcome = before.told(up).outcome();
    listener.concluded(this, new Wording.Event(before, outcome, result));
  }

  private void settle(Health.Next next, ProbeResult result) {
    health = next.health();
    last = Optional.of(result);
    lastAt = Optional.of(loop.now());
  }

  void subscribers(List<Subscriber> now) {
    subscribers = now;
  }

  List<Subscriber> subscribers() {
    return subscribers;
  }

  CheckKey key() {
    return key;
  }

  /// Suspended while every server that lives by it is.
  boolean suspended() {
    for (var subscriber : subscribers) {
      if (!subscriber.pooled().suspended()) {
        return false;
      }
    }
    return !subscribers.isEmpty();
  }

  /// What it says of a server.
  RealServerHealth.View view(RealServer server) {
    if (!health.up()) {
      return RealServerHealth.View.DOWN;
    }
    return new RealServerHealth.View(true, offset + RealServerHealth.offsetTo(weight, server));
  }

  LvsSnapshot.CheckView snapshot(RealServer server) {
    var said =
        last.map(
            result ->
                switch (result) {
                  case ProbeResult.Success(_, var detail) -> detail;
                  case ProbeResult.Failure(var reason) -> reason.text();
                  case ProbeResult.NotRun(var why) -> "not run: " + why;
                });
    return new LvsSnapshot.CheckView(
        key.check(),
        health.up(),
        health.ran(),
        view(server).offset(),
        health.up() && health.ran() ? health.failures() : 0,
        lastAt,
        said.orElse(""),
        nextAt,
        suspended(),
        subscribers.size());
  }
}
