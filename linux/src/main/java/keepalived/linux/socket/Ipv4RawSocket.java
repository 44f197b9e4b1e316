package keepalived.linux.socket;

import java.nio.ByteBuffer;
import java.util.Optional;
import keepalived.core.net.Ipv4Address;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Native;
import keepalived.linux.libc.SocketOption;

/// A raw IPv4 socket for one protocol. It receives whole packets, IP header first.
public final class Ipv4RawSocket implements RawSocket {

  private static final int TYPE = 3 | 0x800 | 0x80000; // SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC
  private static final int MREQN = 12; // linux/in.h, struct ip_mreqn: group, address, link

  private final Descriptor socket;
  private final SocketBuffer buffer;
  private final SocketOptions options;

  private Ipv4RawSocket(Descriptor socket, SocketBuffer buffer) {
    this.socket = socket;
    this.buffer = buffer;
    options = new SocketOptions(socket);
  }

  public static Ipv4RawSocket open(int protocol, SocketBuffer buffer) {
    var socket =
        new Descriptor(
            "socket(AF_INET, SOCK_RAW, " + protocol + ")",
            Native.LIBC.socket(SocketAddresses.AF_INET, TYPE, protocol));
    return new Ipv4RawSocket(socket, buffer);
  }

  @Override
  public int descriptor() {
    return socket.number();
  }

  @Override
  public SocketOptions options() {
    return options;
  }

  /// Receives packets to this address only, and sends from it.
  public void bind(Ipv4Address address) {
    int size = SocketAddresses.putIp(buffer.address(), address, 0);
    Native.check(
        "bind(" + address + ")", Native.LIBC.bind(socket.number(), buffer.address(), size));
  }

  /// The caller writes the IP header of sent packets. The kernel fills in length, checksum, an id
  /// of 0 and a source of 0.0.0.0.
  public void headerIncluded() {
    SocketOption.IP_HDRINCL.set(socket, 1);
  }

  public void join(Ipv4Address group, int link) {
    SocketOption.IP_ADD_MEMBERSHIP.set(socket, membership(group, link));
  }

  public void leave(Ipv4Address group, int link) {
    SocketOption.IP_DROP_MEMBERSHIP.set(socket, membership(group, link));
  }

  /// Whether to receive packets to groups that other sockets of the host have joined.
  public void receiveForeignGroups(boolean on) {
    SocketOption.IP_MULTICAST_ALL.set(socket, on ? 1 : 0);
  }

  @Override
  public void multicastLoop(boolean on) {
    SocketOption.IP_MULTICAST_LOOP.set(socket, on ? 1 : 0);
  }

  @Override
  public void multicastLink(int link) {
    SocketOption.IP_MULTICAST_IF.set(socket, membership(Ipv4Address.UNSPECIFIED, link));
  }

  public void multicastTtl(int ttl) {
    SocketOption.IP_MULTICAST_TTL.set(socket, ttl);
  }

  public void unicastTtl(int ttl) {
    SocketOption.IP_TTL.set(socket, ttl);
  }

  public void typeOfService(int tos) {
    SocketOption.IP_TOS.set(socket, tos);
  }

  private static ByteBuffer membership(Ipv4Address group, int link) {
    return Native.allocate(MREQN).put(0, group.bytes()).putInt(8, link);
  }

  /// Sends the packet's remaining bytes; returns false when the send buffer is full.
  public boolean send(ByteBuffer packet, Ipv4Address destination) {
    int size = SocketAddresses.putIp(buffer.address(), destination, 0);
    return buffer.send(destination, socket, packet, size);
  }

  /// The next packet, IP header first; empty when none is waiting.
  public Optional<ByteBuffer> receive() {
    return buffer.receive("recvmsg(raw IPv4)", socket);
  }

  @Override
  public void close() {
    socket.close();
  }
}
