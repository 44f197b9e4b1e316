package keepalived.vrrp.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Sends the adverts of participants, and finds out whether they leave at all.
final class Speaking {

  private static final String NO_ADDRESS = "no address to send from";

  private final VrrpPorts ports;
  private final Consumer<Participant> changed;

  /// @param changed told whom packets leave or do not leave any more
  Speaking(VrrpPorts ports, Consumer<Participant> changed) {
    this.ports = ports;
    this.changed = changed;
  }

  /// Sends an advert.
  ///
  /// @param priority 0 resigns
  void advertise(Participant participant, int priority) {
    var refusal = refusal(participant, priority);
    participant.refusal = refusal;
    if (priority == 0) {
      ports
          .log()
          .accept(
              refusal
                  .map(reason -> Wording.zeroNotSent(participant.name(), reason))
                  .orElseGet(() -> Wording.sentZero(participant.name())));
    }
  }

  /// Why none of the packets left; empty when one did, or nobody is to hear them.
  private Optional<String> refusal(Participant participant, int priority) {
    var router = priority == 0 ? participant.resigningRouter() : participant.router();
    if (router.address().isEmpty()) {
      return Optional.of(NO_ADDRESS);
    }
    var written = AdvertWriter.write(router, participant.wire, priority, ports.wall().instant());
    participant.wire = written.wire();
    var refusal = send(participant, written.packets());
    if (refusal.isEmpty() && !written.packets().isEmpty()) {
      participant.spokeFrom = router.address();
      participant.counters.add(priority == 0 ? Counter.PRIORITY_ZERO_SENT : Counter.ADVERT_SENT);
    }
    return refusal;
  }

  /// Sends all of these. The last refusal when every one was refused.
  private Optional<String> send(Participant participant, List<Outgoing> packets) {
    var refusal = Optional.<String>empty();
    boolean left = false;
    for (var packet : packets) {
      var why = ports.network().send(participant.key, packet);
      if (why.isPresent()) {
        participant.counters.add(Counter.SEND_FAILED);
        refusal = why;
      }
      left |= why.isEmpty();
    }
    return left ? Optional.empty() : refusal;
  }

  /// Draws the conclusion from the last advert of a master.
  ///
  /// @param moved the addresses have come since: it may leave from one of them
  void conclude(Participant participant, boolean moved) {
    if (!participant.state.ownsAddresses()) {
      return;
    }
    if (moved && participant.refusal.isPresent()) {
      advertise(participant, participant.router().priority());
    }
    var router = participant.router();
    var now = ports.loop().now();
    become(participant, participant.voice.advertised(router, participant.refusal, now));
  }

  /// Tries whether packets leave again. Whether it was time to.
  boolean tryAgain(Participant participant) {
    var now = ports.loop().now();
    boolean due =
        participant.state instanceof State.Fault
            && participant.voice.nextTry().filter(at -> at.reached(now)).isPresent();
    if (due) {
      become(participant, participant.voice.tried(refusalOfProbe(participant), now));
    }
    return due;
  }

  private Optional<String> refusalOfProbe(Participant participant) {
    var router = participant.resigningRouter();
    if (router.address().isEmpty()) {
      return Optional.of(NO_ADDRESS);
    }
    var written = AdvertWriter.probe(router, participant.wire, ports.wall().instant());
    participant.wire = written.wire();
    return send(participant, written.packets());
  }

  private void become(Participant participant, Voice next) {
    boolean news = !next.condition().equals(participant.voice.condition());
    participant.voice = next;
    if (news) {
      changed.accept(participant);
    }
  }
}
