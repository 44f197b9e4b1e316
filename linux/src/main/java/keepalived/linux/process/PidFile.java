package keepalived.linux.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import keepalived.linux.file.PlainFile;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// A file with our process id that stays locked while the process runs. A file of a dead process is
/// not locked and is taken over.
public final class PidFile implements AutoCloseable {

  // asm-generic/fcntl.h
  private static final int F_OFD_SETLK = 37;
  private static final int F_WRLCK = 1;
  private static final int FLOCK = 32; // struct flock: type and whence, start at 8, length at 16

  private static final int MODE = 0644;

  /// The result of an attempt to lock.
  public sealed interface Attempt {}

  public record Locked(PidFile file) implements Attempt {}

  /// Another process holds the lock: a daemon is already running.
  public record AlreadyLocked() implements Attempt {}

  private final Path path;
  private final Descriptor descriptor;

  private PidFile(Path path, Descriptor descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /// Opens or creates the file and locks it. Throws [LinuxException] when it cannot be opened or is
  /// not a plain file ([PlainFile]).
  public static Attempt lock(Path path) {
    var descriptor =
        switch (PlainFile.toLock(path, MODE)) {
          case PlainFile.Opened(var file) -> file.descriptor();
          case PlainFile.Refused refused -> throw PlainFile.failure(refused);
        };
    var lock = Native.allocate(FLOCK).putShort(0, (short) F_WRLCK);
    if (Native.LIBC.fcntl(descriptor.number(), F_OFD_SETLK, lock) == 0) {
      return new Locked(new PidFile(path, descriptor));
    }
    var errno = Native.errno();
    descriptor.close();
    if (errno.equals(Errno.EAGAIN) || errno.equals(Errno.EACCES)) {
      return new AlreadyLocked();
    }
    throw new LinuxException("fcntl(F_OFD_SETLK, " + path + ")", errno);
  }

  /// Replaces the content of the file by the process id, and makes it readable by all users
  /// regardless of the umask.
  public void write(long pid) {
    byte[] text = (pid + "\n").getBytes(StandardCharsets.US_ASCII);
    var data = Native.allocate(text.length).put(text).flip();
    Native.check("fchmod(" + path + ")", Native.LIBC.fchmod(descriptor.number(), MODE));
    Native.check("ftruncate(" + path + ")", Native.LIBC.ftruncate(descriptor.number(), 0));
    Native.check(
        "write(" + path + ")", Native.LIBC.pwrite(descriptor.number(), data, text.length, 0));
  }

  public Path path() {
    return path;
  }

  /// Removes the file, then releases the lock.
  public void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    } finally {
      close();
    }
  }

  /// Releases the lock and leaves the file.
  @Override
  public void close() {
    descriptor.close();
  }
}
