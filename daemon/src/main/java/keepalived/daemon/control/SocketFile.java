package keepalived.daemon.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import keepalived.linux.libc.Native;
import keepalived.linux.socket.UnixDatagram;

/// The place of a Unix socket. Only root and the user of this process may be able to replace a
/// directory on the way to it, so that no link or file of another user is followed or removed.
final class SocketFile {

  private static final int TYPE = 0170000; // stat(2), st_mode
  private static final int SOCKET = 0140000;
  private static final int STICKY = 01000;
  private static final int WRITABLE_BY_OTHERS = 0022;

  private final Path path;
  private final Path fresh;

  /// Identifies the file that this process has made.
  private Object made = new Object();

  SocketFile(Path path) {
    this.path = path;
    fresh = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid());
  }

  /// Creates the directory, and looks whether the path is free or has the socket of a daemon that
  /// is gone.
  ///
  /// @return where to bind; [#publish] moves the socket from there to its place in one step
  /// @throws IOException when the path cannot be used; the message says why
  Path prepare() throws IOException {
    if (fresh.toString().getBytes(StandardCharsets.UTF_8).length > UnixDatagram.ADDRESS_MAX) {
      throw new IOException("too long for the address of a socket");
    }
    createDirectory(path.getParent());
    requireSafe(path.getParent().toRealPath());
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if ((mode(path) & TYPE) != SOCKET) {
        throw new IOException("exists and is not a socket");
      }
      if (isAlive()) {
        throw new IOException("another process listens there");
      }
    }
    Files.deleteIfExists(fresh);
    return fresh;
  }

  private static void createDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      createDirectory(directory.getParent());
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static void requireSafe(Path real) throws IOException {
    int self = Native.LIBC.geteuid();
    for (Path each = real; each != null; each = each.getParent()) {
      int owner = (Integer) Files.getAttribute(each, "unix:uid");
      boolean shared = (mode(each) & WRITABLE_BY_OTHERS) != 0;
      boolean sticky = (mode(each) & STICKY) != 0 && !each.equals(real);
      if (owner != 0 && owner != self || shared && !sticky) {
        throw new IOException("other users can change " + each);
      }
    }
  }

  private static int mode(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  /// Whether a process accepts connections. One whose queue is full counts too.
  private boolean isAlive() throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException refused) {
      return false;
    }
  }

  /// Puts the bound socket in its place. Every user may connect, whatever the umask.
  void publish() throws IOException {
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-rw-rw-"));
    made = key(fresh);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Removes the socket, unless another one has taken its place.
  void remove() throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && key(path).equals(made)) {
      Files.delete(path);
    }
  }

  private static Object key(Path file) throws IOException {
    return Files.getAttribute(file, "unix:fileKey", LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
