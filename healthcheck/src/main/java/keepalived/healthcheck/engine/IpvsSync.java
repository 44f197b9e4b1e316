package keepalived.healthcheck.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.core.log.Level;
import keepalived.core.loop.Loop;
import keepalived.healthcheck.server.Report;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.plan.Plan;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;

/// Keeps the kernel's table as it should be. A change of one service costs that service: it is
/// compared with what was last put into the kernel. The whole table is dumped and compared at
/// start, at each reload and at intervals, so that what others changed behind our back is found and
/// put right.
final class IpvsSync {

  /// When a refused command is tried again, once; after that it has to wait for the next
  /// comparison.
  static final Duration RETRY = Duration.ofSeconds(2);

  private static final int DETAILS = 5;

  private final Loop loop;
  private final IpvsDriver driver;
  private final Claims claims;
  private final Consumer<Report> reports;
  private final Map<ServiceKey, Service> desired = new LinkedHashMap<>();

  /// Desired, or not yet removed.
  private final Set<ServiceKey> ours = new LinkedHashSet<>();

  private Set<ServiceKey> remembered = Set.of();
  private Optional<String> problem = Optional.empty();
  private Optional<Loop.Cancellable> retry = Optional.empty();
  private long repairs;

  IpvsSync(Loop loop, IpvsDriver driver, Claims claims, Consumer<Report> reports) {
    this.loop = loop;
    this.driver = driver;
    this.claims = claims;
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

  /// Makes the table right at a start. What a process before us made and nobody wants any more
  /// leaves it.
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
      warn("IPVS: removing what is left of a process before this one: " + some(removed));
    }
    reach(found.get());
  }

  /// Compares the kernel's table with what is wanted now, and makes it so.
  ///
  /// @return whether the kernel has it all
  boolean settle(List<Service> services) {
    var before = new IpvsTable(desired);
    want(services);
    boolean wasAbsent = problem.isPresent();
    var actual = asked(driver::dump);
    if (actual.isEmpty()) {
      return false;
    }
    if (wasAbsent) {
      reports.accept(Report.info("IPVS is there again"));
    }
    reportRepair(before, actual.get());
    return reach(actual.get());
  }

  /// Makes the services of one virtual server right.
  ///
  /// @return whether the kernel has them so
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

  /// Takes our services out.
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

  /// Leaves the table as it is.
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

  /// Claims the services before any of them is made.
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
    refused.ifPresent(
        all ->
            all.forEach(
                one ->
                    reports.accept(
                        new Report.Logged(Level.ERROR, "IPVS: " + one.cause().getMessage()))));
    boolean done = refused.isPresent() && refused.get().isEmpty();
    if (!done && retry.isEmpty()) {
      retry = Optional.of(loop.after(RETRY, this::tryAgain));
    }
    return done;
  }

  /// The retry counts as pending until it is over: what is refused again waits.
  private void tryAgain() {
    settle(List.copyOf(desired.values()));
    retry = Optional.empty();
  }

  /// Says what others changed of the services that are still wanted.
  private void reportRepair(IpvsTable before, IpvsTable actual) {
    var commands =
        Plan.of(actual, before, _ -> false).stream()
            .filter(command -> desired.containsKey(command.service()))
            .toList();
    if (!commands.isEmpty()) {
      repairs++;
      warn("IPVS table is not as it should be, repairing: " + some(commands));
    }
  }

  private void warn(String text) {
    reports.accept(new Report.Logged(Level.WARNING, text));
  }

  private static String some(List<?> all) {
    var more = all.size() > DETAILS ? " and " + (all.size() - DETAILS) + " more" : "";
    return all.stream().limit(DETAILS).toList() + more;
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
            new Report.Logged(Level.ERROR, "IPVS: Can't initialize ipvs: " + e.getMessage()));
      }
      problem = Optional.of(e.getMessage());
      return Optional.empty();
    }
  }
}
