package keepalived.healthcheck.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import keepalived.core.config.Check;
import keepalived.core.loop.Loop;
import keepalived.healthcheck.verdict.CheckKey;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.Health;
import keepalived.healthcheck.verdict.ProbeResult;
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
  private final Map<String, List<Checker>> byFile = new HashMap<>();
  private final Map<String, List<Checker>> bySession = new HashMap<>();
  private final Map<String, Long> files = new HashMap<>();
  private final Map<String, Boolean> sessions = new HashMap<>();

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
    byFile.clear();
    bySession.clear();
    for (var checker : running.values()) {
      switch (checker.key().check()) {
        case Check.FileCheck file ->
            byFile.computeIfAbsent(file.trackFile(), _ -> new ArrayList<>()).add(checker);
        case Check.BfdCheck bfd ->
            bySession.computeIfAbsent(bfd.bfdInstance(), _ -> new ArrayList<>()).add(checker);
        case Check.TcpCheck _,
            Check.HttpCheck _,
            Check.SmtpCheck _,
            Check.DnsCheck _,
            Check.UdpCheck _,
            Check.PingCheck _,
            Check.MiscCheck _ -> {
          // They ask for themselves.
        }
      }
    }
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
    if (checker.probes()) {
      long warmup = checker.key().check().timing().warmup().toNanos();
      checker.plan(FIRST.plusNanos(warmup > 0 ? random.nextLong(warmup) : 0));
    } else if (checker.key().check() instanceof Check.FileCheck file
        && files.containsKey(file.trackFile())) {
      tell(checker, file, files.get(file.trackFile()));
    } else if (checker.key().check() instanceof Check.BfdCheck bfd
        && sessions.containsKey(bfd.bfdInstance())) {
      tell(checker, bfd, sessions.get(bfd.bfdInstance()));
    }
  }

  void fileRead(String trackFile, long value) {
    files.put(trackFile, value);
    for (var checker : byFile.getOrDefault(trackFile, List.of())) {
      if (checker.key().check() instanceof Check.FileCheck file) {
        tell(checker, file, value);
      }
    }
  }

  void sessionChanged(String session, boolean up) {
    sessions.put(session, up);
    for (var checker : bySession.getOrDefault(session, List.of())) {
      if (checker.key().check() instanceof Check.BfdCheck bfd) {
        tell(checker, bfd, up);
      }
    }
  }

  void stop() {
    running.values().forEach(Checker::stop);
    running.clear();
    byFile.clear();
    bySession.clear();
  }

  /// Weight 0: any content but 0 is down. Otherwise the content times the weight is added to the
  /// server's weight, and a sum at the lower limit is down.
  private static void tell(Checker checker, Check.FileCheck file, long value) {
    if (file.weight() == 0) {
      boolean up = (value == 0) != file.reverse();
      checker.told(up, 0, result(up, new FailureReason.FileSaysDown(value), "value " + value));
      return;
    }
    long sum = Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE) * (long) file.weight();
    int offset = Math.clamp(file.reverse() ? -sum : sum, Integer.MIN_VALUE, Integer.MAX_VALUE);
    boolean up = offset > Integer.MIN_VALUE;
    checker.told(up, offset, result(up, new FailureReason.FileSaysDown(value), "value " + value));
  }

  private static void tell(Checker checker, Check.BfdCheck bfd, boolean up) {
    checker.told(up, 0, result(up, new FailureReason.SessionDown(bfd.bfdInstance()), "session up"));
  }

  private static ProbeResult result(boolean up, FailureReason reason, String detail) {
    return up ? ProbeResult.success(detail) : ProbeResult.failure(reason);
  }
}
