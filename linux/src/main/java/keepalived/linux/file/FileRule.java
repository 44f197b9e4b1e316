package keepalived.linux.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.Native;

/// The conditions that a file must meet before it is opened.
enum FileRule {
  /// Any regular file, also through a symbolic link.
  READ,
  /// A regular file with a single name (no hard links); symbolic links are refused.
  ANY_OWNER,
  /// As [#ANY_OWNER], and other users cannot control it: it is not writable by everybody, and it
  /// does not belong to another user in a directory that everybody may write to. Such a user could
  /// read, change or remove what we write.
  OURS;

  private static final int S_IFMT = 0170000; // linux/stat.h
  private static final int S_IFREG = 0100000;
  private static final int S_IWOTH = 0002;
  private static final Errno EISDIR = Errno.of(21);

  /// The attributes of a file that the rules check.
  ///
  /// @param mode `st_mode`, with the bits of the file type
  /// @param names number of hard links
  record Look(int mode, int uid, int names) {

    int kind() {
      return mode & S_IFMT;
    }
  }

  static Look look(Path file) throws IOException {
    Map<String, Object> values = Files.readAttributes(file, "unix:mode,uid,nlink");
    return new Look(
        (Integer) values.get("mode"), (Integer) values.get("uid"), (Integer) values.get("nlink"));
  }

  boolean followsLinks() {
    return this == READ;
  }

  /// Why the file must not be opened; empty when it may.
  Optional<PlainFile.Refused> objection(Path path, Look found) throws IOException {
    if (found.kind() != S_IFREG) {
      return Optional.of(new PlainFile.Refused(path, errno(found), "is " + word(found)));
    }
    if (this != READ && found.names() > 1) {
      return refused(path, "has " + found.names() + " names (hard links)");
    }
    if (this != OURS) {
      return Optional.empty();
    }
    if ((found.mode() & S_IWOTH) != 0) {
      return refused(path, "is writable by everybody (mode 0%o)".formatted(found.mode() & ~S_IFMT));
    }
    boolean another = found.uid() != Native.LIBC.geteuid() && found.uid() != 0;
    if (another && (look(path.toAbsolutePath().getParent()).mode() & S_IWOTH) != 0) {
      return refused(
          path, "belongs to uid " + found.uid() + ", in a directory that everybody may write");
    }
    return Optional.empty();
  }

  private static Optional<PlainFile.Refused> refused(Path path, String why) {
    return Optional.of(new PlainFile.Refused(path, Errno.EPERM, why));
  }

  private static Errno errno(Look found) {
    return switch (found.kind()) {
      case 0120000 -> Errno.ELOOP;
      case 0040000 -> EISDIR;
      default -> Errno.EPERM;
    };
  }

  private static String word(Look found) {
    return switch (found.kind()) {
      case 0120000 -> "a symbolic link";
      case 0040000 -> "a directory, not a regular file";
      case 0010000 -> "a FIFO, not a regular file";
      case 0140000 -> "a socket, not a regular file";
      case 0020000, 0060000 -> "a device, not a regular file";
      default -> "not a regular file";
    };
  }
}
