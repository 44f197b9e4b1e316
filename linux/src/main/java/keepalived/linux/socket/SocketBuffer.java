package keepalived.linux.socket;

import java.nio.ByteBuffer;
import java.util.Optional;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.libc.SocketOption;

/// The memory that the sockets of one loop share for sending and receiving, one call at a time.
public final class SocketBuffer {

  // bits/socket.h, struct msghdr of 64-bit Linux: name, its size, vector, its length, control, its
  // length, flags.
  private static final int MSGHDR = 56;
  private static final int MSG_NAME = 0;
  private static final int MSG_NAMELEN = 8;
  private static final int MSG_IOV = 16;
  private static final int MSG_IOVLEN = 24;
  private static final int MSG_CONTROL = 32;
  private static final int MSG_CONTROLLEN = 40;
  private static final int MSG_FLAGS = 48;
  private static final int MSG_TRUNC = 0x20;

  private final ByteBuffer data;
  private final ByteBuffer address = Native.allocate(32);
  private final ByteBuffer control = Native.allocate(256);
  private final ByteBuffer vector = Native.allocate(16);
  private final ByteBuffer message = Native.allocate(MSGHDR);
  private final ByteBuffer value = Native.allocate(4);
  private final ByteBuffer valueSize = Native.allocate(4);

  /// Memory for packets of up to `size` bytes; longer ones are dropped on receipt.
  public SocketBuffer(int size) {
    data = Native.allocate(size);
    message.putLong(MSG_NAME, Native.address(address.clear()));
    message.putLong(MSG_IOV, Native.address(vector.clear()));
    message.putLong(MSG_IOVLEN, 1);
    message.putLong(MSG_CONTROL, Native.address(control.clear()));
    vector.putLong(0, Native.address(data.clear()));
  }

  /// Sends the remaining bytes of `packet` to an address written by [#address]. Returns false when
  /// the send buffer is full.
  ///
  /// @param to the destination, for error messages
  boolean send(Object to, Descriptor socket, ByteBuffer packet, int addressSize) {
    data.clear().put(packet.duplicate()).flip();
    address.clear();
    long sent =
        Native.LIBC.sendto(socket.number(), data, data.remaining(), 0, address, addressSize);
    return accepted("sendto", to, sent);
  }

  /// As [#send], with the control messages written by [#control].
  boolean sendMessage(Object to, Descriptor socket, ByteBuffer packet, int addressSize) {
    data.clear().put(packet.duplicate()).flip();
    vector.putLong(8, data.remaining());
    message.putInt(MSG_NAMELEN, addressSize).putInt(MSG_FLAGS, 0);
    message.putLong(MSG_CONTROLLEN, control.flip().remaining());
    control.clear();
    return accepted("sendmsg", to, Native.LIBC.sendmsg(socket.number(), message.clear(), 0));
  }

  private static boolean accepted(String call, Object to, long sent) {
    if (sent >= 0) {
      return true;
    }
    var errno = Native.errno();
    if (errno.equals(Errno.EAGAIN)) {
      return false;
    }
    throw new LinuxException(call + "(" + to + ")", errno);
  }

  /// Receives a packet, its sender and its control messages; empty when none is waiting. A packet
  /// longer than the buffer is dropped, and the next one is received.
  Optional<ByteBuffer> receive(String what, Descriptor socket) {
    while (true) {
      vector.putLong(8, data.clear().capacity());
      message.putInt(MSG_NAMELEN, address.capacity()).putInt(MSG_FLAGS, 0);
      message.putLong(MSG_CONTROLLEN, control.clear().capacity());
      long length = Native.LIBC.recvmsg(socket.number(), message.clear(), 0);
      if (length >= 0) {
        if ((message.getInt(MSG_FLAGS) & MSG_TRUNC) == 0) {
          control.limit((int) message.getLong(MSG_CONTROLLEN));
          return Optional.of(data.slice(0, (int) length));
        }
      } else {
        var errno = Native.errno();
        if (errno.equals(Errno.EAGAIN)) {
          return Optional.empty();
        }
        if (!errno.equals(Errno.EINTR)) {
          throw new LinuxException(what, errno);
        }
      }
    }
  }

  /// Reads and clears the pending error of a socket (SO_ERROR); 0 when there is none.
  int pendingError(Descriptor socket) {
    return SocketOption.SO_ERROR.get(socket, value, valueSize);
  }

  /// The address of the destination or the sender: a `struct sockaddr_*` at position 0.
  ByteBuffer address() {
    return address.clear();
  }

  /// The control messages to send (written from position 0 on) or received (position 0 to limit).
  ByteBuffer control() {
    return control;
  }
}
