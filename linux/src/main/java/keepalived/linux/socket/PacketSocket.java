package keepalived.linux.socket;

import java.nio.ByteBuffer;
import java.util.Optional;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Native;
import keepalived.linux.libc.SocketOption;

/// A socket for whole link-layer frames: sends them out of any link, and receives those of one
/// protocol, from one link or from all.
public final class PacketSocket implements AutoCloseable {

  /// For a socket that only sends.
  public static final int NO_PROTOCOL = 0;

  // linux/if_ether.h
  public static final int ETH_P_IP = 0x0800;
  public static final int ETH_P_ARP = 0x0806;
  public static final int ETH_P_IPV6 = 0x86DD;

  private static final int TYPE = 3 | 0x800 | 0x80000; // SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC
  private static final int PACKET_OUTGOING = 4; // linux/if_packet.h

  private final Descriptor socket;
  private final SocketBuffer buffer;
  private final int protocol;
  private final SocketOptions options;

  /// A received frame, starting with its link-layer header, and the link that received it.
  public record Frame(int link, boolean outgoing, ByteBuffer bytes) {}

  private PacketSocket(Descriptor socket, SocketBuffer buffer, int protocol) {
    this.socket = socket;
    this.buffer = buffer;
    this.protocol = protocol;
    options = new SocketOptions(socket);
  }

  /// Opens a socket that receives frames of this Ethernet type from all links.
  public static PacketSocket open(int protocol, SocketBuffer buffer) {
    int networkOrder = ((protocol & 0xFF) << 8) | (protocol >> 8);
    var socket =
        new Descriptor(
            "socket(AF_PACKET)", Native.LIBC.socket(SocketAddresses.AF_PACKET, TYPE, networkOrder));
    return new PacketSocket(socket, buffer, protocol);
  }

  public int descriptor() {
    return socket.number();
  }

  public SocketOptions options() {
    return options;
  }

  /// Receives from this link only.
  public void bind(int link) {
    int size = SocketAddresses.putLink(buffer.address(), link, protocol);
    Native.check(
        "bind(link " + link + ")", Native.LIBC.bind(socket.number(), buffer.address(), size));
  }

  /// Stops receiving frames that this host sends; returns false when the kernel (before 4.20) does
  /// not support that.
  public boolean ignoreOutgoing() {
    return SocketOption.PACKET_IGNORE_OUTGOING.trySet(socket, 1);
  }

  /// Sends a frame, header first, out of a link; returns false when the send buffer is full.
  public boolean send(ByteBuffer frame, int link) {
    int size = SocketAddresses.putLink(buffer.address(), link, protocol);
    return buffer.send(link, socket, frame, size);
  }

  /// The next frame; empty when none is waiting.
  public Optional<Frame> receive() {
    return buffer
        .receive("recvmsg(packet)", socket)
        .map(
            bytes ->
                new Frame(
                    SocketAddresses.link(buffer.address()),
                    SocketAddresses.packetType(buffer.address()) == PACKET_OUTGOING,
                    bytes));
  }

  @Override
  public void close() {
    socket.close();
  }
}
