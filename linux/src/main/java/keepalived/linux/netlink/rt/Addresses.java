package keepalived.linux.netlink.rt;

import static keepalived.linux.netlink.NetlinkMessage.NLM_F_CREATE;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_EXCL;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_REPLACE;

import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.Dump;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.NetlinkSocket;

/// Reads, adds, replaces and deletes the kernel's addresses.
public final class Addresses {

  // linux/rtnetlink.h
  static final int RTM_NEWADDR = 20;
  static final int RTM_DELADDR = 21;
  static final int RTM_GETADDR = 22;

  private final NetlinkSocket socket;

  public Addresses(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// The IPv4 and IPv6 addresses of the namespace, in the kernel's order.
  public Dump<Address> dump() {
    return dump("dump addresses", 0);
  }

  /// The addresses of one link. Kernels before 4.20 ignore the filter and send those of all links.
  public Dump<Address> dump(int link) {
    var all = dump("dump addresses of link " + link, link);
    var own = all.entries().stream().filter(a -> a.key().link() == link).toList();
    return new Dump<>(own, all.whole(), all.unreadable());
  }

  private Dump<Address> dump(String what, int link) {
    return socket.dump(
        new NetlinkRequest(
            what, RTM_GETADDR, 0, body -> body.header(out -> out.putInt(0).putInt(link))),
        Address::decode);
  }

  /// The request that adds the address, for a bundle. The kernel refuses it with EEXIST when the
  /// link already has the address.
  public static NetlinkRequest adding(Address address) {
    return request("add", RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, address);
  }

  /// Adds the address; returns false when the link already has it.
  public boolean add(Address address) {
    try {
      socket.execute(adding(address));
      return true;
    } catch (LinuxException refused) {
      if (refused.is(Errno.EEXIST)) {
        return false;
      }
      throw refused;
    }
  }

  /// Adds the address, or changes the lifetimes and flags of an existing one.
  public void replace(Address address) {
    execute("replace", RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, address);
  }

  /// Deletes the address; returns false when the address or its link does not exist.
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
    socket.execute(request(verb, type, flags, address));
  }

  private static NetlinkRequest request(String verb, int type, int flags, Address address) {
    return new NetlinkRequest(verb + " address " + address.key(), type, flags, address::encode);
  }
}
