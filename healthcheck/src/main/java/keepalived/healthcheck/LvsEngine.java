package keepalived.healthcheck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import keepalived.core.config.Check;
import keepalived.core.config.GlobalSettings.LvsGlobals;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.VirtualServer;
import keepalived.core.event.Notification;
import keepalived.core.event.Published;
import keepalived.core.loop.Loop;
import keepalived.core.net.IpAddress;
import keepalived.healthcheck.check.CheckKey;
import keepalived.healthcheck.check.Health;
import keepalived.healthcheck.check.Policy;
import keepalived.healthcheck.check.ProbeResult;
import keepalived.healthcheck.check.Prober;
import keepalived.healthcheck.check.Reason;
import keepalived.healthcheck.check.Wording;
import keepalived.healthcheck.pool.Member;
import keepalived.healthcheck.pool.Pool;
import keepalived.healthcheck.pool.Report;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.Timeouts;

/// Runs the LVS part: checkers, pools, the kernel's table. All methods belong to the loop; readers
/// on other threads look at [#published()].
public final class LvsEngine {

  /// First checks come this long after the start, and a random part of the warm-up later.
  private static final Duration FIRST_CHECK = Duration.ofSeconds(1);

  /// How old the ages in a published snapshot may be; changes are published at once.
  private static final Duration SNAPSHOT_AGE = Duration.ofSeconds(1);

  /// What the engine lives on.
  ///
  /// @param random spreads the first checks
  /// @param reports takes log lines and notices, in order, on the loop
  public record Ports(
      Loop loop,
      IpvsDriver driver,
      Prober prober,
      RandomGenerator random,
      Consumer<Report> reports) {}

  /// What becomes of the kernel's table when the engine stops.
  public enum TableAtStop {
    REMOVED,
    /// `-I`: everything stays.
    KEPT
  }

  private final Ports ports;
  private final Ledger ledger;
  private final SyncDaemons syncDaemons;
  private final Published<LvsSnapshot> published = new Published<>(LvsSnapshot.EMPTY);
  private final Map<CheckKey, Checker> checkers = new HashMap<>();
  private final Set<IpAddress> localAddresses = new HashSet<>();
  private final Map<String, Long> files = new HashMap<>();
  private final Map<String, Boolean> sessions = new HashMap<>();
  private final Map<VirtualServerKey, LvsSnapshot.ServiceView> views = new HashMap<>();
  private final Set<Pooled> stale = new LinkedHashSet<>();

  private Map<VirtualServerKey, Pooled> pools = new LinkedHashMap<>();
  private LvsConfig config = LvsConfig.EMPTY;
  private LvsGlobals globals = LvsGlobals.DEFAULT;
  private Optional<Loop.Cancellable> publishing = Optional.empty();
  private boolean publishingSoon;

  public LvsEngine(Ports ports) {
    this.ports = ports;
    this.ledger = new Ledger(ports.loop(), ports.driver(), ports.reports());
    this.syncDaemons = new SyncDaemons(ports.driver(), ports.reports());
  }

  public Published<LvsSnapshot> published() {
    return published;
  }

  /// Starts with a configuration. A table found in the kernel is taken over: servers that stand in
  /// it are up, servers that are missing from a service in it are down, until checks know better.
  public void start(LvsConfig first, LvsGlobals settings) {
    report("Initializing ipvs");
    config = first;
    globals = settings;
    var found = ledger.found(settings.flush());
    setTimeouts(settings);
    pools = pooled(first);
    var adoption = new Adoption(found.orElse(IpvsTable.EMPTY));
    pools.values().forEach(p -> suspend(p, true));
    makeCheckers(check -> adoption.health(check), pools.values());
    pools.values().forEach(p -> begin(p, settings.rsInitNotifies()));
    ledger.install(desired(), found);
    syncDaemons.configure(settings.syncDaemon());
    activate(Set.of());
    publishNow();
  }

  /// Replaces the configuration. What did not change is not touched: checks keep their state and
  /// schedule, services their connections.
  public void reconfigure(LvsConfig next, LvsGlobals settings) {
    report("Reinitializing ipvs");
    if (!settings.timeouts().equals(globals.timeouts())) {
      setTimeouts(settings);
    }
    var old = pools;
    var oldConfig = config;
    config = next;
    globals = settings;
    pools = pooled(next);
    var kept = Set.copyOf(checkers.keySet());
    pools.values().forEach(p -> suspend(p, !old.containsKey(p.key())));
    reportGroups(oldConfig, next);
    old.forEach(
        (key, pool) -> {
          if (!pools.containsKey(key)) {
            emit(Pool.removed(pool.site(), pool.state()).reports());
          }
        });
    makeCheckers(
        check ->
            Health.atReload(check.alpha()),
        pools.values());
    pools.forEach((key, pool) -> succeed(Optional.ofNullable(old.get(key)), pool));
    ledger.install(desired(), Optional.empty());
    syncDaemons.configure(settings.syncDaemon());
    activate(kept);
    views.keySet().retainAll(pools.keySet());
    publishNow();
  }

