package keepalived.linux.nftables;

import java.util.Set;
import keepalived.linux.netlink.NetlinkMessage;
import keepalived.linux.netlink.NetlinkSocket;

/// Hears when tables, chains, rules or sets of nf_tables are deleted in a network namespace, by
/// whomever. The owner registers `descriptor` with its loop and calls `receive` when it is readable.
public final class NftablesMonitor implements AutoCloseable {

  private static final int NETLINK_NETFILTER = 12; // linux/netlink.h
  private static final int NFNLGRP_NFTABLES = 7; // linux/netfilter/nfnetlink.h
  private static final int NFNL_SUBSYS_NFTABLES = 10;

  /// linux/netfilter/nf_tables.h: NFT_MSG_DELTABLE, DELCHAIN, DELRULE and DELSET.
  private static final Set<Integer> DELETIONS = Set.of(2, 5, 8, 11);

  private final NetlinkSocket socket;

  /// Opens a subscription in the network namespace of the calling thread. Throws
  /// [keepalived.linux.libc.LinuxException] where the kernel has no nfnetlink.
  public NftablesMonitor() {
    socket = NetlinkSocket.open(NETLINK_NETFILTER, NetlinkSocket.Options.DEFAULT);
    socket.join(NFNLGRP_NFTABLES);
  }

  public int descriptor() {
    return socket.descriptor();
  }

  /// Takes the messages that have arrived; `deleted` is called for each deletion, and when messages
  /// were lost.
  public void receive(Runnable deleted) {
    socket.receive(
        new NetlinkSocket.Listener() {
          @Override
          public void message(NetlinkMessage message) {
            boolean ours = message.type() >> 8 == NFNL_SUBSYS_NFTABLES;
            if (ours && DELETIONS.contains(message.type() & 0xFF)) {
              deleted.run();
            }
          }

          @Override
          public void overrun() {
            deleted.run();
          }
        });
  }

  @Override
  public void close() {
    socket.close();
  }
}
