package keepalived.vrrp.engine;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.advert.AdvertValidator;
import keepalived.vrrp.advert.Verdict;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.packet.Rejected;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.transition.EventTrail;

/// Finds the instance that a received packet is addressed to; counts and logs what that instance
/// refuses.
final class AdvertReceiver {

  private final VrrpPorts ports;
  private final InstanceTable table;
  private final EventDispatcher dispatcher;
  private final EventTrail trail;
  private final LogThrottle lines;
  private final Map<Rejected.Reason, Long> unattributed = new EnumMap<>(Rejected.Reason.class);
  private MonoTime startsAt = new MonoTime(0);
  private boolean logsUnknown;
  private long unknownVrids;

  AdvertReceiver(VrrpPorts ports, InstanceTable table, EventDispatcher dispatcher) {
    this.ports = ports;
    this.table = table;
    this.dispatcher = dispatcher;
    trail = dispatcher.trail();
    lines = new LogThrottle(ports.loop(), ports.log());
  }

  /// @param logsUnknown whether adverts with an unknown VRID are logged
  /// @param startsAt adverts that arrive before this are ignored
  void configure(boolean logsUnknown, MonoTime startsAt) {
    this.logsUnknown = logsUnknown;
    this.startsAt = startsAt;
  }

  /// @return whether an instance of this host is the addressee
  boolean received(Optional<String> interfaceName, Envelope envelope) {
    var vrid =
        switch (envelope.content()) {
          case Advertisement advert -> OptionalInt.of(advert.vrid());
          case Rejected rejected -> rejected.vrid();
        };
    if (vrid.isEmpty()) {
      if (envelope.content() instanceof Rejected rejected) {
        unattributed.merge(rejected.reason(), 1L, Long::sum);
      }
      return false;
    }
    var addressee = table.addressee(interfaceName, envelope, vrid.getAsInt());
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
      var name = interfaceName.orElse("");
      lines.accept(name, OriginalLines.unknownVrid(vrid, name));
    }
  }

  private void heard(Instance instance, Envelope envelope) {
    boolean listening =
        (instance.state instanceof State.Backup || instance.state instanceof State.Master)
            && startsAt.reached(ports.loop().now());
    if (!listening) {
      instance.counters.add(Counter.NOT_LISTENING);
      return;
    }
    var screened =
        AdvertValidator.check(
            envelope,
            new AdvertValidator.Context(
                instance.config, instance.master(), instance.sequences, ports.wall().instant()));
    switch (screened) {
      case Verdict.Refused refused -> {
        refuse(instance, refused);
        trail.refused(
            new EventTrail.Refusal(instance.name(), envelope.source(), refused.counter()),
            instance.evidence,
            refused.line().text());
      }
      case Verdict.Accepted(var advert, var sequences, var remarks) -> {
        instance.counters.add(Counter.ADVERT_RECEIVED);
        if (advert.priority() == 0) {
          instance.counters.add(Counter.PRIORITY_ZERO_RECEIVED);
        }
        instance.sequences = sequences;
        instance.heardAt = ports.loop().now();
        remarks.forEach(remark -> refuse(instance, remark));
        instance.evidence.heard(envelope.source(), ports.loop().now());
        dispatcher.deliver(instance, new Event.Heard(envelope.source(), advert));
      }
    }
  }

  private void refuse(Instance instance, Verdict.Refused refused) {
    instance.counters.add(refused.counter());
    if (instance.loggedReasons.add(refused.counter())) {
      lines.accept(instance.name(), refused.line());
    }
  }

  /// Packets without a readable VRID, counted by reject reason.
  Map<Rejected.Reason, Long> unattributed() {
    return Collections.unmodifiableMap(new EnumMap<>(unattributed));
  }

  /// Adverts with a VRID that no instance here has.
  long unknownVrids() {
    return unknownVrids;
  }

  void clearCounters() {
    unattributed.clear();
    unknownVrids = 0;
  }
}
