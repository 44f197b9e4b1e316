package keepalived.vrrp.engine;

import java.util.List;
import java.util.Optional;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.net.IpAddress;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.engine.InstanceTable.Input;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.FaultCondition.Kind;
import keepalived.vrrp.machine.Report;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.priority.PriorityCalculation;
import keepalived.vrrp.priority.TrackerResults;
import keepalived.vrrp.priority.TrackingOutcome;

/// Brings priorities and states into line with what trackers and interfaces say.
final class TrackingReevaluator {

  private final VrrpPorts ports;
  private final InstanceTable table;
  private final TrackerResults seen;
  private final EventDispatcher dispatcher;
  private MonoTime startsAt = new MonoTime(0);

  TrackingReevaluator(
      VrrpPorts ports, InstanceTable table, TrackerResults seen, EventDispatcher dispatcher) {
    this.ports = ports;
    this.table = table;
    this.seen = seen;
    this.dispatcher = dispatcher;
  }

  /// @param startsAt no election before
  void configure(MonoTime startsAt) {
    this.startsAt = startsAt;
  }

  TrackingOutcome assess(Instance instance) {
    var outcome =
        PriorityCalculation.assess(instance.config, instance.group.map(g -> g.config), seen);
    var source =
        missingSource(instance)
            .map(address -> new FaultCondition(Kind.NO_SOURCE_ADDRESS, address.toString()));
    for (var condition : List.of(source, mute(instance))) {
      outcome = condition.map(outcome::and).orElse(outcome);
    }
    return outcome;
  }

  /// A link that is down lets nothing out. With `dont_track_primary` that is no fault.
  private Optional<FaultCondition> mute(Instance instance) {
    var config = instance.config;
    boolean excused =
        !config.kernel().trackPrimary()
            && config.interfaceName().filter(name -> !seen.link(name).up()).isPresent();
    return excused ? Optional.empty() : instance.sendHealth.condition();
  }

  /// A unicast instance starts only with its source address: peers that check who speaks would not
  /// hear it, and both would be master. One that speaks goes on without, unless it tracks it.
  private Optional<IpAddress> missingSource(Instance instance) {
    return switch (instance.state) {
      case State.Backup _, State.Master _ -> Optional.empty();
      case State.Initialize _, State.Fault _ ->
          Optional.of(instance.config.transport())
              .filter(Transport.Unicast.class::isInstance)
              .flatMap(Transport::source)
              .filter(source -> !ports.network().speaksFrom(source));
    };
  }

  /// Assesses again those whom a change concerns.
  void reassess(Input input, String name) {
    table.dependents(input, name).forEach(this::reassess);
  }

  /// The address that an instance waits for may come to any interface.
  void interfaceChanged(String name) {
    var concerned = table.dependents(Input.INTERFACE, name);
    concerned.forEach(this::reassess);
    for (var instance : table.snapshot()) {
      if (instance.state instanceof State.Fault(var conditions)
          && conditions.stream().anyMatch(c -> c.kind() == Kind.NO_SOURCE_ADDRESS)
          && !concerned.contains(instance)) {
        reassess(instance);
      }
    }
  }

  void reassess(Instance instance) {
    int before = instance.outcome.priority();
    instance.assess(assess(instance));
    if (instance.outcome.priority() != before) {
      priorityChanged(instance, before);
    }
    follow(instance);
  }

  void logPriority(Instance instance, int before) {
    ports
        .log()
        .accept(
            Report.info(
                "(%s) Changing effective priority from %d to %d"
                    .formatted(instance.name(), before, instance.outcome.priority())));
  }

  private void priorityChanged(Instance instance, int before) {
    logPriority(instance, before);
    if (!instance.config.notices().priorityChanges()) {
      return;
    }
    switch (instance.state) {
      case State.Master _ -> priorityNotice(instance, VrrpNotification.State.MASTER);
      case State.Backup _ -> priorityNotice(instance, VrrpNotification.State.BACKUP);
      case State.Initialize _, State.Fault _ -> {}
    }
  }

  private void priorityNotice(Instance instance, VrrpNotification.State state) {
    ports
        .notices()
        .accept(new VrrpNotification.PriorityChanged(instance.name(), state, instance.priority()));
  }

  /// Brings the state into line with the assessment.
  void follow(Instance instance) {
    var outcome = instance.outcome;
    boolean healthy = outcome.faults().isEmpty();
    switch (instance.state) {
      case State.Initialize _ -> {
        if (!healthy) {
          dispatcher.deliver(instance, new Event.Failed(outcome.faults()));
        } else if (!outcome.pending()) {
          dispatcher.deliver(instance, new Event.Started(startsAt));
        }
      }
      case State.Fault(var conditions) -> {
        boolean own = !conditions.isEmpty() || instance.group.isEmpty();
        if (healthy && own) {
          dispatcher.deliver(instance, new Event.Recovered());
        } else if (!healthy && !conditions.equals(outcome.faults())) {
          dispatcher.deliver(instance, new Event.Failed(outcome.faults()));
        }
      }
      case State.Backup _, State.Master _ -> {
        if (!healthy) {
          dispatcher.deliver(instance, new Event.Failed(outcome.faults()));
        }
      }
    }
  }
}
