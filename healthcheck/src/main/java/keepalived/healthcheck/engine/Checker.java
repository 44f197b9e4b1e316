package keepalived.healthcheck.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import keepalived.core.config.Check;
import keepalived.core.config.RealServer;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;
import keepalived.healthcheck.registry.CheckTypes;
import keepalived.healthcheck.server.RealServerHealth;
import keepalived.healthcheck.server.VirtualServerKey;
import keepalived.healthcheck.verdict.CheckEvent;
import keepalived.healthcheck.verdict.CheckKey;
import keepalived.healthcheck.verdict.Health;
import keepalived.healthcheck.verdict.Policy;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.healthcheck.verdict.Prober;

/// Runs one check: keeps its schedule, its health, and the places in the configuration that share
/// the check.
final class Checker {

  /// Dependencies of a checker.
  ///
  /// @param suspended whether a virtual server is suspended (`ha_suspend`)
  record Ports(
      Loop loop, Prober prober, Predicate<VirtualServerKey> suspended, Listener listener) {}

  /// Receives every result.
  interface Listener {
    void concluded(Checker checker, CheckEvent event);
  }

  private final CheckKey key;
  private final Policy policy;
  private final Ports ports;
  private final Loop loop;

  private Health health;
  private List<CheckPlace> places = List.of();
  private OptionalInt weight = OptionalInt.empty();
  private int offset;
  private Optional<ProbeResult> last = Optional.empty();
  private Optional<MonoTime> lastAt = Optional.empty();
  private Optional<MonoTime> nextAt = Optional.empty();
  private Loop.Cancellable timer = () -> {};
  private Prober.Attempt attempt = () -> {};
  private boolean begun;

  Checker(CheckKey key, Health health, Ports ports) {
    this.key = key;
    this.policy = CheckTypes.policy(key.check());
    this.health = health;
    this.ports = ports;
    this.loop = ports.loop();
  }

  /// True for active checks (a probe); false for FILE_CHECK and BFD_CHECK, which are event driven.
  boolean probes() {
    return key.check() instanceof Check.Probed;
  }

  /// Takes over the verdict of another checker.
  void inherit(Checker other) {
    health = other.health.inherited();
    weight = other.weight;
    offset = other.offset;
    last = other.last;
    lastAt = other.lastAt;
  }

  /// Whether [#begin] was called.
  boolean begun() {
    return begun;
  }

  /// Marks the checker as begun; returns false when it already was.
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
    if (key.check() instanceof Check.Probed probed) {
      attempt = ports.prober().start(probed, health.step(), this::concluded);
    }
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
    ports.listener().concluded(this, new CheckEvent(before, next.outcome(), result));
  }

  /// Processes a value of the source that the check watches.
  void observed(Check.Watched check, long value) {
    var before = health;
    var observation = CheckTypes.watched(check).observe(check, value);
    offset = observation.up() ? observation.offset() : 0;
    var next = health.observed(observation.up());
    settle(next, observation.result());
    ports.listener().concluded(this, new CheckEvent(before, next.outcome(), observation.result()));
  }

  private void settle(Health.Next next, ProbeResult result) {
    health = next.health();
    last = Optional.of(result);
    lastAt = Optional.of(loop.now());
  }

  void places(List<CheckPlace> now) {
    places = now;
  }

  List<CheckPlace> places() {
    return places;
  }

  CheckKey key() {
    return key;
  }

  /// Whether all virtual servers that use the checker are suspended.
  boolean suspended() {
    for (var place : places) {
      if (!ports.suspended().test(place.service().key())) {
        return false;
      }
    }
    return !places.isEmpty();
  }

  /// The verdict and the weight offset that this check gives a server.
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
        places.size());
  }
}
