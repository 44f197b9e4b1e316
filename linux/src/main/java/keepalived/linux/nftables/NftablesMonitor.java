package keepalived.linux.nftables;

import java.util.Set;
import keepalived.linux.netlink.NetlinkMessage;
import keepalived.linux.netlink.NetlinkSocket;

/// Receives deletions from one table of nf_tables in a network namespace, whatever program deleted:
/// the table, its chains, rules, sets or their elements. The owner registers `descriptor` with its
/// loop and calls `receive` when it is readable.
public final class NftablesMonitor implements AutoCloseable {

  private static final int NETLINK_NETFILTER = 12; // linux/netlink.h
  private static final int NFNLGRP_NFTABLES = 7; // linux/netfilter/nfnetlink.h
  private static final int NFNL_SUBSYS_NFTABLES = 10;

  /// linux/netfilter/nf_tables.h: NFT_MSG_DELTABLE, DELCHAIN, DELRULE, DELSET and DELSETELEM.
  private static final Set<Integer> DELETIONS = Set.of(2, 5, 8, 11, 14);

  private static final int HEADER = 4; // linux/netfilter/nfnetlink.h, struct nfgenmsg

  /// The attribute with the table's name, the same in all of these messages (NFTA_TABLE_NAME,
  /// NFTA_CHAIN_TABLE).
  private static final int TABLE = 1;

  private final NetlinkSocket socket;

  /// Opens a subscription in the network namespace of the calling thread. Throws
  /// [keepalived.linux.libc.LinuxException] when the kernel lacks nfnetlink.
  public NftablesMonitor() {
    socket = NetlinkSocket.open(NETLINK_NETFILTER, NetlinkSocket.Options.DEFAULT);
    socket.join(NFNLGRP_NFTABLES);
  }

  public int descriptor() {
    return socket.descriptor();
  }

  /// Processes the messages that have arrived. `deleted` is called for each deletion from a table
  /// with this name, and when messages were lost.
  public void receive(String table, Runnable deleted) {
    socket.receive(
        new NetlinkSocket.Listener() {
          @Override
          public void message(NetlinkMessage message) {
            boolean ours = message.type() >> 8 == NFNL_SUBSYS_NFTABLES;
            if (ours
                && DELETIONS.contains(message.type() & 0xFF)
                && table.equals(tableOf(message))) {
              deleted.run();
            }
          }

          @Override
          public void overrun() {
            deleted.run();
          }
        });
  }

  private static String tableOf(NetlinkMessage message) {
    var attributes = message.attributes(HEADER);
    while (attributes.next()) {
      if (attributes.type() == TABLE) {
        return attributes.string();
      }
    }
    return "";
  }

  @Override
  public void close() {
    socket.close();
  }
}