  /// Ends all checks, tells those who asked to be told, and takes the services out of the kernel.
  public void stop(TableAtStop table) {
    checkers.values().forEach(Checker::stop);
    checkers.clear();
    var reports = new ArrayList<Report>();
    for (var pool : pools.values()) {
      reports.addAll(Pool.stopped(pool.site(), pool.state()).reports());
    }
    switch (table) {
      case KEPT -> ledger.abandon();
      case REMOVED -> ledger.clear(globals.flushOnStop() == LvsGlobals.FlushOnStop.ALL);
    }
    syncDaemons.stop();
    emit(reports);
    pools = new LinkedHashMap<>();
    views.clear();
    stale.clear();
    config = LvsConfig.EMPTY;
    publishing.ifPresent(Loop.Cancellable::cancel);
    publishing = Optional.empty();
    published.publish(LvsSnapshot.EMPTY);
  }

  /// An address is configured on this host (`ha_suspend` looks at it).
  public void addressAppeared(IpAddress address) {
    if (localAddresses.add(address)) {
      addressChanged(address, "added");
    }
  }

  public void addressVanished(IpAddress address) {
    if (localAddresses.remove(address)) {
      addressChanged(address, "removed");
    }
  }

  /// A tracked file has this value.
  public void fileRead(String trackFile, long value) {
    files.put(trackFile, value);
    for (var checker : List.copyOf(checkers.values())) {
      if (checker.key().check() instanceof Check.FileCheck file
          && file.trackFile().equals(trackFile)) {
        tell(checker, file, value);
      }
    }
  }

  /// A BFD session came up or went down, or is told at start.
  public void sessionChanged(String session, boolean up) {
    sessions.put(session, up);
    for (var checker : List.copyOf(checkers.values())) {
      if (checker.key().check() instanceof Check.BfdCheck bfd
          && bfd.bfdInstance().equals(session)) {
        tell(checker, bfd, up);
      }
    }
  }

  /// A VRRP instance entered a state (`lvs_sync_daemon` may follow it).
  public void instanceEntered(String instance, Notification.State state, OptionalInt routerId) {
    syncDaemons.entered(instance, state, routerId);
  }

  /// Compares the kernel's table with the desired one now, not only at the next interval.
  public void resync() {
    ledger.resync();
    publishNow();
  }

  // From configuration to objects.

  private Map<VirtualServerKey, Pooled> pooled(LvsConfig from) {
    var made = new LinkedHashMap<VirtualServerKey, Pooled>();
    for (var server : from.virtualServers()) {
      var pool = new Pooled(server, Expansion.of(server, from.groups()));
      made.putIfAbsent(pool.key(), pool);
    }
    return made;
  }

  /// What a check starts from.
  private interface FirstHealth {
    Health of(Start check);
  }

  /// A check that is to start, in the place where it was met first.
  private record Start(Pooled pool, int server, Check check) {
    boolean alpha() {
      return check.timing().alpha();
    }
  }

  /// Gives every place its checker: the one that runs, or a new one. Checkers nobody needs end.
  private void makeCheckers(FirstHealth firstHealth, Iterable<Pooled> all) {
    var subscribers = new HashMap<CheckKey, List<Checker.Subscriber>>();
    for (var pool : all) {
      var servers = pool.site().config().realServers();
      var perServer = new ArrayList<List<Checker>>(servers.size());
      for (int i = 0; i < servers.size(); i++) {
        var perCheck = new ArrayList<Checker>(1);
        for (int j = 0; j < servers.get(i).checks().size(); j++) {
          var key = CheckKey.of(servers.get(i).checks().get(j));
          var start = new Start(pool, i, key.check());
          perCheck.add(checkers.computeIfAbsent(key, k -> checker(k, firstHealth.of(start))));
          subscribers
              .computeIfAbsent(key, _ -> new ArrayList<>(1))
              .add(new Checker.Subscriber(pool, i, j));
        }
        perServer.add(perCheck);
      }
      pool.checkers(perServer);
    }
    checkers.values().removeIf(checker -> ended(checker, subscribers));
    subscribers.forEach((key, list) -> checkers.get(key).subscribers(list));
  }

  private static boolean ended(
      Checker checker, Map<CheckKey, List<Checker.Subscriber>> subscribers) {
    if (subscribers.containsKey(checker.key())) {
      return false;
    }
    checker.stop();
    return true;
  }

  private Checker checker(CheckKey key, Health first) {
    return new Checker(key, first, ports.loop(), ports.prober(), this::concluded);
  }

