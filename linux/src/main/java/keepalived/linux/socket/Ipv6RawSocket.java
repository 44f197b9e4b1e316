package keepalived.linux.socket;

import java.nio.ByteBuffer;
import java.util.Optional;
import keepalived.core.net.Ipv6Address;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Native;
import keepalived.linux.libc.SocketOption;

/// A raw IPv6 socket for one protocol. Packets come without the IP header; the kernel reports hop
/// limit, destination and link separately.
public final class Ipv6RawSocket implements RawSocket {

  private static final int TYPE = 3 | 0x800 | 0x80000; // SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC
  private static final int MREQ = 20; // linux/in6.h, struct ipv6_mreq: group, link

  // linux/in6.h, control messages of level IPPROTO_IPV6
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_PKTINFO = 50;
  private static final int IPV6_HOPLIMIT = 52;
  private static final int PKTINFO = 20; // struct in6_pktinfo: address, link
  private static final int CMSG = 16; // bits/socket.h, struct cmsghdr: length, level, type

  private final Descriptor socket;
  private final SocketBuffer buffer;
  private final SocketOptions options;

  private Ipv6RawSocket(Descriptor socket, SocketBuffer buffer) {
    this.socket = socket;
    this.buffer = buffer;
    options = new SocketOptions(socket);
  }

  /// Opens a socket that reports hop limit, destination and link of received packets.
  public static Ipv6RawSocket open(int protocol, SocketBuffer buffer) {
    var socket =
        new Descriptor(
            "socket(AF_INET6, SOCK_RAW, " + protocol + ")",
            Native.LIBC.socket(SocketAddresses.AF_INET6, TYPE, protocol));
    SocketOption.IPV6_RECVHOPLIMIT.set(socket, 1);
    SocketOption.IPV6_RECVPKTINFO.set(socket, 1);
    return new Ipv6RawSocket(socket, buffer);
  }

  @Override
  public int descriptor() {
    return socket.number();
  }

  @Override
  public SocketOptions options() {
    return options;
  }

  /// Receives packets to this address only, and sends from it. A link-local address needs its link.
  public void bind(Ipv6Address address, int link) {
    int size = SocketAddresses.putIp(buffer.address(), address, link);
    Native.check(
        "bind(" + address + ")", Native.LIBC.bind(socket.number(), buffer.address(), size));
  }

  /// Makes the kernel fill in the checksum at this offset of sent packets, and drop received
  /// packets with a wrong one.
  public void checksumAt(int offset) {
    SocketOption.IPV6_CHECKSUM.set(socket, offset);
  }

  public void join(Ipv6Address group, int link) {
    SocketOption.IPV6_ADD_MEMBERSHIP.set(socket, membership(group, link));
  }

  public void leave(Ipv6Address group, int link) {
    SocketOption.IPV6_DROP_MEMBERSHIP.set(socket, membership(group, link));
  }

  /// Whether to receive packets to groups that other sockets of the host have joined. Returns false
  /// when the kernel (before 4.20) always delivers them.
  public boolean receiveForeignGroups(boolean on) {
    return SocketOption.IPV6_MULTICAST_ALL.trySet(socket, on ? 1 : 0);
  }

  @Override
  public void multicastLoop(boolean on) {
    SocketOption.IPV6_MULTICAST_LOOP.set(socket, on ? 1 : 0);
  }

  @Override
  public void multicastLink(int link) {
    SocketOption.IPV6_MULTICAST_IF.set(socket, link);
  }

  public void multicastHops(int hops) {
    SocketOption.IPV6_MULTICAST_HOPS.set(socket, hops);
  }

  public void unicastHops(int hops) {
    SocketOption.IPV6_UNICAST_HOPS.set(socket, hops);
  }

  public void trafficClass(int value) {
    SocketOption.IPV6_TCLASS.set(socket, value);
  }

  private static ByteBuffer membership(Ipv6Address group, int link) {
    return Native.allocate(MREQ).put(0, group.bytes()).putInt(16, link);
  }

  /// Allows sending from addresses that this host lacks, as raw IPv4 sockets always do. Returns
  /// false when the kernel (before 4.15) cannot.
  public boolean sendFromAnyAddress() {
    return SocketOption.IPV6_FREEBIND.trySet(socket, 1);
  }

  /// Sends the payload out of a link (0: by the routing table) from a source address that the
  /// kernel chooses; returns false when the send buffer is full.
  public boolean send(ByteBuffer payload, Ipv6Address destination, int link) {
    return send(payload, destination, link, Ipv6Address.UNSPECIFIED);
  }

  /// As above, from this source address, which must belong to the host unless [#sendFromAnyAddress]
  /// was called.
  public boolean send(ByteBuffer payload, Ipv6Address destination, int link, Ipv6Address source) {
    var control = buffer.control().clear();
    // One control message: its length including the header, level, type, then struct in6_pktinfo,
    // padded.
    control.putLong(CMSG + PKTINFO).putInt(IPPROTO_IPV6).putInt(IPV6_PKTINFO);
    control.put(source.bytes()).putInt(link).putInt(0);
    int scope = needsScope(destination) ? link : 0;
    int size = SocketAddresses.putIp(buffer.address(), destination, scope);
    return buffer.sendMessage(destination, socket, payload, size);
  }

  private static boolean needsScope(Ipv6Address destination) {
    return destination.isLinkLocal() || destination.isMulticast();
  }

  /// The next packet; empty when none is waiting.
  public Optional<Ipv6Datagram> receive() {
    return buffer.receive("recvmsg(raw IPv6)", socket).map(this::described);
  }

  private Ipv6Datagram described(ByteBuffer payload) {
    var destination = Ipv6Address.UNSPECIFIED;
    int link = 0;
    int hopLimit = -1;
    var control = buffer.control();
    int at = 0;
    while (control.limit() - at >= CMSG) {
      int length = (int) control.getLong(at);
      if (length < CMSG || length > control.limit() - at) {
        break;
      }
      if (control.getInt(at + 8) == IPPROTO_IPV6) {
        switch (control.getInt(at + 12)) {
          case IPV6_HOPLIMIT -> hopLimit = control.getInt(at + CMSG);
          case IPV6_PKTINFO -> {
            byte[] bytes = new byte[16];
            control.get(at + CMSG, bytes);
            destination = Ipv6Address.of(bytes);
            link = control.getInt(at + CMSG + 16);
          }
          default -> {}
        }
      }
      at += (length + 7) & ~7;
    }
    var source = SocketAddresses.ipv6(buffer.address());
    return new Ipv6Datagram(source, destination, link, hopLimit, payload);
  }

  @Override
  public void close() {
    socket.close();
  }
}
