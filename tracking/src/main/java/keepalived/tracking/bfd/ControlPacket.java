package keepalived.tracking.bfd;

import java.nio.ByteBuffer;
import java.time.Duration;

/// A BFD control packet (RFC 5880 section 4.1):
///
///      0                   1                   2                   3
///     +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
///     |Vers |  Diag   |Sta|P|F|C|A|D|M|  Detect Mult  |    Length     |
///     +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
///     |                       My Discriminator                        |
///     |                      Your Discriminator                       |
///     |                    Desired Min TX Interval                    |
///     |                   Required Min RX Interval                    |
///     |                 Required Min Echo RX Interval                 |
///     +---------------------------------------------------------------+
///
/// Intervals are microseconds on the wire, unsigned.
record ControlPacket(
    State state,
    Diagnostic diagnostic,
    Flags flags,
    int multiplier,
    Discriminators discriminators,
    Duration desiredMinTx,
    Duration requiredMinRx)
    implements ControlDecoded {

  static final int LENGTH = 24;

  /// Session states; the ordinal is the number on the wire.
  enum State {
    ADMIN_DOWN("AdminDown"),
    DOWN("Down"),
    INIT("Init"),
    UP("Up");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /// @param demand whether the sender wants no periodic packets
  record Flags(boolean poll, boolean end, boolean demand) {
    static final Flags NONE = new Flags(false, false, false);
  }

  /// Unsigned 32-bit numbers.
  record Discriminators(long mine, long yours) {}

  ByteBuffer encode() {
    int flagBits =
        (flags.poll() ? 0x20 : 0) | (flags.end() ? 0x10 : 0) | (flags.demand() ? 0x02 : 0);
    return ByteBuffer.allocate(LENGTH)
        .put((byte) (1 << 5 | diagnostic.ordinal()))
        .put((byte) (state.ordinal() << 6 | flagBits))
        .put((byte) multiplier)
        .put((byte) LENGTH)
        .putInt((int) discriminators.mine())
        .putInt((int) discriminators.yours())
        .putInt(microseconds(desiredMinTx))
        .putInt(microseconds(requiredMinRx))
        .putInt(0)
        .flip();
  }

  private static int microseconds(Duration interval) {
    return (int) Math.min(interval.toNanos() / 1000, 0xFFFF_FFFFL);
  }

  /// Decodes a packet and applies the checks of RFC 5880 section 6.8.6 that need no session.
  static ControlDecoded decode(ByteBuffer packet) {
    var in = packet.slice();
    if (in.remaining() < LENGTH) {
      return new ControlRejected(ControlRejected.Reason.TOO_SHORT);
    }
    int first = in.get(0) & 0xFF;
    int second = in.get(1) & 0xFF;
    int length = in.get(3) & 0xFF;
    long mine = in.getInt(4) & 0xFFFF_FFFFL;
    long yours = in.getInt(8) & 0xFFFF_FFFFL;
    var state = State.values()[second >> 6];
    if (first >> 5 != 1) {
      return new ControlRejected(ControlRejected.Reason.VERSION);
    }
    if (length < LENGTH || length > in.remaining()) {
      return new ControlRejected(ControlRejected.Reason.LENGTH);
    }
    if ((first & 0x1F) >= Diagnostic.values().length) {
      return new ControlRejected(ControlRejected.Reason.DIAGNOSTIC);
    }
    if (in.get(2) == 0) {
      return new ControlRejected(ControlRejected.Reason.MULTIPLIER);
    }
    if ((second & 0x01) != 0) {
      return new ControlRejected(ControlRejected.Reason.MULTIPOINT);
    }
    if ((second & 0x30) == 0x30) {
      return new ControlRejected(ControlRejected.Reason.POLL_AND_FINAL);
    }
    if ((second & 0x04) != 0) {
      return new ControlRejected(ControlRejected.Reason.AUTHENTICATED);
    }
    if (mine == 0) {
      return new ControlRejected(ControlRejected.Reason.MY_DISCRIMINATOR);
    }
    if (yours == 0 && (state == State.INIT || state == State.UP)) {
      return new ControlRejected(ControlRejected.Reason.YOUR_DISCRIMINATOR);
    }
    return new ControlPacket(
        state,
        Diagnostic.values()[first & 0x1F],
        new Flags((second & 0x20) != 0, (second & 0x10) != 0, (second & 0x02) != 0),
        in.get(2) & 0xFF,
        new Discriminators(mine, yours),
        interval(in.getInt(12)),
        interval(in.getInt(16)));
  }

  private static Duration interval(int microseconds) {
    return Duration.ofNanos((microseconds & 0xFFFF_FFFFL) * 1000);
  }
}
