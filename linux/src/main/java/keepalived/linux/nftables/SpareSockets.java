package keepalived.linux.nftables;

import java.util.ArrayList;
import java.util.Optional;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.NetlinkSocket;

/// Tests whether this process can currently open netlink sockets. libnftables, which ends the
/// process when it cannot, is called only after this test.
final class SpareSockets {

  /// Sockets to test. libnftables needs one at a time; the others allow for descriptors that other
  /// threads open meanwhile.
  private static final int ENOUGH = 8;

  private static final int NETLINK_NETFILTER = 12; // linux/netlink.h

  private SpareSockets() {}

  /// Opens and closes [#ENOUGH] sockets; returns the error when the kernel refuses one.
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
