package keepalived.linux.netlink.rt;

import java.util.Optional;
import keepalived.core.net.MacAddress;
import keepalived.linux.netlink.AttributeReader;
import keepalived.linux.netlink.NetlinkMessage;

/// A network interface as the kernel reports it. `flags` are the IFF_ bits; index 0 means none.
public record Link(
    int index,
    String name,
    int flags,
    Operation operation,
    Hardware hardware,
    Relations relations,
    Kind kind,
    AddressGeneration addressGeneration) {

  // linux/if.h
  private static final int IFF_UP = 0x1;
  private static final int IFF_BROADCAST = 0x2;
  private static final int IFF_LOOPBACK = 0x8;
  private static final int IFF_POINTOPOINT = 0x10;
  private static final int IFF_RUNNING = 0x40;
  private static final int IFF_NOARP = 0x80;
  private static final int IFF_MULTICAST = 0x1000;
  private static final int IFF_LOWER_UP = 0x10000;

  static final int HEADER = 16; // linux/rtnetlink.h, struct ifinfomsg

  // linux/if_link.h
  static final int IFLA_ADDRESS = 1;
  private static final int IFLA_BROADCAST = 2;
  static final int IFLA_IFNAME = 3;
  static final int IFLA_MTU = 4;
  static final int IFLA_LINK = 5;
  static final int IFLA_MASTER = 10;
  private static final int IFLA_OPERSTATE = 16;
  static final int IFLA_LINKINFO = 18;
  static final int IFLA_AF_SPEC = 26;
  static final int IFLA_GROUP = 27;
  private static final int IFLA_LINK_NETNSID = 37;
  static final int IFLA_INFO_KIND = 1;
  static final int IFLA_INFO_DATA = 2;
  private static final int IFLA_INFO_SLAVE_KIND = 4;
  private static final int IFLA_INFO_SLAVE_DATA = 5;
  static final int IFLA_MACVLAN_MODE = 1;
  private static final int IFLA_VRF_TABLE = 1;
  private static final int IFLA_VRF_PORT_TABLE = 1;
  static final int IFLA_INET6_ADDR_GEN_MODE = 8;
  static final int AF_INET6 = 10; // linux/socket.h

  /// RFC 2863 state, in the kernel's numbering (linux/if.h, IF_OPER_*).
  public enum Operation {
    UNKNOWN,
    NOT_PRESENT,
    DOWN,
    LOWER_LAYER_DOWN,
    TESTING,
    DORMANT,
    UP
  }

  /// How IPv6 makes the link-local address, in the kernel's numbering (linux/if_link.h).
  public enum AddressGeneration {
    EUI64,
    NONE,
    STABLE_PRIVACY,
    RANDOM
  }

  /// The hardware: its ARPHRD_ type (linux/if_arp.h), its addresses if they are Ethernet's, its
  /// MTU.
  public record Hardware(
      int type, Optional<MacAddress> mac, Optional<MacAddress> broadcast, int mtu) {}

  /// The related links.
  ///
  /// `master` is the bridge, bond or VRF that the link belongs to; `parent` the link below it, in
  /// another namespace when `parentElsewhere`; `group` the interface group.
  public record Relations(int master, int parent, boolean parentElsewhere, int group) {}

  /// The type of the link: `name` is its kind (`macvlan`, `vrf`; empty for hardware), `masterName`
  /// the kind of its master (`bridge`), `macvlanMode` its mode (0: no macvlan), `vrfTable` the
  /// routing table of the VRF that it is or belongs to (0: none).
  public record Kind(String name, String masterName, int macvlanMode, long vrfTable) {}

  public boolean isUp() {
    return (flags & IFF_UP) != 0;
  }

  /// Whether the link can pass packets according to its driver: up and RUNNING.
  public boolean isRunning() {
    return isUp() && (flags & IFF_RUNNING) != 0;
  }

  public boolean hasCarrier() {
    return (flags & IFF_LOWER_UP) != 0;
  }

  public boolean isLoopback() {
    return (flags & IFF_LOOPBACK) != 0;
  }

  public boolean isPointToPoint() {
    return (flags & IFF_POINTOPOINT) != 0;
  }

  public boolean hasBroadcast() {
    return (flags & IFF_BROADCAST) != 0;
  }

  public boolean hasMulticast() {
    return (flags & IFF_MULTICAST) != 0;
  }

  /// Whether neighbours are resolved on the link (no NOARP flag).
  public boolean resolvesNeighbours() {
    return (flags & IFF_NOARP) == 0;
  }

  /// The link in a NEWLINK or DELLINK message; empty for messages about bridge ports. These have
  /// the same type, and would look like links that appear and disappear.
  static Optional<Link> decode(NetlinkMessage message) {
    var attributes = message.attributes(HEADER);
    var header = message.payload();
    if (header.get(0) != 0) {
      return Optional.empty();
    }
    var draft = new Draft();
    draft.type = header.getShort(2) & 0xFFFF;
    draft.index = header.getInt(4);
    draft.flags = header.getInt(8);
    while (attributes.next()) {
      draft.read(attributes);
    }
    return Optional.of(draft.link());
  }

  /// Collects the values of a message.
  private static final class Draft {
    int type;
    int index;
    int flags;
    String name = "";
    Operation operation = Operation.UNKNOWN;
    Optional<MacAddress> mac = Optional.empty();
    Optional<MacAddress> broadcast = Optional.empty();
    int mtu;
    int master;
    int parent;
    boolean parentElsewhere;
    int group;
    String kind = "";
    String masterKind = "";
    int macvlanMode;
    long vrfTable;
    AddressGeneration generation = AddressGeneration.EUI64;

    void read(AttributeReader attribute) {
      switch (attribute.type()) {
        case IFLA_ADDRESS -> mac = mac(attribute);
        case IFLA_BROADCAST -> broadcast = mac(attribute);
        case IFLA_IFNAME -> name = attribute.string();
        case IFLA_MTU -> mtu = attribute.s32();
        case IFLA_LINK -> parent = attribute.s32();
        case IFLA_MASTER -> master = attribute.s32();
        case IFLA_OPERSTATE -> operation = value(Operation.values(), attribute.u8());
        case IFLA_LINKINFO -> readKind(attribute.nested());
        case IFLA_AF_SPEC -> readFamilies(attribute.nested());
        case IFLA_GROUP -> group = attribute.s32();
        case IFLA_LINK_NETNSID -> parentElsewhere = true;
        default -> {}
      }
    }

    /// The kernel writes the kind before the kind's data, whose format depends on it.
    private void readKind(AttributeReader attribute) {
      while (attribute.next()) {
        switch (attribute.type()) {
          case IFLA_INFO_KIND -> kind = attribute.string();
          case IFLA_INFO_SLAVE_KIND -> masterKind = attribute.string();
          case IFLA_INFO_DATA -> readKindData(attribute.nested());
          case IFLA_INFO_SLAVE_DATA -> {
            if (masterKind.equals("vrf")) {
              vrfTable = number(attribute.nested(), IFLA_VRF_PORT_TABLE);
            }
          }
          default -> {}
        }
      }
    }

    private void readKindData(AttributeReader data) {
      switch (kind) {
        case "macvlan" -> macvlanMode = (int) number(data, IFLA_MACVLAN_MODE);
        case "vrf" -> vrfTable = number(data, IFLA_VRF_TABLE);
        default -> {}
      }
    }

    private void readFamilies(AttributeReader families) {
      while (families.next()) {
        if (families.type() == AF_INET6) {
          var settings = families.nested();
          while (settings.next()) {
            if (settings.type() == IFLA_INET6_ADDR_GEN_MODE) {
              generation = value(AddressGeneration.values(), settings.u8());
            }
          }
        }
      }
    }

    private static long number(AttributeReader attributes, int type) {
      while (attributes.next()) {
        if (attributes.type() == type) {
          return attributes.u32();
        }
      }
      return 0;
    }

    private static Optional<MacAddress> mac(AttributeReader attribute) {
      byte[] bytes = attribute.bytes();
      return bytes.length == 6 ? Optional.of(MacAddress.of(bytes)) : Optional.empty();
    }

    /// The enum constant with this number; the first one for numbers of a newer kernel.
    private static <E> E value(E[] values, int number) {
      return number < values.length ? values[number] : values[0];
    }

    Link link() {
      return new Link(
          index,
          name,
          flags,
          operation,
          new Hardware(type, mac, broadcast, mtu),
          new Relations(master, parent, parentElsewhere, group),
          new Kind(kind, masterKind, macvlanMode, vrfTable),
          generation);
    }
  }
}
