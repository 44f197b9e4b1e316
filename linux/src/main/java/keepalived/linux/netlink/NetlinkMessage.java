package keepalived.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// One message of a netlink datagram. The payload is a view, valid until the socket receives again.
///
///      0                   1                   2                   3
///     +-------------------------------+-------------------------------+
///     |                     length, with this header                  |
///     +-------------------------------+-------------------------------+
///     |             type              |             flags             |
///     +-------------------------------+-------------------------------+
///     |                        sequence number                        |
///     +---------------------------------------------------------------+
///     |                     sender's port (0 = kernel)                |
///     +---------------------------------------------------------------+
///     |                  payload, padded to 4 bytes                   |
///
/// All integers are in the byte order of the machine (linux/netlink.h, struct nlmsghdr).
public record NetlinkMessage(int type, int flags, int sequence, int port, ByteBuffer payload) {

  public static final int HEADER = 16;

  // linux/netlink.h, message types of the protocol itself.
  public static final int NLMSG_NOOP = 1;
  public static final int NLMSG_ERROR = 2;
  public static final int NLMSG_DONE = 3;
  public static final int NLMSG_OVERRUN = 4;

  // linux/netlink.h, nlmsg_flags.
  public static final int NLM_F_REQUEST = 0x1;
  public static final int NLM_F_MULTI = 0x2;
  public static final int NLM_F_ACK = 0x4;
  public static final int NLM_F_DUMP_INTR = 0x10;
  public static final int NLM_F_DUMP = 0x300;
  public static final int NLM_F_REPLACE = 0x100;
  public static final int NLM_F_EXCL = 0x200;
  public static final int NLM_F_CREATE = 0x400;
  public static final int NLM_F_APPEND = 0x800;
  public static final int NLM_F_CAPPED = 0x100;
  public static final int NLM_F_ACK_TLVS = 0x200;

  /// Splits a datagram into its messages. Throws [MalformedMessage] when a length does not fit.
  public static List<NetlinkMessage> split(ByteBuffer datagram) {
    var data = datagram.duplicate().order(ByteOrder.nativeOrder());
    var messages = new ArrayList<NetlinkMessage>();
    while (data.remaining() >= HEADER) {
      int start = data.position();
      int length = data.getInt();
      if (length < HEADER || length > data.limit() - start) {
        throw new MalformedMessage(
            "message length " + length + " with " + (data.limit() - start) + " bytes left");
      }
      int type = data.getShort() & 0xFFFF;
      int flags = data.getShort() & 0xFFFF;
      int sequence = data.getInt();
      int port = data.getInt();
      var payload = data.slice(start + HEADER, length - HEADER).order(ByteOrder.nativeOrder());
      messages.add(new NetlinkMessage(type, flags, sequence, port, payload));
      data.position(Math.min(data.limit(), start + ((length + 3) & ~3)));
    }
    return messages;
  }

  /// Appends a request to the buffer: the header, then its body, padded.
  ///
  /// @param flags all flags of the message (NLM_F_*), those of the request too
  public static void write(ByteBuffer out, NetlinkRequest request, int flags, int sequence) {
    out.order(ByteOrder.nativeOrder());
    int start = out.position();
    out.putInt(0)
        .putShort((short) request.type())
        .putShort((short) flags)
        .putInt(sequence)
        .putInt(0);
    request.body().accept(new AttributeWriter(out));
    out.putInt(start, out.position() - start);
  }

  /// A reader of the attributes after a fixed header of this size.
  public AttributeReader attributes(int fixedHeader) {
    if (payload.remaining() < fixedHeader) {
      throw new MalformedMessage(
          "payload of " + payload.remaining() + " bytes, expected at least " + fixedHeader);
    }
    int from = Math.min((fixedHeader + 3) & ~3, payload.limit());
    return new AttributeReader(payload.slice(from, payload.limit() - from));
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
