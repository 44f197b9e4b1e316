package keepalived.linux.socket;

import java.util.Optional;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.libc.SocketOption;

/// A TCP connection that is opened without blocking, to test whether it can be opened: nothing is
/// sent or read.
public final class TcpConnection implements AutoCloseable {

  private static final int TYPE = 1 | 0x800 | 0x80000; // SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC

  private final Descriptor socket;
  private final SocketBuffer buffer;
  private final SocketOptions options;

  private TcpConnection(Descriptor socket, SocketBuffer buffer) {
    this.socket = socket;
    this.buffer = buffer;
    this.options = new SocketOptions(socket);
  }

  public static TcpConnection open(Family family, SocketBuffer buffer) {
    int socket = Native.LIBC.socket(family.number(), TYPE, 0);
    return new TcpConnection(new Descriptor("socket(SOCK_STREAM)", socket), buffer);
  }

  public int descriptor() {
    return socket.number();
  }

  public SocketOptions options() {
    return options;
  }

  /// Connects from this address and port; 0 lets the kernel choose the port. A given port may still
  /// be in TIME_WAIT from the previous connection. A link-local address needs its link.
  public void bind(Endpoint local, int link) {
    if (local.port() != 0) {
      SocketOption.SO_REUSEADDR.set(socket, 1);
    }
    int size = SocketAddresses.putIp(buffer.address(), local, link);
    Native.check("bind(" + local + ")", Native.LIBC.bind(socket.number(), buffer.address(), size));
  }

  /// Begins to connect. `link` is the link of a link-local destination, 0 for others. Throws
  /// [LinuxException] when the kernel refuses at once.
  ///
  /// @return whether the connection is established; if not, the result is known once the socket is
  ///   writable
  public boolean connect(Endpoint remote, int link) {
    int size = SocketAddresses.putIp(buffer.address(), remote, link);
    if (Native.LIBC.connect(socket.number(), buffer.address(), size) == 0) {
      return true;
    }
    var errno = Native.errno();
    if (errno.equals(Errno.EINPROGRESS)) {
      return false;
    }
    throw new LinuxException("connect", errno);
  }

  /// Why the connection failed, once the socket is writable; empty when it is established.
  public Optional<Errno> failure() {
    int error = buffer.pendingError(socket);
    return error == 0 ? Optional.empty() : Optional.of(Errno.of(error));
  }

  @Override
  public void close() {
    socket.close();
  }
}
