package keepalived.healthcheck.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import keepalived.core.config.Check;
import keepalived.core.config.GlobalSettings.LvsGlobals;
import keepalived.core.config.GlobalSettings.LvsTimeouts;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.VirtualServer;
import keepalived.core.log.PartLog;
import keepalived.core.loop.Loop;
import keepalived.core.net.IpAddress;
import keepalived.core.notify.ServiceNotification;
import keepalived.core.notify.VrrpNotification;
import keepalived.healthcheck.check.CheckSubject;
import keepalived.healthcheck.check.CheckTexts;
import keepalived.healthcheck.check.WatchedType.Source;
import keepalived.healthcheck.registry.CheckTypes;
import keepalived.healthcheck.server.RealServerDefinition;
import keepalived.healthcheck.server.RealServerHealth;
import keepalived.healthcheck.server.Report;
import keepalived.healthcheck.server.VirtualServerDefinition;
import keepalived.healthcheck.server.VirtualServerKey;
import keepalived.healthcheck.server.VirtualServerMachine;
import keepalived.healthcheck.verdict.CheckEvent;
import keepalived.healthcheck.verdict.Health;
import keepalived.healthcheck.verdict.Prober;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.fullnat.SourceTranslation;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Timeouts;

/// Runs the LVS part: checkers, virtual servers and the kernel's IPVS table. All methods run on the
/// loop.
public final class LvsEngine {

  /// Dependencies of the engine.
  ///
  /// @param random spreads the first checks
  /// @param log receives log lines, on the loop and in order with the notices
  /// @param notices receives changes of real servers and quorums
  public record Ports(
      Loop loop,
      Kernel kernel,
      Prober prober,
      RandomGenerator random,
      PartLog log,
      Consumer<ServiceNotification> notices) {}

  /// Access to IPVS, to the source NAT of full NAT services, and to the services remembered from a
  /// previous process.
  public record Kernel(IpvsDriver driver, SourceTranslation sourceNat, Claims claims) {

    /// For a process without full NAT that remembers no services.
    public static Kernel of(IpvsDriver driver) {
      return new Kernel(driver, SourceTranslation.NONE, Claims.NONE);
    }
  }

  /// State of the kernel's table after the engine stops.
  public enum TableAtStop {
    REMOVED,
    /// With `-I`: all services stay.
    KEPT
  }

  /// Interval between comparisons with the kernel's table: the longest time that a change by
  /// another program can last.
  static final Duration COMPARISON = Duration.ofSeconds(30);

  private static final int DETAILS = 5;

  private final Ports ports;
  private final IpvsDriver driver;
  private final FullNatServices fullNat;
  private final IpvsSync ipvsSync;
  private final SyncDaemons syncDaemons;
  private final Checkers checkers;
  private final Set<IpAddress> localAddresses = new HashSet<>();

  private Map<VirtualServerKey, VirtualServerRuntime> pools = new LinkedHashMap<>();
  private KernelServices services = new KernelServices(List.of());
  private Loop.Cancellable timer = () -> {};
  private LvsConfig config = LvsConfig.EMPTY;
  private LvsGlobals globals = LvsGlobals.DEFAULT;
  private Optional<Timeouts> timeoutsFound = Optional.empty();

  public LvsEngine(Ports ports) {
    this.ports = ports;
    this.driver = ports.kernel().driver();
    this.fullNat = new FullNatServices(ports.kernel().sourceNat(), ports.log());
    this.ipvsSync = new IpvsSync(ports.loop(), driver, ports.kernel().claims(), ports.log());
    this.syncDaemons = new SyncDaemons(driver, ports.log());
    var checkerPorts =
        new Checker.Ports(ports.loop(), ports.prober(), this::suspended, this::concluded);
    this.checkers = new Checkers(checkerPorts, ports.random());
  }

  /// The current state, for readers on other threads. Built on request: with thousands of servers
  /// and a verdict each millisecond, keeping one up to date would cost more than the checks.
  public LvsSnapshot snapshot() {
    var services = pools.values().stream().map(pool -> pool.view(checkers)).toList();
    return new LvsSnapshot(ports.loop().now(), services, ipvsSync.problem(), ipvsSync.repairs());
  }

  /// Starts with a configuration. A table found in the kernel decides the state of servers until
  /// their first check: servers in it are up, servers missing from one of its services are down.
  public void start(LvsConfig first, LvsGlobals settings) {
    report("Initializing ipvs");
    config = first;
    globals = settings;
    var found = ipvsSync.found(settings.flush());
    setTimeouts(settings.timeouts());
    if (!ports.kernel().claims().before().isEmpty()) {
      ports.kernel().sourceNat().removeLeftOver();
    }
    pools = pooled(first);
    var adoption = new InitialHealth(found.orElse(IpvsTable.EMPTY), key -> pools.get(key).keys());
    checkers.assign(definitions(), adoption::health);
    var reports = new ArrayList<Report>();
    pools.values().forEach(pool -> begin(pool, reports));
    services.withhold(fullNat.settle(pools.values(), config));
    ipvsSync.begin(services.all(), found);
    syncDaemons.configure(settings.syncDaemon());
    emit(reports, true);
    checkers.begin(definitions(), this::reportActivation);
    timer = ports.loop().after(COMPARISON, this::compare);
  }

