package keepalived.linux.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// A regular file at a path where somebody else may have put something: a FIFO that would block us,
/// a device, a link to a file that only root may write.
///
/// First the path is turned into a handle (O_PATH), which neither waits nor touches what is there.
/// The handle is judged, and what the handle stands for is opened, so that nothing can be exchanged
/// between the two.
public final class PlainFile implements AutoCloseable {

  /// What came of an attempt to open.
  public sealed interface Attempt {

    /// The file.
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

  /// @param errno the nearest error number
  /// @param why the error in words, or what the file is: `is a FIFO, not a regular file`
  public record Refused(Path path, Errno errno, String why) implements Attempt {

    IOException exception() {
      return errno.equals(Errno.ENOENT)
          ? new NoSuchFileException(path.toString(), null, why)
          : new FileSystemException(path.toString(), null, why);
    }
  }

  // asm-generic/fcntl.h; O_NOFOLLOW is the one that differs on arm64
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

  /// How often a file that comes and goes while we look is looked at again.
  private static final int TRIES = 5;

  private final Path path;
  private final Descriptor descriptor;

  private PlainFile(Path path, Descriptor descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /// For reading. Symbolic links are followed: what is read is the operator's or the user's own
  /// choice; only what would block, or is no file, is refused.
  public static Attempt toRead(Path path) {
    return existing(path, 0, FileRule.READ);
  }

  /// For writing at its end, made where it is missing: a log.
  ///
  /// @param mode of a new file, less the umask
  public static Attempt toAppend(Path path, int mode) {
    return opened(path, O_WRONLY | O_APPEND, mode, FileRule.OURS);
  }

  /// For reading, writing and locking, made where it is missing: a pid file. Its content is no
  /// secret and decides nothing, so an old one of odd mode or owner does not hinder a start.
  public static Attempt toLock(Path path, int mode) {
    return opened(path, O_RDWR, mode, FileRule.ANY_OWNER);
  }

  /// For a new content, made where it is missing. The file may be another user's, who will go on
  /// writing it, but not another name of some file elsewhere.
  public static Attempt toReplace(Path path, int mode) {
    return opened(path, O_WRONLY | O_TRUNC, mode, FileRule.ANY_OWNER);
  }

  /// For writing, where nothing may exist yet.
  public static Attempt toCreate(Path path, int mode) {
    int number =
        Native.LIBC.open(path.toString(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | ALWAYS, mode);
    return result(path, number);
  }

  /// At most this much of the beginning of a file.
  ///
  /// @throws IOException when it cannot be read, or is not a regular file
  public static byte[] head(Path path, int atMost) throws IOException {
    try (var file = toRead(path).orThrow()) {
      return file.read(atMost);
    }
  }

  /// A whole file.
  ///
  /// @throws IOException also when it is longer than this
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
      return new Refused(path, Errno.EACCES, "cannot be looked at: " + e.getMessage());
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

  /// For locks and the like.
  public Descriptor descriptor() {
    return descriptor;
  }

  /// At most this much, from where the last reading ended.
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

  /// Writes all of it, which moves the buffer's position as far as that went.
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

  /// Writes all of it.
  ///
  /// @throws IOException when not all of it could be written
  public void write(byte[] bytes) throws IOException {
    var failed = write(Native.allocate(bytes.length).put(bytes).flip());
    if (failed.isPresent()) {
      throw new FileSystemException(path.toString(), null, failed.get().message());
    }
  }

  /// The refusal as a failed system call.
  public static LinuxException failure(Refused refused) {
    String call = "open(" + refused.path() + ")";
    return refused.why().equals(refused.errno().message())
        ? new LinuxException(call, refused.errno())
        : new LinuxException(call, refused.errno(), "it " + refused.why());
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
