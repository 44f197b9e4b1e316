package keepalived.linux.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import keepalived.core.net.Checksum;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.libc.SocketOption;

/// Sends ICMP echo requests and receives the replies to them, for IPv4 or IPv6:
///
///      0                   1                   2                   3
///     +---------------+---------------+-------------------------------+
///     |     type      |   code (0)    |           checksum            |
///     +---------------+---------------+-------------------------------+
///     |          identifier           |        sequence number        |
///     +-------------------------------+-------------------------------+
///     |                           payload                             |
///
/// (RFC 792, RFC 4443 4.1). Uses the kernel's ping sockets where net.ipv4.ping_group_range permits,
/// otherwise a raw socket; callers see no difference.
public final class IcmpSocket implements AutoCloseable {

  private static final int DGRAM = 2 | 0x800 | 0x80000; // SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC
  private static final int RAW = 3 | 0x800 | 0x80000;
  private static final int IPPROTO_ICMP = 1; // linux/in.h
  private static final int IPPROTO_ICMPV6 = 58; // linux/in6.h
  private static final int HEADER = 8;

  // linux/icmp.h, linux/icmpv6.h
  private static final int ICMP_ECHO = 8;
  private static final int ICMP_ECHOREPLY = 0;
  private static final int ICMPV6_ECHO_REQUEST = 128;
  private static final int ICMPV6_ECHO_REPLY = 129;

  /// A reply to a request of this socket. The payload is valid until the buffer is used again.
  public record EchoReply(IpAddress source, int sequence, ByteBuffer payload) {}

  private final Family family;
  private final Descriptor socket;
  private final boolean raw;
  private final int identifier;
  private final SocketBuffer buffer;
  private final SocketOptions options;

  private IcmpSocket(Family family, Descriptor socket, boolean raw, SocketBuffer buffer) {
    this.family = family;
    this.socket = socket;
    this.raw = raw;
    this.buffer = buffer;
    identifier = raw ? (Native.LIBC.getpid() * 31 + socket.number()) & 0xFFFF : 0;
    options = new SocketOptions(socket);
  }

  public static IcmpSocket open(Family family, SocketBuffer buffer) {
    int protocol = family == Family.IPV4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
    int ping = Native.LIBC.socket(family.number(), DGRAM, protocol);
    if (ping >= 0) {
      return new IcmpSocket(family, new Descriptor("socket(ICMP)", ping), false, buffer);
    }
    var errno = Native.errno();
    if (!errno.equals(Errno.EACCES) && !errno.equals(Errno.EPROTONOSUPPORT)) {
      throw new LinuxException("socket(ICMP)", errno);
    }
    var socket =
        new Descriptor("socket(raw ICMP)", Native.LIBC.socket(family.number(), RAW, protocol));
    repliesOnly(family, socket);
    return new IcmpSocket(family, socket, true, buffer);
  }

  /// Filters everything except echo replies from a raw socket: a set bit in the mask drops the
  /// type.
  private static void repliesOnly(Family family, Descriptor socket) {
    if (family == Family.IPV4) {
      var filter = Native.allocate(4).putInt(0, ~(1 << ICMP_ECHOREPLY));
      SocketOption.ICMP_FILTER.set(socket, filter);
    } else {
      var filter = Native.allocate(32);
      for (int i = 0; i < 8; i++) {
        filter.putInt(4 * i, ~0);
      }
      int word = ICMPV6_ECHO_REPLY / 32;
      filter.putInt(4 * word, ~(1 << (ICMPV6_ECHO_REPLY % 32)));
      SocketOption.ICMPV6_FILTER.set(socket, filter);
    }
  }

  public int descriptor() {
    return socket.number();
  }

  public SocketOptions options() {
    return options;
  }

  /// Sends from this address. `link` is the link of a link-local address, 0 for others.
  public void bind(IpAddress source, int link) {
    int size = SocketAddresses.putIp(buffer.address(), source, link);
    Native.check("bind(" + source + ")", Native.LIBC.bind(socket.number(), buffer.address(), size));
  }

  /// The hop limit of requests.
  public void hopLimit(int hops) {
    (family == Family.IPV4 ? SocketOption.IP_TTL : SocketOption.IPV6_UNICAST_HOPS)
        .set(socket, hops);
  }

  /// Sends an echo request; returns false when the send buffer is full. `link` is for link-local
  /// destinations.
  public boolean send(IpAddress destination, int link, int sequence, byte[] payload) {
    var request = ByteBuffer.allocate(HEADER + payload.length);
    request
        .put((byte) (family == Family.IPV4 ? ICMP_ECHO : ICMPV6_ECHO_REQUEST))
        .put((byte) 0)
        .putShort((short) 0)
        .putShort((short) identifier)
        .putShort((short) sequence)
        .put(payload)
        .flip();
    if (family == Family.IPV4) {
      request.putShort(2, (short) Checksum.of(request));
    }
    int size = SocketAddresses.putIp(buffer.address(), destination, link);
    return buffer.send(destination, socket, request, size);
  }

  /// The next reply to one of our requests; empty when none is waiting.
  public Optional<EchoReply> receive() {
    while (true) {
      var packet = buffer.receive("recvmsg(ICMP)", socket);
      if (packet.isEmpty()) {
        return Optional.empty();
      }
      var reply = decode(packet.get());
      if (reply.isPresent()) {
        return reply;
      }
    }
  }

  /// The reply in a packet; empty when it is too short, has another type, or belongs to another
  /// socket. A raw IPv4 socket delivers the IP header first; for a ping socket the kernel checks
  /// the identifier.
  private Optional<EchoReply> decode(ByteBuffer packet) {
    int start = 0;
    if (raw && family == Family.IPV4) {
      start = packet.remaining() > 0 ? (packet.get(0) & 0xF) * 4 : 0;
    }
    if (packet.remaining() < start + HEADER) {
      return Optional.empty();
    }
    var icmp = packet.slice(start, packet.remaining() - start).order(ByteOrder.BIG_ENDIAN);
    int expected = family == Family.IPV4 ? ICMP_ECHOREPLY : ICMPV6_ECHO_REPLY;
    boolean ours = !raw || (icmp.getShort(4) & 0xFFFF) == identifier;
    if ((icmp.get(0) & 0xFF) != expected || !ours) {
      return Optional.empty();
    }
    IpAddress source =
        family == Family.IPV4
            ? SocketAddresses.ipv4(buffer.address())
            : SocketAddresses.ipv6(buffer.address());
    int sequence = icmp.getShort(6) & 0xFFFF;
    return Optional.of(
        new EchoReply(source, sequence, icmp.slice(HEADER, icmp.remaining() - HEADER)));
  }

  @Override
  public void close() {
    socket.close();
  }
}
