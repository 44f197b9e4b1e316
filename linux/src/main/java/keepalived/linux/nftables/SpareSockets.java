package keepalived.linux.nftables;

import java.util.ArrayList;
import java.util.Optional;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.NetlinkSocket;

/// Whether this process can open netlink sockets at this moment. A library that ends the process
/// when it cannot is called only when it can.
final class SpareSockets {

  /// libnftables needs one at a time. The others are for what other threads open meanwhile.
  private static final int ENOUGH = 8;

  private static final int NETLINK_NETFILTER = 12; // linux/netlink.h

  private SpareSockets() {}

  /// Opens and closes some sockets. The refusal, when the kernel refuses one of them.
  static Optional<LinuxException> shortage() {
    var opened = new ArrayList<NetlinkSocket>(ENOUGH);
    try {
      for (int i = 0; i < ENOUGH; i++) {
        opened.add(NetlinkSocket.open(NETLINK_NETFILTER, NetlinkSocket.Options.DEFAULT));
      }
      return Optional.empty();
    } catch (LinuxException refused) {
      return Optional.of(refused);
    } finally {
      opened.forEach(NetlinkSocket::close);
    }
  }
}
