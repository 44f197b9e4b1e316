package keepalived.healthcheck.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import keepalived.core.config.Check;
import keepalived.core.loop.Loop;
import keepalived.healthcheck.check.WatchedType.Source;
import keepalived.healthcheck.registry.CheckTypes;
import keepalived.healthcheck.verdict.CheckKey;
import keepalived.healthcheck.verdict.Health;
import keepalived.healthcheck.verdict.Prober;

/// All checkers, one for each different check, and the outside facts that some of them are told.
final class Checkers {

  /// First checks come this long after the start, and a random part of the warm-up later.
  private static final Duration FIRST = Duration.ofSeconds(1);

  private final Loop loop;
  private final Prober prober;
  private final RandomGenerator random;
  private final Checker.Listener listener;
  private final Map<CheckKey, Checker> running = new HashMap<>();
  private final Map<Source, List<Checker>> bySource = new HashMap<>();
  private final Map<Source, Long> values = new HashMap<>();

  Checkers(Loop loop, Prober prober, RandomGenerator random, Checker.Listener listener) {
    this.loop = loop;
    this.prober = prober;
    this.random = random;
    this.listener = listener;
  }

  /// Where a check stands in the configuration.
  record Place(VirtualServerRuntime pool, int server, Check check) {}

  /// What a checker starts from.
  interface FirstHealth {
    Health of(Place place);
  }

  /// Gives every place its checker: the one that runs, or a new one. Those nobody needs end. Checks
  /// are compared by what they say once for each place; from there on by their checkers, since
  /// there may be tens of thousands.
  void assign(Iterable<VirtualServerRuntime> pools, FirstHealth firstHealth) {
    var subscribers = new IdentityHashMap<Checker, List<Checker.Subscriber>>();
    var before = new CheckInheritance(running.values());
    for (var pool : pools) {
      var servers = pool.site().config().realServers();
      var perServer = new ArrayList<List<Checker>>(servers.size());
      for (int i = 0; i < servers.size(); i++) {
        var checks = servers.get(i).checks();
        var perCheck = new ArrayList<Checker>(checks.size());
        for (int j = 0; j < checks.size(); j++) {
          var checker = checker(new Place(pool, i, checks.get(j)), before, firstHealth);
          perCheck.add(checker);
          subscribers
              .computeIfAbsent(checker, _ -> new ArrayList<>(1))
              .add(new Checker.Subscriber(pool, i, j));
        }
        perServer.add(perCheck);
      }
      pool.checkers(perServer);
    }
    running.values().removeIf(checker -> ended(checker, subscribers));
    subscribers.forEach(Checker::subscribers);
    index();
  }

  private Checker checker(Place place, CheckInheritance before, FirstHealth firstHealth) {
    return running.computeIfAbsent(
        CheckKey.of(place.check()),
        key -> {
          var checker = new Checker(key, firstHealth.of(place), loop, prober, listener);
          before.of(place).ifPresent(checker::inherit);
          return checker;
        });
  }

  private static boolean ended(
      Checker checker, Map<Checker, List<Checker.Subscriber>> subscribers) {
    if (subscribers.containsKey(checker)) {
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

  /// Begins the checkers that are new: plans their first attempts, spread over the warm-up, or
  /// tells them what is known.
  ///
  /// @param activated hears of each place whose checker is new and probes
  void begin(
      Iterable<VirtualServerRuntime> pools, BiConsumer<VirtualServerRuntime, Integer> activated) {
    var fresh = new ArrayList<Checker>();
    for (var pool : pools) {
      for (int i = 0; i < pool.checkers().size(); i++) {
        for (var checker : pool.checkers().get(i)) {
          if (checker.begun()) {
            continue;
          }
          if (checker.probes()) {
            activated.accept(pool, i);
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

  /// A source has this value, whether it is new or not.
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
