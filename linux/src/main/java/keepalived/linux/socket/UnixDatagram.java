package keepalived.linux.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.Native;
import keepalived.linux.libc.SocketOption;

/// A socket that sends datagrams to one Unix address: `/dev/log`, or systemd's notification socket.
public final class UnixDatagram implements AutoCloseable {

  private static final int AF_UNIX = 1; // linux/socket.h
  private static final int SOCK_DGRAM = 2; // linux/net.h
  private static final int SOCK_CLOEXEC = 02000000;
  private static final int MSG_DONTWAIT = 0x40; // linux/socket.h
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int PATH =
      2; // linux/un.h, struct sockaddr_un: family, then 108 bytes of path
  private static final int PATH_LENGTH = 108;

  /// Largest length of an address in bytes of UTF-8.
  public static final int ADDRESS_MAX = PATH_LENGTH - 1;

  private final Descriptor socket;
  private final int flags;
  private final ByteBuffer address = Native.allocate(PATH + PATH_LENGTH);
  private final int addressLength;

  private UnixDatagram(Descriptor socket, int flags, String path) {
    this.socket = socket;
    this.flags = flags;
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    if (name.length > ADDRESS_MAX) {
      throw new IllegalArgumentException("a Unix address has at most 107 bytes: " + path);
    }
    boolean isAbstract = path.startsWith("@");
    if (isAbstract) {
      name[0] = 0;
    }
    address.putShort(0, (short) AF_UNIX).put(PATH, name);
    addressLength = PATH + name.length + (isAbstract ? 0 : 1);
  }

  /// A socket for one receiver; `@name` is an abstract address. The receiver need not exist yet.
  public static UnixDatagram to(String path) {
    return new UnixDatagram(open(), MSG_DONTWAIT | MSG_NOSIGNAL, path);
  }

  /// As [#to], but [#send] waits at most this long for space in the receiver's queue.
  public static UnixDatagram waiting(String path, Duration atMost) {
    var socket = open();
    // struct timeval of a 64-bit system: seconds, microseconds
    var time = Native.allocate(16).putLong(0, atMost.toSeconds());
    SocketOption.SO_SNDTIMEO.set(socket, time.putLong(8, atMost.toNanosPart() / 1000));
    return new UnixDatagram(socket, MSG_NOSIGNAL, path);
  }

  private static Descriptor open() {
    return new Descriptor("socket", Native.LIBC.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  }

  /// Sends one datagram; returns false when the receiver is absent or its queue stays full.
  public boolean send(byte[] data) {
    return offer(data, true).isEmpty();
  }

  /// Sends one datagram.
  ///
  /// @param patient whether a socket that may wait for space waits this time
  /// @return why it could not be sent
  public Optional<Errno> offer(byte[] data, boolean patient) {
    ByteBuffer buffer = Native.allocate(data.length).put(data).flip();
    int now = patient ? flags : flags | MSG_DONTWAIT;
    long sent =
        Native.LIBC.sendto(
            socket.number(), buffer, data.length, now, address.clear(), addressLength);
    return sent < 0 ? Optional.of(Native.errno()) : Optional.empty();
  }

  @Override
  public void close() {
    socket.close();
  }
}
