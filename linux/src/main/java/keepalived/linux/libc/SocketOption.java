package keepalived.linux.libc;

import java.nio.ByteBuffer;

/// The socket options that this module uses, with the kernel's level and number.
public enum SocketOption {
  // asm-generic/socket.h
  SO_REUSEADDR(1, 2),
  SO_ERROR(1, 4),
  SO_SNDBUF(1, 7),
  SO_RCVBUF(1, 8),
  SO_SNDTIMEO(1, 21),
  SO_BINDTODEVICE(1, 25),
  SO_ATTACH_FILTER(1, 26),
  SO_RCVBUFFORCE(1, 33),
  SO_MARK(1, 36),
  // linux/in.h
  IP_TOS(0, 1),
  IP_TTL(0, 2),
  IP_HDRINCL(0, 3),
  IP_PKTINFO(0, 8),
  IP_RECVTTL(0, 12),
  IP_FREEBIND(0, 15),
  IP_MULTICAST_IF(0, 32),
  IP_MULTICAST_TTL(0, 33),
  IP_MULTICAST_LOOP(0, 34),
  IP_ADD_MEMBERSHIP(0, 35),
  IP_DROP_MEMBERSHIP(0, 36),
  IP_MULTICAST_ALL(0, 49),
  // linux/in6.h
  IPV6_CHECKSUM(41, 7),
  IPV6_UNICAST_HOPS(41, 16),
  IPV6_MULTICAST_IF(41, 17),
  IPV6_MULTICAST_HOPS(41, 18),
  IPV6_MULTICAST_LOOP(41, 19),
  IPV6_ADD_MEMBERSHIP(41, 20),
  IPV6_DROP_MEMBERSHIP(41, 21),
  IPV6_V6ONLY(41, 26),
  IPV6_MULTICAST_ALL(41, 29),
  IPV6_RECVPKTINFO(41, 49),
  IPV6_RECVHOPLIMIT(41, 51),
  IPV6_TCLASS(41, 67),
  IPV6_FREEBIND(41, 78),
  // linux/icmp.h (ICMP_FILTER, level SOL_RAW) and linux/icmpv6.h (level SOL_ICMPV6)
  ICMP_FILTER(255, 1),
  ICMPV6_FILTER(58, 1),
  // linux/if_packet.h, level SOL_PACKET
  PACKET_IGNORE_OUTGOING(263, 23),
  // linux/netlink.h, level SOL_NETLINK
  NETLINK_ADD_MEMBERSHIP(270, 1),
  NETLINK_DROP_MEMBERSHIP(270, 2),
  NETLINK_CAP_ACK(270, 10),
  NETLINK_EXT_ACK(270, 11),
  NETLINK_GET_STRICT_CHK(270, 12);

  private final int level;
  private final int number;

  SocketOption(int level, int number) {
    this.level = level;
    this.number = number;
  }

  /// Sets an option whose value is a C int.
  public void set(Descriptor socket, int value) {
    set(socket, Native.allocate(4).putInt(0, value));
  }

  /// Sets an option whose value is a structure: the buffer's remaining bytes.
  public void set(Descriptor socket, ByteBuffer value) {
    Native.check(
        "setsockopt(" + name() + ")",
        Native.LIBC.setsockopt(socket.number(), level, number, value, value.remaining()));
  }

  /// Sets the option; returns false when the kernel is too old for it.
  public boolean trySet(Descriptor socket, int value) {
    try {
      set(socket, value);
      return true;
    } catch (LinuxException refused) {
      if (refused.is(Errno.ENOPROTOOPT)) {
        return false;
      }
      throw refused;
    }
  }

  /// Reads an option whose value is a C int.
  public int get(Descriptor socket) {
    return get(socket, Native.allocate(4), Native.allocate(4));
  }

  /// As [#get(Descriptor)], with memory from the caller: four bytes each.
  public int get(Descriptor socket, ByteBuffer value, ByteBuffer size) {
    size.putInt(0, 4);
    Native.check(
        "getsockopt(" + name() + ")",
        Native.LIBC.getsockopt(socket.number(), level, number, value, size));
    return value.getInt(0);
  }
}
