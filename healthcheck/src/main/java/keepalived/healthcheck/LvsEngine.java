package keepalived.healthcheck;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import keepalived.core.config.GlobalSettings.LvsGlobals;
import keepalived.core.config.GlobalSettings.LvsTimeouts;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.VirtualServer;
import keepalived.core.event.Notification;
import keepalived.core.loop.Loop;
import keepalived.core.net.IpAddress;
import keepalived.healthcheck.check.Health;
import keepalived.healthcheck.check.MailWording;
import keepalived.healthcheck.check.Prober;
import keepalived.healthcheck.check.Wording;
import keepalived.healthcheck.pool.Member;
import keepalived.healthcheck.pool.Pool;
import keepalived.healthcheck.pool.Report;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.Timeouts;

/// Runs the LVS part: checkers, pools, the kernel's table. All methods belong to the loop.
public final class LvsEngine {

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
  private final Checkers checkers;
  private final Set<IpAddress> localAddresses = new HashSet<>();

  private Map<VirtualServerKey, Pooled> pools = new LinkedHashMap<>();
  private LvsConfig config = LvsConfig.EMPTY;
  private LvsGlobals globals = LvsGlobals.DEFAULT;
  private Optional<Timeouts> timeoutsFound = Optional.empty();

  public LvsEngine(Ports ports) {
    this.ports = ports;
    this.ledger = new Ledger(ports.loop(), ports.driver(), ports.reports());
    this.syncDaemons = new SyncDaemons(ports.driver(), ports.reports());
    this.checkers = new Checkers(ports.loop(), ports.prober(), ports.random(), this::concluded);
  }

  /// What is true now, for readers on other threads. Made when somebody asks: with thousands of
  /// servers and a verdict every millisecond, keeping one ready would be most of the work.
  public LvsSnapshot snapshot() {
    var services = pools.values().stream().map(Pooled::view).toList();
    return new LvsSnapshot(ports.loop().now(), services, ledger.problem(), ledger.repairs());
  }

  /// Tells of each virtual server and the kernel services it stands for, in their order.
  public void services(BiConsumer<VirtualServer, List<ServiceKey>> listener) {
    pools.values().forEach(pool -> listener.accept(pool.site().config(), pool.keys()));
  }

  /// Starts with a configuration. A table found in the kernel is taken over: servers that stand in
  /// it are up, servers that are missing from a service in it are down, until checks know better.
  public void start(LvsConfig first, LvsGlobals settings) {
    report("Initializing ipvs");
    config = first;
    globals = settings;
    var found = ledger.found(settings.flush());
    setTimeouts(settings.timeouts());
    pools = pooled(first);
    var adoption = new Adoption(found.orElse(IpvsTable.EMPTY));
    checkers.assign(pools.values(), adoption::health);
    var reports = new ArrayList<Report>();
    pools.values().forEach(pool -> begin(pool, reports));
    ledger.install(desired(), found);
    syncDaemons.configure(settings.syncDaemon());
    emit(reports);
    checkers.begin(pools.values(), this::reportActivation);
  }

  /// Replaces the configuration. What did not change is not touched: checks keep their state and
  /// schedule, services their connections.
  public void reconfigure(LvsConfig next, LvsGlobals settings) {
    report("Reinitializing ipvs");
    if (!settings.timeouts().equals(globals.timeouts())) {
      setTimeouts(settings.timeouts());
    }
    reportGroups(config, next);
    var old = pools;
    config = next;
    globals = settings;
    pools = pooled(next);
    checkers.assign(pools.values(), place -> Health.atReload(place.check().timing().alpha()));
    var reports = new ArrayList<Report>();
    old.forEach(
        (key, pool) -> {
          if (!pools.containsKey(key)) {
            reports.addAll(Pool.removed(pool.site(), pool.state()).reports());
          }
        });
    pools.forEach((key, pool) -> succeed(Optional.ofNullable(old.get(key)), pool, reports));
    ledger.install(desired(), Optional.empty());
    syncDaemons.configure(settings.syncDaemon());
    emit(reports);
    checkers.begin(pools.values(), this::reportActivation);
  }

  /// Ends all checks, tells those who asked to be told, and takes the services out of the kernel.
  public void stop(TableAtStop table) {
    checkers.stop();
    var reports = new ArrayList<Report>();
    for (var pool : pools.values()) {
      reports.addAll(Pool.stopped(pool.site(), pool.state()).reports());
    }
    switch (table) {
      case KEPT -> ledger.abandon();
      case REMOVED -> ledger.clear(globals.flushOnStop() == LvsGlobals.FlushOnStop.ALL);
    }
    syncDaemons.stop();
    setTimeouts(LvsTimeouts.KERNEL);
    emit(reports);
    pools = new LinkedHashMap<>();
    config = LvsConfig.EMPTY;
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
    checkers.fileRead(trackFile, value);
  }

