package keepalived.linux.socket;

import java.nio.ByteBuffer;
import java.util.Optional;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Native;
import keepalived.linux.libc.SocketOption;

/// A UDP socket of one family that reports hop limit, destination and link of received datagrams,
/// for protocols that check them (BFD, RFC 5881 section 5).
public final class UdpSocket implements AutoCloseable {

  private static final int TYPE = 2 | 0x800 | 0x80000; // SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC
  private static final int PORT = 2; // the port of sockaddr_in and sockaddr_in6, in network order

  // linux/in.h and linux/in6.h, control messages
  private static final int IPPROTO_IP = 0;
  private static final int IP_TTL = 2;
  private static final int IP_PKTINFO = 8; // struct in_pktinfo: link, local address, destination
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_PKTINFO = 50; // struct in6_pktinfo: destination, link
  private static final int IPV6_HOPLIMIT = 52;
  private static final int CMSG = 16; // bits/socket.h, struct cmsghdr: length, level, type

  private final Family family;
  private final Descriptor socket;
  private final SocketBuffer buffer;
  private final SocketOptions options;

  private UdpSocket(Family family, Descriptor socket, SocketBuffer buffer) {
    this.family = family;
    this.socket = socket;
    this.buffer = buffer;
    this.options = new SocketOptions(socket);
  }

  public static UdpSocket open(Family family, SocketBuffer buffer) {
    var socket =
        new Descriptor(
            "socket(" + family + ", SOCK_DGRAM)", Native.LIBC.socket(family.number(), TYPE, 0));
    switch (family) {
      case IPV4 -> {
        SocketOption.IP_RECVTTL.set(socket, 1);
        SocketOption.IP_PKTINFO.set(socket, 1);
      }
      case IPV6 -> {
        SocketOption.IPV6_V6ONLY.set(socket, 1);
        SocketOption.IPV6_RECVHOPLIMIT.set(socket, 1);
        SocketOption.IPV6_RECVPKTINFO.set(socket, 1);
      }
    }
    return new UdpSocket(family, socket, buffer);
  }

  public int descriptor() {
    return socket.number();
  }

  public SocketOptions options() {
    return options;
  }

  /// Receives datagrams to this address and port only, and sends from them; port 0 lets the kernel
  /// choose. `link` is the link of a link-local address, 0 for others.
  public void bind(Endpoint local, int link) {
    int size = put(local, link);
    Native.check("bind(" + local + ")", Native.LIBC.bind(socket.number(), buffer.address(), size));
  }

  /// Sets the TTL or hop limit of sent datagrams.
  public void hopLimit(int hops) {
    (family == Family.IPV4 ? SocketOption.IP_TTL : SocketOption.IPV6_UNICAST_HOPS)
        .set(socket, hops);
  }

  /// Sets the TOS or traffic class of sent datagrams.
  public void trafficClass(int value) {
    (family == Family.IPV4 ? SocketOption.IP_TOS : SocketOption.IPV6_TCLASS).set(socket, value);
  }

  /// Sends a datagram; returns false when the send buffer is full.
  public boolean send(ByteBuffer payload, Endpoint destination, int link) {
    int size = put(destination, link);
    return buffer.send(destination, socket, payload, size);
  }

  private int put(Endpoint endpoint, int link) {
    return SocketAddresses.putIp(buffer.address(), endpoint, link);
  }

  /// The next datagram; empty when none is waiting.
  public Optional<UdpDatagram> receive() {
    return buffer.receive("recvmsg(UDP)", socket).map(this::described);
  }

  private UdpDatagram described(ByteBuffer payload) {
    IpAddress destination =
        family == Family.IPV4 ? Ipv4Address.of("0.0.0.0") : Ipv6Address.UNSPECIFIED;
    int link = 0;
    int hopLimit = -1;
    var control = buffer.control();
    int at = 0;
    while (control.limit() - at >= CMSG) {
      int length = (int) control.getLong(at);
      if (length < CMSG || length > control.limit() - at) {
        break;
      }
      int level = control.getInt(at + 8);
      int type = control.getInt(at + 12);
      int value = at + CMSG;
      if (level == IPPROTO_IP && type == IP_TTL || level == IPPROTO_IPV6 && type == IPV6_HOPLIMIT) {
        hopLimit = control.getInt(value);
      } else if (level == IPPROTO_IP && type == IP_PKTINFO) {
        link = control.getInt(value);
        destination = address(control, value + 8, 4);
      } else if (level == IPPROTO_IPV6 && type == IPV6_PKTINFO) {
        destination = address(control, value, 16);
        link = control.getInt(value + 16);
      }
      at += (length + 7) & ~7;
    }
    return new UdpDatagram(source(), destination, link, hopLimit, payload);
  }

  private Endpoint source() {
    var in = buffer.address();
    IpAddress address = family == Family.IPV4 ? SocketAddresses.ipv4(in) : SocketAddresses.ipv6(in);
    int port = (in.get(PORT) & 0xFF) << 8 | in.get(PORT + 1) & 0xFF;
    return new Endpoint(address, port);
  }

  private static IpAddress address(ByteBuffer in, int offset, int length) {
    byte[] bytes = new byte[length];
    in.get(offset, bytes);
    return IpAddress.of(bytes);
  }

  @Override
  public void close() {
    socket.close();
  }
}
