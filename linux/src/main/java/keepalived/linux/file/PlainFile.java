package keepalived.linux.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// Opens a regular file at a path where another user may have placed something else: a FIFO that
/// would block us, a device, a link to a file that only root may write.
///
/// The path is first opened as a handle (O_PATH), which neither blocks nor affects the file. The
/// rules check the handle, and then the file behind the handle is opened, so that nothing can be
/// swapped in between.
public final class PlainFile implements AutoCloseable {

  /// The result of an attempt to open.
  public sealed interface Attempt {

    /// The opened file.
    ///
    /// @throws IOException when it was refused
    default PlainFile orThrow() throws IOException {
      return switch (this) {
        case Opened(var file) -> file;
        case Refused refused -> throw refused.exception();
      };
    }
  }

  public record Opened(PlainFile file) implements Attempt {}

  /// @param errno the closest error number
  /// @param why the error text, or what the file is: `is a FIFO, not a regular file`
  public record Refused(Path path, Errno errno, String why) implements Attempt {

    IOException exception() {
      return errno.equals(Errno.ENOENT)
          ? new NoSuchFileException(path.toString(), null, why)
          : new FileSystemException(path.toString(), null, why);
    }
  }

  // asm-generic/fcntl.h; O_NOFOLLOW differs on arm64
  private static final int O_WRONLY = 01;
  private static final int O_RDWR = 02;
  private static final int O_CREAT = 0100;
  private static final int O_EXCL = 0200;
  private static final int O_NOCTTY = 0400;
  private static final int O_TRUNC = 01000;
  private static final int O_APPEND = 02000;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;
  private static final int O_PATH = 010000000;
  private static final int O_NOFOLLOW =
      System.getProperty("os.arch").equals("aarch64") ? 0100000 : 0400000;
  private static final int ALWAYS = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

  /// Attempts for a file that appears and disappears meanwhile.
  private static final int TRIES = 5;

  /// The attributes that tell files apart.
  private static final String IDENTITY = "unix:dev,ino";

  private final Path path;
  private final Descriptor descriptor;