  private static List<Member> members(Pooled pool) {
    var servers = pool.site().config().realServers();
    var members = new ArrayList<Member>(servers.size());
    for (int i = 0; i < servers.size(); i++) {
      var server = servers.get(i);
      members.add(new Member(pool.checkers().get(i).stream().map(c -> c.view(server)).toList()));
    }
    return members;
  }

  private void begin(Pooled pool, boolean announce) {
    var step = Pool.begin(pool.site(), members(pool), announce);
    pool.state(step.state());
    stale.add(pool);
    emit(step.reports());
  }

  private void succeed(Optional<Pooled> old, Pooled pool) {
    if (old.isEmpty()) {
      begin(pool, globals.rsInitNotifies());
      return;
    }
    var before = old.get();
    var members = members(pool);
    if (before.site().equals(pool.site()) && before.state().members().equals(members)) {
      pool.state(before.state());
      stale.add(pool);
      return;
    }
    var step = Pool.reconfigured(before.site(), before.state(), pool.site(), members);
    pool.state(step.state());
    stale.add(pool);
    emit(step.reports());
  }

  /// Plans the first attempts of new checkers, spread over their warm-up.
  private void activate(Set<CheckKey> kept) {
    var begun = new HashSet<CheckKey>(kept);
    for (var pool : pools.values()) {
      var names = pool.site().serverNames();
      for (int i = 0; i < names.size(); i++) {
        for (var checker : pool.checkers().get(i)) {
          boolean told =
              switch (checker.key().check()) {
                case Check.FileCheck _, Check.BfdCheck _ -> true;
                case Check.TcpCheck _,
                    Check.HttpCheck _,
                    Check.SmtpCheck _,
                    Check.DnsCheck _,
                    Check.UdpCheck _,
                    Check.PingCheck _,
                    Check.MiscCheck _ ->
                    false;
              };
          boolean fresh = begun.add(checker.key());
          if (told) {
            if (fresh) {
              tellWhatIsKnown(checker);
            }
          } else if (!kept.contains(checker.key())) {
            var verb = pool.suspended() ? "Deactivating" : "Activating";
            report(activation(verb, names.get(i), pool));
            if (fresh) {
              checker.begin(firstDelay(checker.key().check()));
            }
          }
        }
      }
    }
  }

  private Duration firstDelay(Check check) {
    long warmup = check.timing().warmup().toNanos();
    return FIRST_CHECK.plusNanos(warmup > 0 ? ports.random().nextLong(warmup) : 0);
  }

  private List<Service> desired() {
    var services = new ArrayList<Service>();
    pools.values().forEach(pool -> services.addAll(pool.desired()));
    return services;
  }

  private void setTimeouts(LvsGlobals settings) {
    if (settings.timeouts().equals(keepalived.core.config.GlobalSettings.LvsTimeouts.KERNEL)) {
      return;
    }
    try {
      ports.driver().setTimeouts(Timeouts.of(settings.timeouts()));
    } catch (IpvsException e) {
      ports
          .reports()
          .accept(
              new Report.Logged(
                  Report.Severity.ERROR, "Failed to set ipvs timeouts: " + e.getMessage()));
    }
  }

  private void reportGroups(LvsConfig old, LvsConfig next) {
    next.groups()
        .forEach(
            (name, group) -> {
              var before = old.groups().get(name);
              if (before == null || before.equals(group)) {
                return;
              }
              var had = new HashSet<>(before.members());
              var has = new HashSet<>(group.members());
              before.members().stream()
                  .filter(m -> !has.contains(m))
                  .forEach(
                      m ->
                          report(
                              "VS [%s] in group %s no longer exists"
                                  .formatted(Expansion.name(m), name)));
              group.members().stream()
                  .filter(m -> !had.contains(m))
                  .forEach(
                      m -> report("VS [%s] added into group %s".formatted(Expansion.name(m), name)));
            });
  }

  // What checks say.

  private void concluded(Checker checker, Wording.Event event) {
    var health = event.outcome();
    boolean first = health == Health.Outcome.FIRST_FAILURE || health == Health.Outcome.FIRST_SUCCESS;
    for (var subscriber : checker.subscribers()) {
      var pool = subscriber.pooled();
      var site = pool.site();
      var subject =
          new Wording.Subject(
              checker.key().check(), site.serverNames().get(subscriber.server()), site.name());
      Wording.lines(subject, event).forEach(this::report);
      var server = site.config().realServers().get(subscriber.server());
      var step =
          Pool.heard(
              site,
              pool.state(),
              new Pool.Heard(
                  subscriber.server(),
                  subscriber.check(),
                  checker.view(server),
                  first,
                  Wording.mail(subject, event)));
      boolean changed = !step.state().equals(pool.state());
      pool.state(step.state());
      stale.add(pool);
      if (changed) {
        ledger.update(pool.desired());
        publishSoon(Duration.ZERO);
      }
      emit(step.reports());
    }
    publishSoon(SNAPSHOT_AGE);
  }

