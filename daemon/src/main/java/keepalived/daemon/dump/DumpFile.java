package keepalived.daemon.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import keepalived.linux.file.PlainFile;

/// Writes a dump into a directory that other users may write to (`/tmp`). The file is created
/// exclusively, with an unpredictable name and access for the daemon only, and then renamed to its
/// final name. An existing file that is not a plain file of ours is left alone (CVE-2021-44225 was
/// of this kind). The file is closed only after the rename, so that readers who wait with inotify
/// for the close (VyOS does) see the final name.
public final class DumpFile {

  private static final int OURS_ALONE = 0600;
  private static final SecureRandom NAMES = new SecureRandom();

  private DumpFile() {}

  /// The directory of dumps: `TMPDIR` when it is a directory, otherwise `/tmp`.
  public static Path directory(String tmpdir) {
    if (tmpdir != null && Files.isDirectory(Path.of(tmpdir))) {
      return Path.of(tmpdir);
    }
    return Path.of("/tmp");
  }

  /// Writes the file.
  ///
  /// @throws IOException when an existing file is not ours to replace, or the file cannot be
  ///   written
  public static void write(Path target, String text) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      boolean plain = Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
      var owner = Files.getOwner(target, LinkOption.NOFOLLOW_LINKS);
      Path self = Path.of("/proc/self");
      if (!plain || !owner.equals(Files.getOwner(self.toRealPath()))) {
        throw new IOException(
            target + " is " + (plain ? "owned by " + owner.getName() : "not a plain file"));
      }
    }
    Path directory = target.toAbsolutePath().getParent();
    Path fresh =
        directory.resolve(".keepalived" + Long.toUnsignedString(NAMES.nextLong(), 36) + ".new");
    try (var file = PlainFile.toCreate(fresh, OURS_ALONE).orThrow()) {
      file.write(text.getBytes(StandardCharsets.UTF_8));
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("cannot put " + target + " in place in one step", e);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