  /// A BFD session came up or went down, or is told at start.
  public void sessionChanged(String session, boolean up) {
    checkers.sessionChanged(session, up);
  }

  /// A VRRP instance entered a state (`lvs_sync_daemon` may follow it).
  ///
  /// @param routerId the VRID, the default id of the daemons
  public void instanceEntered(String instance, Notification.State state, OptionalInt routerId) {
    syncDaemons.entered(instance, state, routerId);
  }

  /// Compares the kernel's table with the desired one now, not only at the next interval.
  public void resync() {
    ledger.resync();
  }

  private Map<VirtualServerKey, Pooled> pooled(LvsConfig from) {
    var made = new LinkedHashMap<VirtualServerKey, Pooled>();
    var claimed = new HashSet<ServiceKey>();
    for (var server : from.virtualServers()) {
      var keys = new ArrayList<ServiceKey>();
      for (var key : Expansion.of(server, from.groups())) {
        if (claimed.add(key)) {
          keys.add(key);
        } else {
          var text = key + " is configured more than once, the first one counts";
          ports.reports().accept(new Report.Logged(Report.Severity.WARNING, text));
        }
      }
      var pool = new Pooled(server, keys);
      pool.suspended(missesAddress(pool));
      made.putIfAbsent(pool.key(), pool);
    }
    return made;
  }

  private void begin(Pooled pool, List<Report> reports) {
    var step = Pool.begin(pool.site(), pool.members(), globals.rsInitNotifies());
    pool.state(step.state());
    reports.addAll(step.reports());
  }

  private void succeed(Optional<Pooled> old, Pooled pool, List<Report> reports) {
    if (old.isEmpty()) {
      begin(pool, reports);
      return;
    }
    var before = old.get();
    List<Member> members = pool.members();
    if (before.site().equals(pool.site()) && before.state().members().equals(members)) {
      pool.state(before.state());
      return;
    }
    var step = Pool.reconfigured(before.site(), before.state(), pool.site(), members);
    pool.state(step.state());
    reports.addAll(step.reports());
  }

  private List<Service> desired() {
    var services = new ArrayList<Service>();
    pools.values().forEach(pool -> services.addAll(pool.desired()));
    return services;
  }

  /// Sets what is configured, over what was there when we came.
  private void setTimeouts(LvsTimeouts wanted) {
    if (wanted.equals(LvsTimeouts.KERNEL) && timeoutsFound.isEmpty()) {
      return;
    }
    try {
      if (timeoutsFound.isEmpty()) {
        timeoutsFound = Optional.of(ports.driver().timeouts());
      }
      ports.driver().setTimeouts(timeoutsFound.get().with(Timeouts.of(wanted)));
    } catch (IpvsException e) {
      var text = "Failed to set ipvs timeouts: " + e.getMessage();
      ports.reports().accept(new Report.Logged(Report.Severity.ERROR, text));
    }
  }

  private void concluded(Checker checker, Wording.Event event) {
    boolean first =
        switch (event.outcome()) {
          case FIRST_FAILURE, FIRST_SUCCESS -> true;
          case STEADY, STEP_PASSED, RETRYING, ROSE, FELL -> false;
        };
    for (var subscriber : checker.subscribers()) {
      var pool = subscriber.pooled();
      var site = pool.site();
      int index = subscriber.server();
      var subject =
          new Wording.Subject(checker.key().check(), site.serverNames().get(index), site.name());
      Wording.lines(subject, event).forEach(this::report);
      var view = checker.view(site.config().realServers().get(index));
      var mail = MailWording.body(subject, event);
      var heard = new Pool.Heard(index, subscriber.check(), view, first, mail);
      var step = Pool.heard(site, pool.state(), heard);
      if (!step.state().equals(pool.state())) {
        pool.state(step.state());
        ledger.update(pool.desired());
      }
      emit(step.reports());
    }
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
      for (int i = 0; i < pool.checkers().size(); i++) {
        for (var checker : pool.checkers().get(i)) {
          if (checker.probes()) {
            report(activation(now ? "Suspending" : "Activating", pool, i));
          }
        }
      }
    }
  }

  private void reportActivation(Pooled pool, int server) {
    report(activation(pool.suspended() ? "Deactivating" : "Activating", pool, server));
  }

  private static String activation(String verb, Pooled pool, int server) {
    var site = pool.site();
    return verb
        + " healthchecker for service "
        + site.serverNames().get(server)
        + " for VS "
        + site.name();
  }

  private void reportGroups(LvsConfig old, LvsConfig next) {
    next.groups()
        .forEach(
            (name, group) -> {
              var before = old.groups().get(name);
              if (before != null && !before.equals(group)) {
                Expansion.differences(before, group).forEach(this::report);
              }
            });
  }

  private void report(String line) {
    ports.reports().accept(Report.info(line));
  }

  private void emit(List<Report> reports) {
    reports.forEach(ports.reports());
  }
}
