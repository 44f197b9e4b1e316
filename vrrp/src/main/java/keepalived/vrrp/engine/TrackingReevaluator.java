package keepalived.vrrp.engine;

import java.util.List;
import java.util.Optional;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.event.Happening;
import keepalived.core.net.IpAddress;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.engine.InstanceTable.Input;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.FaultCondition.Kind;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.priority.PriorityCalculation;
import keepalived.vrrp.priority.TrackerResults;
import keepalived.vrrp.priority.TrackingOutcome;
import keepalived.vrrp.transition.EventTrail;

/// Re-evaluates priorities and states when a tracker or an interface changes.
final class TrackingReevaluator {

  private final VrrpPorts ports;
  private final InstanceTable table;
  private final TrackerResults seen;
  private final EventDispatcher dispatcher;
  private final EventTrail trail;
  private MonoTime startsAt = new MonoTime(0);

  TrackingReevaluator(
      VrrpPorts ports, InstanceTable table, TrackerResults seen, EventDispatcher dispatcher) {
    this.ports = ports;
    this.table = table;
    this.seen = seen;
    this.dispatcher = dispatcher;
    trail = dispatcher.trail();
  }

  /// @param startsAt no election starts before this
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

  /// The fault of an instance whose adverts cannot be sent. A link that is down sends nothing; with
  /// `dont_track_primary` that is no fault.
  private Optional<FaultCondition> mute(Instance instance) {
    var config = instance.config;
    boolean excused =
        !config.kernel().trackPrimary()
            && config.interfaceName().filter(name -> !seen.link(name).up()).isPresent();
    return excused ? Optional.empty() : instance.sendHealth.condition();
  }

  /// A unicast instance starts only when its source address exists: peers that check the sender
  /// would ignore its adverts, and both would become master. A running instance continues without
  /// the address, unless it tracks it.
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

  /// Re-evaluates the instances that depend on an input.
  void reassess(Input input, String name) {
    table.dependents(input, name).forEach(this::reassess);
  }

  /// Re-evaluates the dependents of an interface, and all instances without a source address, which
  /// may appear on any interface.
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
            OriginalLines.effectivePriority(instance.name(), before, instance.outcome.priority()));
  }

  private void priorityChanged(Instance instance, int before) {
    logPriority(instance, before);
    var event =
        Happening.of(Happening.Kind.PRIORITY, instance.name())
            .with("before", before)
            .with("now", instance.outcome.priority());
    for (var cause : instance.evidence.since(ports.loop().now())) {
      event = event.after(cause);
    }
    trail.note(List.of(instance.evidence), event);
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

  /// Sends the event that the outcome requires in the current state.
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
