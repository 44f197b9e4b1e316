package keepalived.vrrp.advert;

import java.util.ArrayList;
import java.util.List;
import keepalived.core.net.IpAddress;

/// The sequence numbers that an instance keeps from one packet to the next.
///
/// @param ipId identification of the last IPv4 packet sent
/// @param authSequence the last authentication header sequence sent or accepted
/// @param authHeard whether any authentication header was accepted or sent
/// @param signed the last sequence we signed
/// @param senders the last sequence accepted from each sender, the oldest sender first
/// @param oldChecksum a unicast peer uses the checksum of very old keepalived releases, so we send
///   it too
public record SequenceState(
    int ipId,
    long authSequence,
    boolean authHeard,
    long signed,
    List<Sender> senders,
    boolean oldChecksum) {

  public static final SequenceState FRESH = new SequenceState(0, 0, false, 0, List.of(), false);

  private static final int MULTICAST_SENDERS = 4;

  record Sender(IpAddress address, long sequence) {}

  public SequenceState {
    senders = List.copyOf(senders);
  }

  SequenceState nextId() {
    return new SequenceState(
        (ipId + 1) & 0xFFFF, authSequence, authHeard, signed, senders, oldChecksum);
  }

  /// The next authentication sequence: 32 bits, never 0.
  SequenceState nextAuthSequence() {
    long next = (authSequence + 1) & 0xFFFF_FFFFL;
    return new SequenceState(ipId, next == 0 ? 1 : next, true, signed, senders, oldChecksum);
  }

  /// A backup continues the sequence of its master.
  SequenceState authAccepted(long sequence) {
    return new SequenceState(ipId, sequence, true, signed, senders, oldChecksum);
  }

  /// Whether a sequence is not below the last one, modulo 2^32.
  boolean authFresh(long sequence) {
    return !authHeard || (int) (sequence - authSequence) >= 0;
  }

  /// The next signing sequence: the time, or one more than the last when the clock has not moved.
  SequenceState signedAt(long time) {
    long next = Long.compareUnsigned(time, signed) > 0 ? time : signed + 1;
    return new SequenceState(ipId, authSequence, authHeard, next, senders, oldChecksum);
  }

  /// Whether a signature sequence is higher than the last one of its sender.
  boolean signatureRises(IpAddress sender, long sequence) {
    for (var known : senders) {
      if (known.address().equals(sender)) {
        return Long.compareUnsigned(sequence, known.sequence()) > 0;
      }
    }
    return true;
  }

  /// @param slots senders to remember; the oldest is forgotten first
  SequenceState signatureAccepted(IpAddress sender, long sequence, int slots) {
    var next = new ArrayList<>(senders);
    next.removeIf(known -> known.address().equals(sender));
    while (next.size() >= Math.max(slots, MULTICAST_SENDERS)) {
      next.removeFirst();
    }
    next.add(new Sender(sender, sequence));
    return new SequenceState(ipId, authSequence, authHeard, signed, next, oldChecksum);
  }

  SequenceState withOldChecksum() {
    return new SequenceState(ipId, authSequence, authHeard, signed, senders, true);
  }
}
