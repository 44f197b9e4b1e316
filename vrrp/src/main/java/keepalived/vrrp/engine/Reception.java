package keepalived.vrrp.engine;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.packet.Rejected;

/// What arrives: finds the instance that a packet is for, and refuses, counts and names what that
/// instance does not accept.
final class Reception {

  private final VrrpPorts ports;
  private final Roster roster;
  private final Deliveries deliveries;
  private final LogPace lines;
  private final Map<Rejected.Reason, Long> unattributed = new EnumMap<>(Rejected.Reason.class);
  private MonoTime startsAt = new MonoTime(0);
  private boolean logsUnknown;
  private long unknownVrids;

  Reception(VrrpPorts ports, Roster roster, Deliveries deliveries) {
    this.ports = ports;
    this.roster = roster;
    this.deliveries = deliveries;
    lines = new LogPace(ports.loop(), ports.log());
  }

  /// @param logsUnknown whether adverts for nobody here get a line
  /// @param startsAt nothing is heard before
  void configure(boolean logsUnknown, MonoTime startsAt) {
    this.logsUnknown = logsUnknown;
    this.startsAt = startsAt;
  }

  /// @return whether it was for an instance of ours
  boolean received(Optional<String> interfaceName, Envelope envelope) {
    var vrid =
        switch (envelope.content()) {
          case Advertisement advert -> java.util.OptionalInt.of(advert.vrid());
          case Rejected rejected -> rejected.vrid();
        };
    if (vrid.isEmpty()) {
      if (envelope.content() instanceof Rejected rejected) {
        unattributed.merge(rejected.reason(), 1L, Long::sum);
      }
      return false;
    }
    var addressee = roster.addressee(interfaceName, envelope, vrid.getAsInt());
    if (addressee.isEmpty()) {
      unknownVrid(interfaceName, vrid.getAsInt());
      return false;
    }
    heard(addressee.get(), envelope);
    return true;
  }

  private void unknownVrid(Optional<String> interfaceName, int vrid) {
    unknownVrids++;
    if (logsUnknown) {
      var line = "Unknown VRID(%d) received on interface(%s). ignoring...";
      lines.accept(
          interfaceName.orElse(""),
          Report.info(line.formatted(vrid, interfaceName.orElse(""))).about("unknown VRID"));
    }
  }

  private void heard(Participant participant, Envelope envelope) {
    boolean listening =
        (participant.state instanceof State.Backup || participant.state instanceof State.Master)
            && startsAt.reached(ports.loop().now());
    if (!listening) {
      participant.counters.add(Counter.NOT_LISTENING);
      return;
    }
    var screened =
        Screening.check(
            participant.router(),
            participant.master(),
            participant.wire,
            envelope,
            ports.wall().instant());
    switch (screened) {
      case Screened.Refused refused -> refuse(participant, refused);
      case Screened.Accepted(var advert, var wire, var remarks) -> {
        participant.counters.add(Counter.ADVERT_RECEIVED);
        if (advert.priority() == 0) {
          participant.counters.add(Counter.PRIORITY_ZERO_RECEIVED);
        }
        participant.wire = wire;
        remarks.forEach(remark -> refuse(participant, remark));
        deliveries.deliver(participant, new Event.Heard(envelope.source(), advert));
      }
    }
  }

  private void refuse(Participant participant, Screened.Refused refused) {
    participant.counters.add(refused.counter());
    if (participant.told.add(refused.counter())) {
      lines.accept(participant.name(), refused.report());
    }
  }

  /// Packets so broken that nobody knows whom they were for.
  Map<Rejected.Reason, Long> unattributed() {
    return Collections.unmodifiableMap(new EnumMap<>(unattributed));
  }

  /// Adverts for numbers that nobody here has.
  long unknownVrids() {
    return unknownVrids;
  }

  void clearCounters() {
    unattributed.clear();
    unknownVrids = 0;
  }
}
