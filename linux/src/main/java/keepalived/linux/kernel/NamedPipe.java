package keepalived.linux.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// A FIFO open for reading and writing (fifo(7)). Because we hold a reading end ourselves, writing
/// works before another process reads; the data waits in the pipe.
public final class NamedPipe implements AutoCloseable {

  /// Largest write in bytes that the kernel does whole or not at all (PIPE_BUF, linux/limits.h).
  public static final int ATOMIC_BYTES = 4096;

  private static final int O_RDWR = 02;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;

  /// asm-generic/fcntl.h; arm64 has its own value.
  private static final int O_NOFOLLOW =
      System.getProperty("os.arch").equals("aarch64") ? 0100000 : 0400000;

  private final Descriptor descriptor;

  private NamedPipe(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /// Creates a FIFO with this mode, before the umask of the process.
  ///
  /// @return whether it was created; false when the name exists
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

  /// Opens the FIFO at this path; a symbolic link is refused (ELOOP).
  public static NamedPipe open(Path path) {
    int flags = O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC;
    return new NamedPipe(
        new Descriptor("open(" + path + ")", Native.LIBC.open(path.toString(), flags, 0)));
  }

  /// The named attributes (`mode,uid,gid,ino,dev`) of the opened file, even if the path has been
  /// replaced since.
  public Map<String, Object> attributes(String names) throws IOException {
    return Files.readAttributes(self(), "unix:" + names);
  }

  /// Changes the owner and group of the opened file.
  public void giveTo(int uid, int gid) throws IOException {
    Files.setAttribute(self(), "unix:gid", gid);
    Files.setAttribute(self(), "unix:uid", uid);
  }

  private Path self() {
    return Path.of("/proc/self/fd/" + descriptor.number());
  }

  /// Writes all bytes, or nothing when the pipe lacks the space.
  ///
  /// @param bytes at most [#ATOMIC_BYTES]
  /// @return whether they were written
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
