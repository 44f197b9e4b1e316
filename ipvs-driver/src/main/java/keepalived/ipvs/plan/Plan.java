package keepalived.ipvs.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import keepalived.core.net.Endpoint;
import keepalived.ipvs.plan.Command.AddDestination;
import keepalived.ipvs.plan.Command.AddService;
import keepalived.ipvs.plan.Command.DeleteDestination;
import keepalived.ipvs.plan.Command.DeleteService;
import keepalived.ipvs.plan.Command.EditDestination;
import keepalived.ipvs.plan.Command.EditService;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;

/// Computes the fewest commands that turn one table into another, reading each table once.
///
/// The order, over all services: add and edit services; add destinations; raise weights, then lower
/// weights of destinations; delete destinations; delete services. Thus a service that has a
/// destination with a weight above 0 before and after has one at every moment in between.
public final class Plan {

  private final List<Command> services = new ArrayList<>();
  private final List<Command> added = new ArrayList<>();
  private final List<Command> raised = new ArrayList<>();
  private final List<Command> lowered = new ArrayList<>();
  private final List<Command> removed = new ArrayList<>();
  private final List<Command> gone = new ArrayList<>();

  private Plan() {}

  /// The plan for a table whose services are all ours.
  public static List<Command> of(IpvsTable actual, IpvsTable desired) {
    return of(actual, desired, _ -> true);
  }

  /// The plan for a table shared with other programs: a service that is not desired is deleted only
  /// if it is managed (ours now or before).
  public static List<Command> of(
      IpvsTable actual, IpvsTable desired, Predicate<ServiceKey> managed) {
    var plan = new Plan();
    for (var service : desired.services().values()) {
      plan.change(Optional.ofNullable(actual.services().get(service.key())), service);
    }
    for (var key : actual.services().keySet()) {
      if (!desired.services().containsKey(key) && managed.test(key)) {
        plan.gone.add(new DeleteService(key));
      }
    }
    return plan.commands();
  }

  /// The plan for a single service, after a change of one verdict.
  public static List<Command> of(Optional<Service> actual, Service desired) {
    var plan = new Plan();
    plan.change(actual, desired);
    return plan.commands();
  }

  private void change(Optional<Service> actual, Service desired) {
    if (actual.isEmpty()) {
      services.add(new AddService(desired.key(), desired.options()));
    } else if (!actual.get().options().equals(desired.options())) {
      services.add(new EditService(desired.key(), desired.options()));
    }
    changeDestinations(actual.map(Service::destinations).orElse(Map.of()), desired);
  }

  private void changeDestinations(Map<Endpoint, Destination> old, Service desired) {
    var key = desired.key();
    for (var wanted : desired.destinations().values()) {
      var present = old.get(wanted.endpoint());
      if (present == null) {
        added.add(new AddDestination(key, wanted));
      } else if (!present.equals(wanted)) {
        var edits = wanted.weight() < present.weight() ? lowered : raised;
        edits.add(new EditDestination(key, wanted));
      }
    }
    for (var endpoint : old.keySet()) {
      if (!desired.destinations().containsKey(endpoint)) {
        removed.add(new DeleteDestination(key, endpoint));
      }
    }
  }

  private List<Command> commands() {
    var commands = new ArrayList<>(services);
    commands.addAll(added);
    commands.addAll(raised);
    commands.addAll(lowered);
    commands.addAll(removed);
    commands.addAll(gone);
    return List.copyOf(commands);
  }
}
