package keepalived.linux.netlink.rt;

import static keepalived.linux.netlink.NetlinkMessage.NLM_F_CREATE;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_EXCL;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_REPLACE;

import java.util.List;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.NetlinkSocket;

/// The kernel's addresses: read, added, replaced, deleted.
public final class Addresses {

  // linux/rtnetlink.h
  static final int RTM_NEWADDR = 20;
  static final int RTM_DELADDR = 21;
  static final int RTM_GETADDR = 22;

  private final NetlinkSocket socket;

  public Addresses(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// All IPv4 and IPv6 addresses of the namespace, in the kernel's order.
  public List<Address> dump() {
    return socket.dump(
        new NetlinkRequest(
            "dump addresses", RTM_GETADDR, 0, body -> body.header(out -> out.putLong(0))),
        Address::decode);
  }

  /// Adds the address; false when the link has it already.
  public boolean add(Address address) {
    try {
      execute("add", RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, address);
      return true;
    } catch (LinuxException refused) {
      if (refused.is(Errno.EEXIST)) {
        return false;
      }
      throw refused;
    }
  }

  /// Adds the address, or gives the one that is there these lifetimes and flags.
  public void replace(Address address) {
    execute("replace", RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, address);
  }

  /// Deletes the address; false when it, or its link, is gone already.
  public boolean delete(AddressKey key) {
    try {
      execute("delete", RTM_DELADDR, 0, Address.of(key));
      return true;
    } catch (LinuxException refused) {
      if (refused.is(Errno.EADDRNOTAVAIL) || refused.is(Errno.ENODEV)) {
        return false;
      }
      throw refused;
    }
  }

  private void execute(String verb, int type, int flags, Address address) {
    var what = verb + " address " + address.key();
    socket.execute(new NetlinkRequest(what, type, flags, address::encode));
  }
}
