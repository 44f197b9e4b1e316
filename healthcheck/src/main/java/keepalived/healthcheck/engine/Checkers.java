package keepalived.healthcheck.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import keepalived.core.config.Check;
import keepalived.healthcheck.check.WatchedType.Source;
import keepalived.healthcheck.registry.CheckTypes;
import keepalived.healthcheck.server.RealServerDefinition;
import keepalived.healthcheck.server.RealServerHealth;
import keepalived.healthcheck.server.VirtualServerDefinition;
import keepalived.healthcheck.verdict.CheckKey;
import keepalived.healthcheck.verdict.Health;

/// All checkers, one for each different check, and the last values of the sources that some checks
/// watch.
final class Checkers {

  /// Delay of the first checks after the start, to which a random part of the warm-up is added.
  private static final Duration FIRST = Duration.ofSeconds(1);

  private final Checker.Ports ports;
  private final RandomGenerator random;
  private final Map<CheckKey, Checker> running = new HashMap<>();
  private final Map<Source, List<Checker>> bySource = new HashMap<>();
  private final Map<Source, Long> values = new HashMap<>();

  Checkers(Checker.Ports ports, RandomGenerator random) {
    this.ports = ports;
    this.random = random;
  }

  /// Supplies the health that a new checker starts from.
  interface FirstHealth {
    Health of(CheckPlace place);
  }

  /// Gives each place its checker: the running one, or a new one. Checkers without a place are
  /// ended.
  void assign(Collection<VirtualServerDefinition> services, FirstHealth firstHealth) {
    var places = new IdentityHashMap<Checker, List<CheckPlace>>();
    var before = new CheckInheritance(running.values());
    for (var service : services) {
      for (var server : service.servers()) {
        for (var check : server.checks()) {
          var place = new CheckPlace(service, server, check);
          var checker = checker(place, before, firstHealth);
          places.computeIfAbsent(checker, _ -> new ArrayList<>(1)).add(place);
        }
      }
    }
    running.values().removeIf(checker -> ended(checker, places));
    places.forEach(Checker::places);
    index();
  }

  private Checker checker(CheckPlace place, CheckInheritance before, FirstHealth firstHealth) {
    return running.computeIfAbsent(
        place.check().key(),
        key -> {
          var checker = new Checker(key, firstHealth.of(place), ports);
          before.of(place).ifPresent(checker::inherit);
          return checker;
        });
  }

  private static boolean ended(Checker checker, Map<Checker, List<CheckPlace>> places) {
    if (places.containsKey(checker)) {
      return false;
    }
    checker.stop();
    return true;
  }

  private void index() {
    bySource.clear();
    for (var checker : running.values()) {
      if (checker.key().check() instanceof Check.Watched watched) {
        bySource.computeIfAbsent(source(watched), _ -> new ArrayList<>()).add(checker);
      }
    }
  }

  private static Source source(Check.Watched check) {
    return CheckTypes.watched(check).source(check);
  }

  /// Begins the new checkers: plans their first attempts, spread over the warm-up, or gives them
  /// the value of their source.
  ///
  /// @param activated receives each place whose checker is new and probes
  void begin(Collection<VirtualServerDefinition> services, Consumer<CheckPlace> activated) {
    var fresh = new ArrayList<Checker>();
    for (var service : services) {
      for (var server : service.servers()) {
        for (var check : server.checks()) {
          var checker = running.get(check.key());
          if (checker.begun()) {
            continue;
          }
          if (checker.probes()) {
            activated.accept(new CheckPlace(service, server, check));
          }
          fresh.add(checker);
        }
      }
    }
    for (var checker : fresh) {
      if (checker.begin()) {
        begin(checker);
      }
    }
  }

  /// The health of the real servers of a virtual server, in the order of the configuration.
  List<RealServerHealth> health(VirtualServerDefinition service) {
    var all = new ArrayList<RealServerHealth>(service.servers().size());
    for (var server : service.servers()) {
      var views =
          server.checks().stream().map(c -> running.get(c.key()).view(server.config())).toList();
      all.add(new RealServerHealth(views));
    }
    return all;
  }

  /// The checks of a real server, for readers on other threads.
  List<LvsSnapshot.CheckView> snapshot(RealServerDefinition server) {
    return server.checks().stream()
        .map(check -> running.get(check.key()).snapshot(server.config()))
        .toList();
  }

  private void begin(Checker checker) {
    switch (checker.key().check()) {
      case Check.Probed probed -> {
        long warmup = probed.timing().warmup().toNanos();
        checker.plan(FIRST.plusNanos(warmup > 0 ? random.nextLong(warmup) : 0));
      }
      case Check.Watched watched -> {
        var value = Optional.ofNullable(values.get(source(watched)));
        value.ifPresent(known -> checker.observed(watched, known));
      }
    }
  }

  /// Processes a value of a source, whether or not it changed.
  void observed(Source source, long value) {
    values.put(source, value);
    for (var checker : bySource.getOrDefault(source, List.of())) {
      if (checker.key().check() instanceof Check.Watched watched) {
        checker.observed(watched, value);
      }
    }
  }

  void stop() {
    running.values().forEach(Checker::stop);
    running.clear();
    bySource.clear();
  }
}
