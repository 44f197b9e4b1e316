package keepalived.linux.netlink.rt;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.linux.netlink.AttributeReader;
import keepalived.linux.netlink.AttributeWriter;
import keepalived.linux.netlink.MalformedMessage;
import keepalived.linux.netlink.NetlinkMessage;

/// An address of a link.
///
/// `flags` are the IFA_F_ bits below, `scope` is an RT_SCOPE_ number, `label` is empty for the
/// link's own name, and `protocol` is the IFAPROT_ number of the program that added the address (0:
/// unspecified).
public record Address(
    AddressKey key,
    int scope,
    int flags,
    Optional<Ipv4Address> broadcast,
    String label,
    Lifetime lifetime,
    int protocol) {

  // linux/if_addr.h, flags
  public static final int SECONDARY = 0x1;
  public static final int NODAD = 0x2;
  public static final int DAD_FAILED = 0x8;
  public static final int HOME = 0x10;
  public static final int DEPRECATED = 0x20;
  public static final int TENTATIVE = 0x40;
  public static final int PERMANENT = 0x80;
  public static final int MANAGE_TEMPORARY = 0x100;
  public static final int NO_PREFIX_ROUTE = 0x200;
  public static final int AUTOJOIN = 0x400;

  private static final int HEADER = 8; // linux/if_addr.h, struct ifaddrmsg

  // linux/if_addr.h, attributes
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_LABEL = 3;
  private static final int IFA_BROADCAST = 4;
  private static final int IFA_CACHEINFO = 6;
  private static final int IFA_FLAGS = 8;
  private static final int IFA_PROTO = 11;

  /// How long the address is valid, and how long it is preferred as a source. Whole seconds.
  public record Lifetime(Duration valid, Duration preferred) {
    private static final long INFINITY = 0xFFFF_FFFFL; // INFINITY_LIFE_TIME
    private static final Duration ENDLESS = Duration.ofSeconds(INFINITY);

    public static final Lifetime FOREVER = new Lifetime(ENDLESS, ENDLESS);

    /// Valid for ever, but not selected as a source address: used for IPv6 virtual addresses.
    public static final Lifetime DEPRECATED = new Lifetime(ENDLESS, Duration.ZERO);
  }

  /// A plain address: permanent, of global scope, without a protocol.
  public static Address of(AddressKey key) {
    return new Address(key, 0, 0, Optional.empty(), "", Lifetime.FOREVER, 0);
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /// The address in a NEWADDR or DELADDR message; empty for families other than IPv4 and IPv6.
  static Optional<Address> decode(NetlinkMessage message) {
    var attributes = message.attributes(HEADER);
    var header = message.payload();
    int family = header.get(0) & 0xFF;
    if (family != Family.IPV4.number() && family != Family.IPV6.number()) {
      return Optional.empty();
    }
    var draft = new Draft(header);
    while (attributes.next()) {
      draft.read(attributes);
    }
    return Optional.of(draft.address());
  }

  /// The body of a request that adds, replaces or deletes this address.
  void encode(AttributeWriter body) {
    body.header(
        out ->
            out.put((byte) key.family().number())
                .put((byte) key.prefix().length())
                .put((byte) flags)
                .put((byte) scope)
                .putInt(key.link()));
    body.address(IFA_LOCAL, key.local());
    body.address(IFA_ADDRESS, key.peer().orElse(key.local()));
    broadcast.ifPresent(b -> body.address(IFA_BROADCAST, b));
    if (!label.isEmpty()) {
      body.string(IFA_LABEL, label);
    }
    if (flags > 0xFF) {
      body.u32(IFA_FLAGS, flags);
    }
    if (!lifetime.equals(Lifetime.FOREVER)) {
      body.struct(
          IFA_CACHEINFO,
          out ->
              out.putInt((int) lifetime.preferred().toSeconds())
                  .putInt((int) lifetime.valid().toSeconds())
                  .putLong(0));
    }
    if (protocol != 0) {
      body.u8(IFA_PROTO, protocol);
    }
  }

  /// Collects the values of a message. IPv4 always sends LOCAL and ADDRESS, which differ for a
  /// point-to-point address; IPv6 sends LOCAL only for a point-to-point address.
  private static final class Draft {
    private final int prefixLength;
    private final int scope;
    private final int link;
    private int flags;
    private Optional<IpAddress> address = Optional.empty();
    private Optional<IpAddress> local = Optional.empty();
    private Optional<Ipv4Address> broadcast = Optional.empty();
    private String label = "";
    private Lifetime lifetime = Lifetime.FOREVER;
    private int protocol;

    Draft(ByteBuffer header) {
      prefixLength = header.get(1) & 0xFF;
      flags = header.get(2) & 0xFF;
      scope = header.get(3) & 0xFF;
      link = header.getInt(4);
    }

    void read(AttributeReader attribute) {
      switch (attribute.type()) {
        case IFA_ADDRESS -> address = Optional.of(attribute.address());
        case IFA_LOCAL -> local = Optional.of(attribute.address());
        case IFA_LABEL -> label = attribute.string();
        case IFA_BROADCAST -> broadcast = Optional.of(Ipv4Address.of(quad(attribute)));
        case IFA_FLAGS -> flags = attribute.s32();
        case IFA_PROTO -> protocol = attribute.u8();
        case IFA_CACHEINFO -> {
          var info = attribute.struct(16);
          lifetime = new Lifetime(seconds(info.getInt(4)), seconds(info.getInt(0)));
        }
        default -> {}
      }
    }

    private static byte[] quad(AttributeReader attribute) {
      byte[] bytes = attribute.bytes();
      if (bytes.length != 4) {
        throw new MalformedMessage("broadcast address of " + bytes.length + " bytes");
      }
      return bytes;
    }

    private static Duration seconds(int number) {
      return Duration.ofSeconds(Integer.toUnsignedLong(number));
    }

    Address address() {
      var own =
          local
              .or(() -> address)
              .orElseThrow(() -> new MalformedMessage("address message without an address"));
      if (prefixLength > own.family().bits()) {
        throw new MalformedMessage("prefix length " + prefixLength + " of " + own.family());
      }
      var peer = address.filter(a -> !a.equals(own));
      var key = new AddressKey(link, new IpPrefix(own, prefixLength), peer);
      return new Address(key, scope, flags, broadcast, label, lifetime, protocol);
    }
  }
}
