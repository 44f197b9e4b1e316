package keepalived.vrrp.engine;

import java.util.List;
import java.util.Optional;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.event.Notification;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.engine.FaultCondition.Kind;
import keepalived.vrrp.engine.Roster.Input;

/// Brings priorities and states into line with what trackers and interfaces say.
final class Following {

  private final VrrpPorts ports;
  private final Roster roster;
  private final Observations seen;
  private final Deliveries deliveries;
  private MonoTime startsAt = new MonoTime(0);

  Following(VrrpPorts ports, Roster roster, Observations seen, Deliveries deliveries) {
    this.ports = ports;
    this.roster = roster;
    this.seen = seen;
    this.deliveries = deliveries;
  }

  /// @param startsAt no election before
  void configure(MonoTime startsAt) {
    this.startsAt = startsAt;
  }

  Assessment assess(Participant participant) {
    var assessment =
        Priority.assess(participant.config, participant.group.map(g -> g.config), seen);
    var source =
        missingSource(participant)
            .map(address -> new FaultCondition(Kind.NO_SOURCE_ADDRESS, address.toString()));
    for (var condition : List.of(source, mute(participant))) {
      assessment = condition.map(assessment::and).orElse(assessment);
    }
    return assessment;
  }

  /// A link that is down lets nothing out. With `dont_track_primary` that is no fault.
  private Optional<FaultCondition> mute(Participant participant) {
    var config = participant.config;
    boolean excused =
        !config.kernel().trackPrimary()
            && config.interfaceName().filter(name -> !seen.link(name).up()).isPresent();
    return excused ? Optional.empty() : participant.voice.condition();
  }

  /// A unicast instance starts only with its source address: peers that check who speaks would not
  /// hear it, and both would be master. One that speaks goes on without, unless it tracks it.
  private Optional<IpAddress> missingSource(Participant participant) {
    return switch (participant.state) {
      case State.Backup _, State.Master _ -> Optional.empty();
      case State.Initialize _, State.Fault _ ->
          Optional.of(participant.config.transport())
              .filter(Transport.Unicast.class::isInstance)
              .flatMap(Transport::source)
              .filter(source -> !ports.network().speaksFrom(source));
    };
  }

  /// Assesses again those whom a change concerns.
  void reassess(Input input, String name) {
    roster.dependents(input, name).forEach(this::reassess);
  }

  /// The address that an instance waits for may come to any interface.
  void interfaceChanged(String name) {
    var concerned = roster.dependents(Input.INTERFACE, name);
    concerned.forEach(this::reassess);
    for (var participant : roster.snapshot()) {
      if (participant.state instanceof State.Fault(var conditions)
          && conditions.stream().anyMatch(c -> c.kind() == Kind.NO_SOURCE_ADDRESS)
          && !concerned.contains(participant)) {
        reassess(participant);
      }
    }
  }

  void reassess(Participant participant) {
    int before = participant.assessment.priority();
    participant.assess(assess(participant));
    if (participant.assessment.priority() != before) {
      priorityChanged(participant, before);
    }
    follow(participant);
  }

  void logPriority(Participant participant, int before) {
    ports
        .log()
        .accept(
            Report.info(
                "(%s) Changing effective priority from %d to %d"
                    .formatted(participant.name(), before, participant.assessment.priority())));
  }

  private void priorityChanged(Participant participant, int before) {
    logPriority(participant, before);
    if (!participant.config.notices().priorityChanges()) {
      return;
    }
    switch (participant.state) {
      case State.Master _ -> priorityNotice(participant, Notification.State.MASTER);
      case State.Backup _ -> priorityNotice(participant, Notification.State.BACKUP);
      case State.Initialize _, State.Fault _ -> {}
    }
  }

  private void priorityNotice(Participant participant, Notification.State state) {
    ports
        .notices()
        .accept(
            new Notification.PriorityChanged(participant.name(), state, participant.priority()));
  }

  /// Brings the state into line with the assessment.
  void follow(Participant participant) {
    var assessment = participant.assessment;
    boolean healthy = assessment.faults().isEmpty();
    switch (participant.state) {
      case State.Initialize _ -> {
        if (!healthy) {
          deliveries.deliver(participant, new Event.Failed(assessment.faults()));
        } else if (!assessment.pending()) {
          deliveries.deliver(participant, new Event.Started(startsAt));
        }
      }
      case State.Fault(var conditions) -> {
        boolean own = !conditions.isEmpty() || participant.group.isEmpty();
        if (healthy && own) {
          deliveries.deliver(participant, new Event.Recovered());
        } else if (!healthy && !conditions.equals(assessment.faults())) {
          deliveries.deliver(participant, new Event.Failed(assessment.faults()));
        }
      }
      case State.Backup _, State.Master _ -> {
        if (!healthy) {
          deliveries.deliver(participant, new Event.Failed(assessment.faults()));
        }
      }
    }
  }
}