  /// Replaces the configuration. What did not change stays: checks keep their state and schedule,
  /// services their connections.
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
    checkers.assign(
        definitions(), place -> Health.atReload(place.check().key().check().timing().alpha()));
    var reports = new ArrayList<Report>();
    old.forEach(
        (key, pool) -> {
          if (!pools.containsKey(key)) {
            reports.addAll(VirtualServerMachine.removed(pool.site(), pool.state()).reports());
          }
        });
    pools.forEach((key, pool) -> succeed(Optional.ofNullable(old.get(key)), pool, reports));
    services.withhold(fullNat.settle(pools.values(), config));
    boolean taken = ipvsSync.settle(services.all());
    syncDaemons.configure(settings.syncDaemon());
    emit(reports, taken);
    checkers.begin(definitions(), this::reportActivation);
  }

  /// Ends all checks, sends the notifications that are configured for a stop, and removes the
  /// services from the kernel unless `table` keeps them.
  public void stop(TableAtStop table) {
    checkers.stop();
    timer.cancel();
    var reports = new ArrayList<Report>();
    for (var pool : pools.values()) {
      reports.addAll(VirtualServerMachine.stopped(pool.site(), pool.state()).reports());
    }
    switch (table) {
      case KEPT -> ipvsSync.abandon();
      case REMOVED -> ipvsSync.clear(globals.flushOnStop() == LvsGlobals.FlushOnStop.ALL);
    }
    syncDaemons.stop();
    setTimeouts(LvsTimeouts.KERNEL);
    emit(reports, true);
    pools = new LinkedHashMap<>();
    services = new KernelServices(List.of());
    config = LvsConfig.EMPTY;
  }

  /// An address was added to this host; `ha_suspend` depends on it.
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

  /// A tracked file was read.
  ///
  /// @param value the number in the file
  public void fileRead(String trackFile, long value) {
    checkers.observed(new Source.TrackFile(trackFile), value);
  }

  /// A BFD session came up or went down; also called once at start with its state.
  public void sessionChanged(String session, boolean up) {
    checkers.observed(new Source.BfdSession(session), up ? 1 : 0);
  }

  /// A VRRP instance entered a state; `lvs_sync_daemon` may follow it.
  ///
  /// @param routerId the VRID, the default id of the daemons
  public void instanceEntered(String instance, VrrpNotification.State state, OptionalInt routerId) {
    syncDaemons.entered(instance, state, routerId);
  }

  /// Compares the kernel's table with the desired one now, without waiting for the interval.
  public void resync() {
    services.withhold(fullNat.settle(pools.values(), config));
    ipvsSync.settle(services.all());
    if (ipvsSync.problem().isEmpty()) {
      restoreTimeouts();
      syncDaemons.settle();
    }
  }

  private void compare() {
    timer = ports.loop().after(COMPARISON, this::compare);
    resync();
  }

  private Map<VirtualServerKey, VirtualServerRuntime> pooled(LvsConfig from) {
    var made = new LinkedHashMap<VirtualServerKey, VirtualServerRuntime>();
    for (var server : from.virtualServers()) {
      var key = VirtualServerKey.of(server);
      while (made.containsKey(key)) {
        key = key.next();
      }
      var keys = ServiceKeys.of(server, from.groups()).stream().distinct().toList();
      var pool = new VirtualServerRuntime(VirtualServerDefinition.of(key, server), keys);
      pool.suspended(missesAddress(pool));
      made.put(key, pool);
    }
    services = new KernelServices(made.values());
    made.values().forEach(this::reportShared);
    return made;
  }

  private void reportShared(VirtualServerRuntime pool) {
    var shared = services.shared(pool);
    if (shared.isEmpty()) {
      return;
    }
    var more = shared.size() > DETAILS ? " and " + (shared.size() - DETAILS) + " more" : "";
    var text =
        "VS %s: %s%s also belong to an earlier virtual server, their real servers are combined,"
            + " scheduler and flags are those of the first";
    var some = shared.stream().limit(DETAILS).toList();
    ports.log().warning(text.formatted(pool.site().name(), some, more));
  }

  private void begin(VirtualServerRuntime pool, List<Report> reports) {
    var step =
        VirtualServerMachine.begin(
            pool.site(), checkers.health(pool.site()), globals.rsInitNotifies());
    pool.state(step.state());
    reports.addAll(step.reports());
  }

  private void succeed(
      Optional<VirtualServerRuntime> old, VirtualServerRuntime pool, List<Report> reports) {
    if (old.isEmpty()) {
      begin(pool, reports);
      return;
    }
    var before = old.get();
    List<RealServerHealth> members = checkers.health(pool.site());
    if (before.site().equals(pool.site()) && before.state().members().equals(members)) {
      pool.state(before.state());
      return;
    }
    var step =
        VirtualServerMachine.reconfigured(before.site(), before.state(), pool.site(), members);
    pool.state(step.state());
    reports.addAll(step.reports());
  }

  /// Sets the configured timeouts; the values found at start are kept for the others.
  private void setTimeouts(LvsTimeouts wanted) {
    if (wanted.equals(LvsTimeouts.KERNEL) && timeoutsFound.isEmpty()) {
      return;
    }
    try {
      if (timeoutsFound.isEmpty()) {
        timeoutsFound = Optional.of(driver.timeouts());
      }
      driver.setTimeouts(timeoutsFound.get().with(Timeouts.of(wanted)));
    } catch (IpvsException e) {
      ports.log().error("Failed to set ipvs timeouts: " + e.getMessage());
    }
  }

  /// Sets the timeouts again when the kernel lost them: unloading the IPVS module resets them.
  private void restoreTimeouts() {
    var wanted = Timeouts.of(globals.timeouts());
    if (globals.timeouts().equals(LvsTimeouts.KERNEL)) {
      return;
    }
    try {
      var now = driver.timeouts();
      if (!now.with(wanted).equals(now)) {
        driver.setTimeouts(wanted);
        ports.log().warning("IPVS timeouts had changed, set again");
      }
    } catch (IpvsException e) {
      ports.log().error("Failed to set ipvs timeouts: " + e.getMessage());
    }
  }

  private void concluded(Checker checker, CheckEvent event) {
    boolean first =
        switch (event.outcome()) {
          case FIRST_FAILURE, FIRST_SUCCESS -> true;
          case STEADY, STEP_PASSED, RETRYING, ROSE, FELL -> false;
        };
    var type = CheckTypes.of(checker.key().check());
    for (var place : checker.places()) {
      var server = place.server();
      var pool = pools.get(server.id().service());
      var subject =
          new CheckSubject<>(checker.key().check(), server.name(), place.service().name());
      CheckTexts.lines(type, subject, event).forEach(this::report);
      var view = checker.view(server.config());
      var mail = CheckTexts.mail(type, subject, event);
      var heard = new VirtualServerMachine.Heard(server.id(), place.check(), view, first, mail);
      var step = VirtualServerMachine.heard(pool.site(), pool.state(), heard);
      boolean taken = true;
      if (!step.state().equals(pool.state())) {
        pool.state(step.state());
        taken = ipvsSync.update(services.of(pool)) && !services.withholds(pool);
      }
      emit(step.reports(), taken);
    }
  }

  private boolean missesAddress(VirtualServerRuntime pool) {
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
      reportActivations(pool, now ? "Suspending" : "Activating");
    }
  }

  private void reportActivations(VirtualServerRuntime pool, String verb) {
    for (var server : pool.site().servers()) {
      for (var check : server.config().checks()) {
        if (check instanceof Check.Probed) {
          report(activation(verb, pool.site(), server));
        }
      }
    }
  }

  private void reportActivation(CheckPlace place) {
    var verb = suspended(place.service().key()) ? "Deactivating" : "Activating";
    report(activation(verb, place.service(), place.server()));
  }

  private static String activation(
      String verb, VirtualServerDefinition service, RealServerDefinition server) {
    return verb + " healthchecker for service " + server.name() + " for VS " + service.name();
  }

  private boolean suspended(VirtualServerKey key) {
    return pools.get(key).suspended();
  }

  private List<VirtualServerDefinition> definitions() {
    return pools.values().stream().map(VirtualServerRuntime::site).toList();
  }

  private void reportGroups(LvsConfig old, LvsConfig next) {
    next.groups()
        .forEach(
            (name, group) -> {
              var before = old.groups().get(name);
              if (before != null && !before.equals(group)) {
                ServiceKeys.differences(before, group).forEach(this::report);
              }
            });
  }

  private void report(String line) {
    ports.log().info(line);
  }

  /// @param taken whether the kernel's table agrees with these reports
  private void emit(List<Report> reports, boolean taken) {
    for (var report : reports) {
      switch (report) {
        case Report.Notice(var notification) -> ports.notices().accept(notification);
        case Report.Logged logged -> {
          boolean untrue = !taken && logged.ofTable();
          var line = untrue ? logged.refused() : logged;
          ports.log().log(line.level(), line.text());
        }
      }
    }
  }
}
