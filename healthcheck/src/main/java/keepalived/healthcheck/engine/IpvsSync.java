package keepalived.healthcheck.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import keepalived.core.log.PartLog;
import keepalived.core.loop.Loop;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.plan.Plan;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;

/// Keeps the kernel's table equal to the desired one. A change of one service is compared only with
/// what was last written for that service. At start, at each reload and at intervals the whole
/// table is dumped and compared, so that changes made by other programs are repaired.
final class IpvsSync {

  /// Delay before a refused command is retried. There is one retry; after it the next comparison of
  /// the whole table decides.
  static final Duration RETRY = Duration.ofSeconds(2);

  private static final int DETAILS = 5;

  private final Loop loop;
  private final IpvsDriver driver;
  private final Claims claims;
  private final PartLog log;
  private final Map<ServiceKey, Service> desired = new LinkedHashMap<>();

  /// Services that are desired or not yet removed.
  private final Set<ServiceKey> ours = new LinkedHashSet<>();

  private Set<ServiceKey> remembered = Set.of();
  private Optional<String> problem = Optional.empty();
  private Optional<Loop.Cancellable> retry = Optional.empty();
  private long repairs;

  IpvsSync(Loop loop, IpvsDriver driver, Claims claims, PartLog log) {
    this.loop = loop;
    this.driver = driver;
    this.claims = claims;
    this.log = log;
  }

  /// Reads the kernel's table before the first change; empty without IPVS.
  Optional<IpvsTable> found(boolean flush) {
    return asked(
        () -> {
          if (flush) {
            driver.flush();
          }
          return driver.dump();
        });
  }

  /// Writes the desired table at start. Services of a previous process that are no longer
  /// configured are removed.
  void begin(List<Service> services, Optional<IpvsTable> found) {
    remembered = claims.before();
    ours.addAll(remembered);
    want(services);
    if (found.isEmpty()) {
      return;
    }
    var left = ours.stream().filter(found.get().services()::containsKey);
    var removed = left.filter(key -> !desired.containsKey(key)).toList();
    if (!removed.isEmpty()) {
      log.warning("IPVS: removing services of a previous process: " + some(removed));
    }
    reach(found.get());
  }

  /// Compares the kernel's table with the desired one and applies the difference.
  ///
  /// @return whether the kernel accepted all of it
  boolean settle(List<Service> services) {
    var before = new IpvsTable(desired);
    want(services);
    boolean wasAbsent = problem.isPresent();
    var actual = asked(driver::dump);
    if (actual.isEmpty()) {
      return false;
    }
    if (wasAbsent) {
      log.info("IPVS is available again");
    }
    reportRepair(before, actual.get());
    return reach(actual.get());
  }

  /// Updates the services of one virtual server.
  ///
  /// @return whether the kernel accepted all of it
  boolean update(List<Service> services) {
    var commands = new ArrayList<Command>();
    for (var service : services) {
      var before = desired.get(service.key());
      if (before == null) {
        continue;
      }
      var now = Plan.of(Optional.of(before), service);
      if (!now.isEmpty()) {
        commands.addAll(now);
        desired.put(service.key(), service);
      }
    }
    return carriedOut(commands);
  }

  /// Removes our services from the kernel.
  void clear(boolean flushAll) {
    abandon();
    boolean gone =
        flushAll
            ? asked(this::flushed).isPresent()
            : carriedOut(ours.stream().<Command>map(Command.DeleteService::new).toList());
    abandon();
    desired.clear();
    if (gone) {
      ours.clear();
      remember();
    }
  }

  private boolean flushed() {
    driver.flush();
    return true;
  }

  /// Stops keeping the table and leaves it unchanged.
  void abandon() {
    retry.ifPresent(Loop.Cancellable::cancel);
    retry = Optional.empty();
  }

  Optional<String> problem() {
    return problem;
  }

  long repairs() {
    return repairs;
  }

  /// Records the desired services as ours before any of them is added to the kernel.
  private void want(List<Service> services) {
    desired.clear();
    for (var service : services) {
      desired.put(service.key(), service);
      ours.add(service.key());
    }
    remember();
  }

  private boolean reach(IpvsTable actual) {
    if (!carriedOut(Plan.of(actual, new IpvsTable(desired), ours::contains))) {
      return false;
    }
    ours.retainAll(desired.keySet());
    remember();
    return true;
  }

  private void remember() {
    if (!ours.equals(remembered)) {
      remembered = Set.copyOf(ours);
      claims.remember(remembered);
    }
  }

  private boolean carriedOut(List<Command> commands) {
    if (problem.isPresent()) {
      return commands.isEmpty();
    }
    if (commands.isEmpty()) {
      return true;
    }
    var refused = asked(() -> driver.apply(commands));
    refused.ifPresent(all -> all.forEach(one -> log.error("IPVS: " + one.cause().getMessage())));
    boolean done = refused.isPresent() && refused.get().isEmpty();
    if (!done && retry.isEmpty()) {
      retry = Optional.of(loop.after(RETRY, this::tryAgain));
    }
    return done;
  }

  /// The retry stays pending while it runs: a command that is refused again is not retried at once.
  private void tryAgain() {
    settle(List.copyOf(desired.values()));
    retry = Optional.empty();
  }

  /// Logs what other programs changed in services that are still desired.
  private void reportRepair(IpvsTable before, IpvsTable actual) {
    var commands =
        Plan.of(actual, before, _ -> false).stream()
            .filter(command -> desired.containsKey(command.service()))
            .toList();
    if (!commands.isEmpty()) {
      repairs++;
      log.warning("IPVS table differs from the desired state, repairing: " + some(commands));
    }
  }

  private static String some(List<?> all) {
    var more = all.size() > DETAILS ? " and " + (all.size() - DETAILS) + " more" : "";
    return all.stream().limit(DETAILS).toList() + more;
  }

  /// Calls the driver. Logs once when IPVS is missing, and each other failure.
  private <T> Optional<T> asked(Supplier<T> call) {
    try {
      var answer = Optional.of(call.get());
      problem = Optional.empty();
      return answer;
    } catch (IpvsException e) {
      if (!problem.equals(Optional.of(e.getMessage()))) {
        log.error("IPVS: Can't initialize ipvs: " + e.getMessage());
      }
      problem = Optional.of(e.getMessage());
      return Optional.empty();
    }
  }
}
