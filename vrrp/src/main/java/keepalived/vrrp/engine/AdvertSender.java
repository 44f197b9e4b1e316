package keepalived.vrrp.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.vrrp.advert.AdvertWriter;
import keepalived.vrrp.advert.OutgoingPacket;
import keepalived.vrrp.advert.SendHealth;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.machine.OwnLines;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.port.VrrpPorts;

/// Sends the adverts of instances and checks whether they leave this host.
final class AdvertSender {

  private static final String NO_ADDRESS = "no address to send from";

  private final VrrpPorts ports;
  private final Consumer<Instance> changed;

  /// @param changed called with an instance whose adverts fail, or succeed again
  AdvertSender(VrrpPorts ports, Consumer<Instance> changed) {
    this.ports = ports;
    this.changed = changed;
  }

  /// Sends an advert.
  ///
  /// @param priority 0 resigns
  void advertise(Instance instance, int priority) {
    var refusal = refusal(instance, priority);
    instance.refusal = refusal;
    if (priority == 0) {
      ports
          .log()
          .accept(
              refusal
                  .map(reason -> OwnLines.zeroNotSent(instance.name(), reason))
                  .orElseGet(() -> OriginalLines.sentZero(instance.name())));
    }
  }

  /// Why none of the packets could be sent; empty when one was sent, or when there is no
  /// destination.
  private Optional<String> refusal(Instance instance, int priority) {
    var input = priority == 0 ? instance.resigningInput() : instance.input();
    if (input.address().isEmpty()) {
      return Optional.of(NO_ADDRESS);
    }
    var written = AdvertWriter.write(input, instance.sequences, priority, ports.wall().instant());
    instance.sequences = written.sequences();
    var refusal = send(instance, written.packets());
    if (refusal.isEmpty() && !written.packets().isEmpty()) {
      instance.spokeFrom = input.address();
      instance.counters.add(priority == 0 ? Counter.PRIORITY_ZERO_SENT : Counter.ADVERT_SENT);
    }
    return refusal;
  }

  /// Sends all packets. Returns the last refusal if every packet was refused.
  private Optional<String> send(Instance instance, List<OutgoingPacket> packets) {
    var refusal = Optional.<String>empty();
    boolean left = false;
    for (var packet : packets) {
      var why = ports.network().send(instance.key, packet);
      if (why.isPresent()) {
        instance.counters.add(Counter.SEND_FAILED);
        refusal = why;
      }
      left |= why.isEmpty();
    }
    return left ? Optional.empty() : refusal;
  }

  /// Updates the send health of a master from the result of its last advert.
  ///
  /// @param moved the virtual addresses were added after the advert; it may need one of them as its
  ///   source, so it is sent again
  void conclude(Instance instance, boolean moved) {
    if (!instance.state.ownsAddresses()) {
      return;
    }
    if (moved && instance.refusal.isPresent()) {
      advertise(instance, instance.input().priority());
    }
    var input = instance.input();
    var now = ports.loop().now();
    become(instance, instance.sendHealth.advertised(input, instance.refusal, now));
  }

  /// Sends a probe if one is due; returns whether it was.
  boolean tryAgain(Instance instance) {
    var now = ports.loop().now();
    boolean due =
        instance.state instanceof State.Fault
            && instance.sendHealth.nextTry().filter(at -> at.reached(now)).isPresent();
    if (due) {
      become(instance, instance.sendHealth.tried(refusalOfProbe(instance), now));
    }
    return due;
  }

  private Optional<String> refusalOfProbe(Instance instance) {
    var input = instance.resigningInput();
    if (input.address().isEmpty()) {
      return Optional.of(NO_ADDRESS);
    }
    var written = AdvertWriter.probe(input, instance.sequences, ports.wall().instant());
    instance.sequences = written.sequences();
    return send(instance, written.packets());
  }

  private void become(Instance instance, SendHealth next) {
    boolean news = !next.condition().equals(instance.sendHealth.condition());
    instance.sendHealth = next;
    if (news) {
      changed.accept(instance);
    }
  }
}