  private PlainFile(Path path, Descriptor descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /// Opens for reading. Symbolic links are followed, because the operator or user chose the path;
  /// only special files are refused, since they could block.
  public static Attempt toRead(Path path) {
    return existing(path, 0, FileRule.READ);
  }

  /// Opens for appending; creates the file when it is missing. For logs.
  ///
  /// @param mode of a new file, before the umask
  public static Attempt toAppend(Path path, int mode) {
    return opened(path, O_WRONLY | O_APPEND, mode, FileRule.OURS);
  }

  /// Opens for reading, writing and locking; creates the file when it is missing. For pid files:
  /// their content is not secret, so an old file with another mode or owner is accepted.
  public static Attempt toLock(Path path, int mode) {
    return opened(path, O_RDWR, mode, FileRule.ANY_OWNER);
  }

  /// Opens to replace the content; creates the file when it is missing. The file may belong to
  /// another user, but must have no other name (hard link).
  public static Attempt toReplace(Path path, int mode) {
    return opened(path, O_WRONLY | O_TRUNC, mode, FileRule.ANY_OWNER);
  }

  /// Creates a new file for writing; fails when the path exists.
  public static Attempt toCreate(Path path, int mode) {
    int number =
        Native.LIBC.open(path.toString(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | ALWAYS, mode);
    return result(path, number);
  }

  /// At most `atMost` bytes from the start of a file.
  ///
  /// @throws IOException when it cannot be read, or is not a regular file
  public static byte[] head(Path path, int atMost) throws IOException {
    try (var file = toRead(path).orThrow()) {
      return file.read(atMost);
    }
  }

  /// The whole content of a file.
  ///
  /// @throws IOException when it cannot be read, or is longer than `atMost` bytes
  public static byte[] whole(Path path, int atMost) throws IOException {
    byte[] content = head(path, atMost + 1);
    if (content.length > atMost) {
      throw new FileSystemException(path.toString(), null, "is longer than " + atMost + " bytes");
    }
    return content;
  }

  private static Attempt opened(Path path, int flags, int mode, FileRule rule) {
    Attempt last = existing(path, flags, rule);
    for (int i = 0; i < TRIES; i++) {
      if (!(last instanceof Refused(_, var missing, _)) || !missing.equals(Errno.ENOENT)) {
        return last;
      }
      int wanted = (flags & ~O_TRUNC) | O_CREAT | O_EXCL | O_NOFOLLOW | ALWAYS;
      var made = result(path, Native.LIBC.open(path.toString(), wanted, mode));
      if (!(made instanceof Refused(_, var exists, _)) || !exists.equals(Errno.EEXIST)) {
        return made;
      }
      last = existing(path, flags, rule);
    }
    return last;
  }

  private static Attempt existing(Path path, int flags, FileRule rule) {
    int links = rule.followsLinks() ? 0 : O_NOFOLLOW;
    int number = Native.LIBC.open(path.toString(), O_PATH | links | O_CLOEXEC, 0);
    if (number < 0) {
      return refused(path, Native.errno());
    }
    try (var handle = new Descriptor("open", number)) {
      var self = Path.of("/proc/self/fd/" + handle.number());
      Optional<Refused> objection = rule.objection(path, FileRule.look(self));
      return objection.isPresent()
          ? objection.get()
          : result(path, Native.LIBC.open(self.toString(), flags | ALWAYS, 0));
    } catch (IOException e) {
      return new Refused(path, Errno.EACCES, "cannot be examined: " + e.getMessage());
    }
  }

  private static Attempt result(Path path, int number) {
    return number < 0
        ? refused(path, Native.errno())
        : new Opened(new PlainFile(path, new Descriptor("open", number)));
  }

  private static Refused refused(Path path, Errno errno) {
    return new Refused(path, errno, errno.message());
  }

  /// For system calls on the open file, such as locks.
  public Descriptor descriptor() {
    return descriptor;
  }

  /// At most `atMost` bytes, from the end of the previous read.
  public byte[] read(int atMost) throws IOException {
    var content = new ByteArrayOutputStream();
    var chunk = Native.allocate(Math.min(atMost, 64 * 1024));
    while (content.size() < atMost) {
      int wanted = Math.min(chunk.capacity(), atMost - content.size());
      long length = Native.LIBC.read(descriptor.number(), chunk.clear(), wanted);
      if (length < 0) {
        throw new FileSystemException(path.toString(), null, Native.errno().message());
      }
      if (length == 0) {
        break;
      }
      byte[] bytes = new byte[(int) length];
      chunk.get(0, bytes);
      content.writeBytes(bytes);
    }
    return content.toByteArray();
  }

  /// Writes the buffer. Its position moves past the bytes written.
  ///
  /// @param bytes a direct buffer
  /// @return why not all of it was written
  public Optional<Errno> write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      long length = Native.LIBC.write(descriptor.number(), bytes, bytes.remaining());
      if (length > 0) {
        bytes.position(bytes.position() + (int) length);
        continue;
      }
      var errno = Native.errno();
      if (length == 0 || !errno.equals(Errno.EINTR)) {
        return Optional.of(errno);
      }
    }
    return Optional.empty();
  }

  /// Writes all bytes.
  ///
  /// @throws IOException when not all bytes could be written
  public void write(byte[] bytes) throws IOException {
    var failed = write(Native.allocate(bytes.length).put(bytes).flip());
    if (failed.isPresent()) {
      throw new FileSystemException(path.toString(), null, failed.get().message());
    }
  }

  /// The refusal as the exception of a failed system call.
  public static LinuxException failure(Refused refused) {
    String call = "open(" + refused.path() + ")";
    return refused.why().equals(refused.errno().message())
        ? new LinuxException(call, refused.errno())
        : new LinuxException(call, refused.errno(), "it " + refused.why());
  }

  /// Whether the path still leads to this file. Another program may have renamed or removed it.
  public boolean isStillThere() {
    try {
      var self = Path.of("/proc/self/fd/" + descriptor.number());
      return Files.readAttributes(path, IDENTITY, LinkOption.NOFOLLOW_LINKS)
          .equals(Files.readAttributes(self, IDENTITY));
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
