package keepalived.linux.socket;

import java.nio.ByteBuffer;
import keepalived.core.net.Endpoint;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;

/// The kernel's socket addresses as bytes, at position 0 of a buffer in native order.
final class SocketAddresses {

  static final int AF_INET = 2; // linux/socket.h
  static final int AF_INET6 = 10;
  static final int AF_PACKET = 17;

  static final int IN_SIZE = 16; // linux/in.h, struct sockaddr_in
  static final int IN6_SIZE = 28; // linux/in6.h, struct sockaddr_in6
  static final int LL_SIZE = 20; // linux/if_packet.h, struct sockaddr_ll
  private static final int PORT = 2; // of sockaddr_in and sockaddr_in6, in network order
  private static final int IN_ADDRESS = 4;
  private static final int IN6_ADDRESS = 8;
  private static final int IN6_SCOPE = 24;
  private static final int LL_PROTOCOL = 2;
  private static final int LL_INDEX = 4;
  private static final int LL_PACKET_TYPE = 10;

  private SocketAddresses() {}

  /// Writes the address of an IP socket without a port; returns its size. `link` is the scope of a
  /// link-local IPv6 address, 0 for others.
  static int putIp(ByteBuffer out, IpAddress address, int link) {
    return switch (address) {
      case Ipv4Address v4 -> {
        out.putLong(0, 0).putLong(8, 0).putShort(0, (short) AF_INET);
        out.put(IN_ADDRESS, v4.bytes());
        yield IN_SIZE;
      }
      case Ipv6Address v6 -> {
        out.putLong(0, 0).putShort(0, (short) AF_INET6);
        out.put(IN6_ADDRESS, v6.bytes());
        out.putInt(IN6_SCOPE, link);
        yield IN6_SIZE;
      }
    };
  }

  /// Writes the address of an IP socket with its port; returns its size.
  static int putIp(ByteBuffer out, Endpoint endpoint, int link) {
    int size = putIp(out, endpoint.address(), link);
    out.put(PORT, (byte) (endpoint.port() >> 8)).put(PORT + 1, (byte) endpoint.port());
    return size;
  }

  static Ipv4Address ipv4(ByteBuffer in) {
    byte[] bytes = new byte[4];
    in.get(IN_ADDRESS, bytes);
    return Ipv4Address.of(bytes);
  }

  static Ipv6Address ipv6(ByteBuffer in) {
    byte[] bytes = new byte[16];
    in.get(IN6_ADDRESS, bytes);
    return Ipv6Address.of(bytes);
  }

  /// Writes the address of a packet socket (a link and a protocol); returns its size.
  static int putLink(ByteBuffer out, int link, int protocol) {
    out.putLong(0, 0).putLong(8, 0).putInt(16, 0);
    out.putShort(0, (short) AF_PACKET);
    out.put(LL_PROTOCOL, (byte) (protocol >> 8)).put(LL_PROTOCOL + 1, (byte) protocol);
    out.putInt(LL_INDEX, link);
    return LL_SIZE;
  }

  static int link(ByteBuffer in) {
    return in.getInt(LL_INDEX);
  }

  static int packetType(ByteBuffer in) {
    return in.get(LL_PACKET_TYPE) & 0xFF;
  }
}
