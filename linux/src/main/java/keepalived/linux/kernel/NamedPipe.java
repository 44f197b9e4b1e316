package keepalived.linux.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// A FIFO open for reading and writing (fifo(7)): with a reading end of our own, writing works
/// before anybody reads, and what is written waits in the pipe.
public final class NamedPipe implements AutoCloseable {

  /// Up to here a write is all or nothing (PIPE_BUF, linux/limits.h).
  public static final int ATOMIC_BYTES = 4096;

  private static final int O_RDWR = 02;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;

  /// asm-generic/fcntl.h, and arm64's own.
  private static final int O_NOFOLLOW =
      System.getProperty("os.arch").equals("aarch64") ? 0100000 : 0400000;

  private final Descriptor descriptor;

  private NamedPipe(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /// Makes a FIFO with this mode (less the umask of the process).
  ///
  /// @return whether it was made; false when something of that name exists
  public static boolean make(Path path, int mode) {
    if (Native.LIBC.mkfifo(path.toString(), mode) == 0) {
      return true;
    }
    var errno = Native.errno();
    if (errno.number() == Errno.EEXIST.number()) {
      return false;
    }
    throw new LinuxException("mkfifo(" + path + ")", errno);
  }

  /// Opens what is at this path; a symbolic link there is refused (ELOOP).
  public static NamedPipe open(Path path) {
    int flags = O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC;
    return new NamedPipe(
        new Descriptor("open(" + path + ")", Native.LIBC.open(path.toString(), flags, 0)));
  }

  /// The named attributes (`mode,uid,gid,ino,dev`) of what was opened, whatever its path leads to
  /// by now.
  public Map<String, Object> attributes(String names) throws IOException {
    return Files.readAttributes(self(), "unix:" + names);
  }

  /// Gives what was opened to another user and group.
  public void giveTo(int uid, int gid) throws IOException {
    Files.setAttribute(self(), "unix:gid", gid);
    Files.setAttribute(self(), "unix:uid", uid);
  }

  private Path self() {
    return Path.of("/proc/self/fd/" + descriptor.number());
  }

  /// Writes all, or nothing when the pipe is too full for it.
  ///
  /// @param bytes at most [#ATOMIC_BYTES]
  /// @return whether it was written
  public boolean write(byte[] bytes) {
    if (bytes.length > ATOMIC_BYTES) {
      throw new IllegalArgumentException(bytes.length + " bytes are not written in one piece");
    }
    var buffer = Native.allocate(bytes.length).put(bytes).flip();
    while (Native.LIBC.write(descriptor.number(), buffer, bytes.length) < 0) {
      var errno = Native.errno();
      if (errno.number() == Errno.EAGAIN.number()) {
        return false;
      }
      if (errno.number() != Errno.EINTR.number()) {
        throw new LinuxException("write", errno);
      }
    }
    return true;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