  private void tellWhatIsKnown(Checker checker) {
    switch (checker.key().check()) {
      case Check.FileCheck file -> {
        if (files.containsKey(file.trackFile())) {
          tell(checker, file, files.get(file.trackFile()));
        }
      }
      case Check.BfdCheck bfd -> {
        if (sessions.containsKey(bfd.bfdInstance())) {
          tell(checker, bfd, sessions.get(bfd.bfdInstance()));
        }
      }
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

  /// Weight 0: any content but 0 is down. Otherwise the content times the weight is added to the
  /// server's weight, and a sum at the lower limit is down.
  private static void tell(Checker checker, Check.FileCheck file, long value) {
    if (file.weight() == 0) {
      boolean up = (value == 0) != file.reverse();
      checker.told(up, 0, told(up, new Reason.FileSaysDown(value), "value " + value));
      return;
    }
    long sum = Math.clamp(value, -(1L << 31), (1L << 31) - 1) * file.weight();
    int offset = Math.clamp(file.reverse() ? -sum : sum, -65536, 65535);
    boolean up = offset > -65536;
    checker.told(up, offset, told(up, new Reason.FileSaysDown(value), "value " + value));
  }

  private static void tell(Checker checker, Check.BfdCheck bfd, boolean up) {
    checker.told(up, 0, told(up, new Reason.SessionDown(bfd.bfdInstance()), "session up"));
  }

  private static ProbeResult told(boolean up, Reason reason, String detail) {
    return up ? ProbeResult.success(detail) : ProbeResult.failure(reason);
  }

  // ha_suspend.

  private void suspend(Pooled pool, boolean silent) {
    pool.suspended(missesAddress(pool));
  }

  private boolean missesAddress(Pooled pool) {
    var server = pool.site().config();
    return server.suspendWithoutAddress()
        && server.address() instanceof VirtualServer.Address.Single(var endpoint)
        && !localAddresses.contains(endpoint.address());
  }

  private void addressChanged(IpAddress address, String how) {
    boolean said = false;
    for (var pool : pools.values()) {
      boolean now = missesAddress(pool);
      if (now == pool.suspended()) {
        continue;
      }
      if (!said) {
        report("Netlink reflector reports IP " + address + " " + how);
        said = true;
      }
      pool.suspended(now);
      stale.add(pool);
      var names = pool.site().serverNames();
      for (int i = 0; i < names.size(); i++) {
        for (int j = 0; j < pool.checkers().get(i).size(); j++) {
          report(activation(now ? "Suspending" : "Activating", names.get(i), pool));
        }
      }
    }
    if (said) {
      publishSoon(Duration.ZERO);
    }
  }

  private static String activation(String verb, String server, Pooled pool) {
    return verb + " healthchecker for service " + server + " for VS " + pool.site().name();
  }

  // Telling the outside.

  private void report(String line) {
    ports.reports().accept(Report.info(line));
  }

  private void emit(List<Report> reports) {
    reports.forEach(ports.reports());
  }

  /// At most one publication a wake-up, and for mere ages one a while.
  private void publishSoon(Duration delay) {
    boolean sooner = delay.isZero() && !publishingSoon;
    if (publishing.isPresent() && !sooner) {
      return;
    }
    publishing.ifPresent(Loop.Cancellable::cancel);
    publishingSoon = delay.isZero();
    publishing = Optional.of(ports.loop().after(delay, this::publishNow));
  }

  private void publishNow() {
    publishing.ifPresent(Loop.Cancellable::cancel);
    publishing = Optional.empty();
    publishingSoon = false;
    stale.forEach(pool -> views.put(pool.key(), pool.view()));
    stale.clear();
    var services = pools.keySet().stream().map(views::get).toList();
    published.publish(
        new LvsSnapshot(ports.loop().now(), services, ledger.problem(), ledger.repairs()));
  }

  /// What a table found in the kernel says of a server before its first check.
  private static final class Adoption {
    private final IpvsTable found;

    private Adoption(IpvsTable found) {
      this.found = found;
    }

    Health health(Start start) {
      var policy = Policy.of(start.check());
      var server = start.pool().site().config().realServers().get(start.server());
      boolean alpha =
          start.pool().keys().stream()
              .map(found.services()::get)
              .filter(service -> service != null && !service.destinations().isEmpty())
              .findFirst()
              .map(service -> service.destinations().get(server.endpoint()))
              .map(destination -> destination == null || destination.weight() == 0)
              .orElse(start.alpha());
      return Health.atStart(alpha, policy);
    }
  }
}
