package keepalived.linux.netlink;

import static keepalived.linux.netlink.NetlinkMessage.NLMSG_DONE;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_ACK_TLVS;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_CAPPED;

import java.util.Optional;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;

/// Why the kernel refused a request: the error number and, since Linux 4.12, an explanation.
///
///     int error (negative)  |  the request's header  |  its payload unless CAPPED  |  attributes
///
/// The end of a dump (DONE) has only the number and the attributes.
public record Refusal(Errno errno, String words) {

  private static final int NLMSGERR_ATTR_MSG = 1; // linux/netlink.h

  /// The refusal in an ERROR or DONE message; empty when the message reports success.
  public static Optional<Refusal> of(NetlinkMessage message) {
    var payload = message.payload();
    if (payload.remaining() < 4) {
      return Optional.empty();
    }
    int error = payload.getInt(0);
    if (error >= 0) {
      return Optional.empty();
    }
    return Optional.of(new Refusal(Errno.of(-error), words(message)));
  }

  private static String words(NetlinkMessage message) {
    if (!message.has(NLM_F_ACK_TLVS)) {
      return "";
    }
    var attributes = message.attributes(attributesAt(message));
    while (attributes.next()) {
      if (attributes.type() == NLMSGERR_ATTR_MSG) {
        return attributes.string();
      }
    }
    return "";
  }

  private static int attributesAt(NetlinkMessage message) {
    if (message.type() == NLMSG_DONE) {
      return 4;
    }
    int whole = 4 + NetlinkMessage.HEADER;
    if (message.has(NLM_F_CAPPED) || message.payload().remaining() < whole) {
      return whole;
    }
    int request = message.payload().getInt(4);
    if (request < NetlinkMessage.HEADER || request > message.payload().remaining()) {
      throw new MalformedMessage("acknowledged request of length " + request);
    }
    return 4 + ((request + 3) & ~3);
  }

  public LinuxException toException(String name) {
    return new LinuxException(name, errno, words);
  }
}
