package keepalived.healthcheck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.core.loop.Loop;
import keepalived.healthcheck.pool.Report;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.plan.Plan;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;

/// Keeps the kernel's table as it should be. A change of one service costs that service: it is
/// compared with what was last put into the kernel. The whole table is dumped and compared at start
/// and at intervals, so that what others changed behind our back is found and put right.
final class Ledger {

  /// How long a change made by others can last.
  static final Duration RESYNC = Duration.ofSeconds(30);

  /// When a refused command is tried again, once; after that it has to wait for [#RESYNC].
  static final Duration RETRY = Duration.ofSeconds(2);

  private static final int DETAILS = 5;

  private final Loop loop;
  private final IpvsDriver driver;
  private final Consumer<Report> reports;
  private final Map<ServiceKey, Service> desired = new LinkedHashMap<>();
  private final Set<ServiceKey> ours = new HashSet<>();
  private Optional<String> problem = Optional.empty();
  private Loop.Cancellable timer = () -> {};
  private long repairs;

  Ledger(Loop loop, IpvsDriver driver, Consumer<Report> reports) {
    this.loop = loop;
    this.driver = driver;
    this.reports = reports;
  }

  /// What is in the kernel before we touch it; empty where there is no IPVS.
  Optional<IpvsTable> found(boolean flush) {
    return asked(
        () -> {
          if (flush) {
            driver.flush();
          }
          return driver.dump();
        });
  }

  /// Makes the table right after a start or a reload: services gained, changed and lost.
  void install(List<Service> services, Optional<IpvsTable> found) {
    var before = new LinkedHashMap<>(desired);
    desired.clear();
    for (var service : services) {
      desired.put(service.key(), service);
      ours.add(service.key());
    }
    var table = found.orElseGet(() -> new IpvsTable(before));
    rearm(RESYNC);
    carryOut(Plan.of(table, new IpvsTable(desired), ours::contains));
  }

  /// Makes the services of one virtual server right.
  void update(List<Service> services) {
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
    carryOut(commands);
  }

  /// Takes our services out.
  void clear(boolean flushAll) {
    timer.cancel();
    if (flushAll) {
      asked(
          () -> {
            driver.flush();
            return true;
          });
    } else {
      carryOut(desired.keySet().stream().<Command>map(Command.DeleteService::new).toList());
    }
    desired.clear();
  }

  void abandon() {
    timer.cancel();
  }

  Optional<String> problem() {
    return problem;
  }

  long repairs() {
    return repairs;
  }

  private void carryOut(List<Command> commands) {
    if (commands.isEmpty() || problem.isPresent()) {
      return;
    }
    var refused = asked(() -> driver.apply(commands)).orElse(List.of());
    for (var refusal : refused) {
      reports.accept(
          new Report.Logged(Report.Severity.ERROR, "IPVS: " + refusal.cause().getMessage()));
    }
    if (!refused.isEmpty() || problem.isPresent()) {
      rearm(RETRY);
    }
  }

  private void rearm(Duration delay) {
    timer.cancel();
    timer = loop.after(delay, this::resync);
  }

  /// Compares the kernel's table with the desired one and repairs it.
  void resync() {
    boolean wasAbsent = problem.isPresent();
    var actual = asked(driver::dump);
    if (actual.isPresent()) {
      if (wasAbsent) {
        reports.accept(Report.info("IPVS is there again"));
      }
      var plan = Plan.of(actual.get(), new IpvsTable(desired), ours::contains);
      if (!plan.isEmpty()) {
        repairs++;
        reportRepair(plan);
        carryOut(plan);
      }
    }
    rearm(RESYNC);
  }

  private void reportRepair(List<Command> plan) {
    var some = plan.stream().limit(DETAILS).map(Command::toString).toList().toString();
    var more = plan.size() > DETAILS ? " and " + (plan.size() - DETAILS) + " more" : "";
    reports.accept(
        new Report.Logged(
            Report.Severity.WARNING,
            "IPVS table is not as it should be, repairing: " + some + more));
  }

  /// Calls the driver; says once when IPVS is missing, and each time when it fails otherwise.
  private <T> Optional<T> asked(Supplier<T> call) {
    try {
      var answer = Optional.of(call.get());
      problem = Optional.empty();
      return answer;
    } catch (IpvsException e) {
      if (!problem.equals(Optional.of(e.getMessage()))) {
        reports.accept(
            new Report.Logged(
                Report.Severity.ERROR, "IPVS: Can't initialize ipvs: " + e.getMessage()));
      }
      problem = Optional.of(e.getMessage());
      return Optional.empty();
    }
  }
}
