package keepalived.ipvs;

import java.util.List;
import java.util.function.Predicate;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.plan.Plan;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.ServiceKey;

/// One pass that makes a driver's table equal to the desired one: at start (where it adopts the
/// table of a killed process), at reload, and at intervals to repair changes by other programs.
///
/// @param plan the commands; empty when the table was right
/// @param refused the commands that the driver refused
/// @param remaining the difference according to a dump afterwards; empty means success
public record Reconciliation(List<Command> plan, List<Refused> refused, List<Command> remaining) {

  public Reconciliation {
    plan = List.copyOf(plan);
    refused = List.copyOf(refused);
    remaining = List.copyOf(remaining);
  }

  /// Computes the plan and applies it to the driver.
  ///
  /// @param managed which services may be deleted when they are not desired
  public static Reconciliation of(
      IpvsDriver driver, IpvsTable desired, Predicate<ServiceKey> managed) {
    var plan = Plan.of(driver.dump(), desired, managed);
    if (plan.isEmpty()) {
      return new Reconciliation(plan, List.of(), List.of());
    }
    var refused = driver.apply(plan);
    return new Reconciliation(plan, refused, Plan.of(driver.dump(), desired, managed));
  }

  public boolean isComplete() {
    return remaining.isEmpty();
  }
}
