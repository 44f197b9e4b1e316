package keepalived.linux.netlink.rt;

import static keepalived.linux.netlink.NetlinkMessage.NLM_F_CREATE;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_EXCL;

import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.net.MacAddress;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.AttributeWriter;
import keepalived.linux.netlink.Dump;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.NetlinkSocket;

/// Reads, creates, changes and removes the kernel's network interfaces. Links are identified by
/// index, except when they are created or looked up by name.
public final class Links {

  // linux/rtnetlink.h
  static final int RTM_NEWLINK = 16;
  static final int RTM_DELLINK = 17;
  static final int RTM_GETLINK = 18;

  private static final int IFF_UP = 1; // linux/if.h
  private static final int IFLA_EXT_MASK = 29; // linux/if_link.h
  private static final int RTEXT_FILTER_SKIP_STATS = 1 << 3; // linux/rtnetlink.h
  private static final int IFLA_IPVLAN_MODE = 1;
  private static final int IFLA_IPVLAN_FLAGS = 2;

  /// How macvlans of the same parent reach each other (linux/if_link.h, MACVLAN_MODE_*).
  public enum MacvlanMode {
    PRIVATE(1),
    VEPA(2),
    BRIDGE(4);

    private final int number;

    MacvlanMode(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  /// How ipvlans of the same parent reach each other (linux/if_link.h, IPVLAN_F_*), always in L2
  /// mode.
  public enum IpvlanFlavour {
    BRIDGE(0),
    PRIVATE(1),
    VEPA(2);

    private final int flags;

    IpvlanFlavour(int flags) {
      this.flags = flags;
    }
  }

  private final NetlinkSocket socket;

  public Links(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// The links of the namespace.
  public Dump<Link> dump() {
    return socket.dump(
        request("dump links", RTM_GETLINK, 0, 0, Links::withoutStatistics), Link::decode);
  }

  public Optional<Link> find(String name) {
    return find(
        request(
            "find link " + name,
            RTM_GETLINK,
            0,
            0,
            body -> withoutStatistics(body.string(Link.IFLA_IFNAME, name))));
  }

  public Optional<Link> find(int index) {
    return find(request("find link " + index, RTM_GETLINK, 0, index, Links::withoutStatistics));
  }

  private Optional<Link> find(NetlinkRequest request) {
    try {
      return socket.ask(request, Link::decode).stream().findFirst();
    } catch (LinuxException refused) {
      if (refused.is(Errno.ENODEV)) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /// Creates a macvlan, which is down, and returns it. Without a MAC the kernel picks a random one.
  public Link addMacvlan(int parent, String name, Optional<MacAddress> mac, MacvlanMode mode) {
    return make(
        "macvlan",
        parent,
        name,
        body -> mac.ifPresent(m -> body.bytes(Link.IFLA_ADDRESS, m.bytes())),
        data -> data.u32(Link.IFLA_MACVLAN_MODE, mode.number()));
  }

  /// Creates an ipvlan in L2 mode, which is down, and returns it.
  public Link addIpvlan(int parent, String name, IpvlanFlavour flavour) {
    return make(
        "ipvlan",
        parent,
        name,
        _ -> {},
        data -> data.u16(IFLA_IPVLAN_MODE, 0).u16(IFLA_IPVLAN_FLAGS, flavour.flags));
  }

  private Link make(
      String kind,
      int parent,
      String name,
      Consumer<AttributeWriter> more,
      Consumer<AttributeWriter> data) {
    var what = "add " + kind + " " + name;
    socket.execute(
        request(
            what,
            RTM_NEWLINK,
            NLM_F_CREATE | NLM_F_EXCL,
            0,
            body -> {
              body.string(Link.IFLA_IFNAME, name).u32(Link.IFLA_LINK, parent);
              more.accept(body);
              body.nested(
                  Link.IFLA_LINKINFO,
                  info -> info.string(Link.IFLA_INFO_KIND, kind).nested(Link.IFLA_INFO_DATA, data));
            }));
    return find(name).orElseThrow(() -> new LinuxException(what, Errno.ENODEV));
  }

  public void setUp(int link) {
    setFlags("set up link " + link, link, IFF_UP, IFF_UP);
  }

  public void setDown(int link) {
    setFlags("set down link " + link, link, 0, IFF_UP);
  }

  public void setMtu(int link, int mtu) {
    set("set mtu of link " + link, link, body -> body.u32(Link.IFLA_MTU, mtu));
  }

  public void setMac(int link, MacAddress mac) {
    set("set mac of link " + link, link, body -> body.bytes(Link.IFLA_ADDRESS, mac.bytes()));
  }

  /// Makes the link a port of a bridge or bond, or a member of a VRF; 0 removes it.
  public void setMaster(int link, int master) {
    set("set master of link " + link, link, body -> body.u32(Link.IFLA_MASTER, master));
  }

  public void setGroup(int link, int group) {
    set("set group of link " + link, link, body -> body.u32(Link.IFLA_GROUP, group));
  }

  /// Sets how IPv6 makes the link-local address when the link comes up.
  public void setAddressGeneration(int link, Link.AddressGeneration mode) {
    set(
        "set address generation of link " + link,
        link,
        body ->
            body.nested(
                Link.IFLA_AF_SPEC,
                families ->
                    families.nested(
                        Link.AF_INET6,
                        ipv6 -> ipv6.u8(Link.IFLA_INET6_ADDR_GEN_MODE, mode.ordinal()))));
  }

  /// Removes the link; returns false when it does not exist.
  public boolean delete(int link) {
    try {
      socket.execute(request("delete link " + link, RTM_DELLINK, 0, link, _ -> {}));
      return true;
    } catch (LinuxException refused) {
      if (refused.is(Errno.ENODEV)) {
        return false;
      }
      throw refused;
    }
  }

  private void set(String what, int link, Consumer<AttributeWriter> attributes) {
    socket.execute(request(what, RTM_NEWLINK, 0, link, attributes));
  }

  private void setFlags(String what, int link, int flags, int mask) {
    socket.execute(
        new NetlinkRequest(what, RTM_NEWLINK, 0, body -> header(body, link, flags, mask)));
  }

  private static NetlinkRequest request(
      String what, int type, int flags, int link, Consumer<AttributeWriter> attributes) {
    return new NetlinkRequest(
        what, type, flags, body -> attributes.accept(header(body, link, 0, 0)));
  }

  /// linux/rtnetlink.h, struct ifinfomsg: family, padding, type, index, flags, mask of flags.
  private static AttributeWriter header(AttributeWriter body, int link, int flags, int mask) {
    return body.header(out -> out.putInt(0).putInt(link).putInt(flags).putInt(mask));
  }

  private static void withoutStatistics(AttributeWriter body) {
    body.u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  }
}
