package keepalived.linux.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Set;

/// Directories and files whose content no other user can control.
public final class OwnPath {

  private OwnPath() {}

  /// Throws unless the path belongs to us and is writable for us only; symbolic links are refused.
  public static void require(Path path) throws IOException {
    var found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    var others =
        new HashSet<>(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
    others.retainAll(found.permissions());
    boolean whole = found.isDirectory() || found.isRegularFile();
    var owner = Files.getOwner(Path.of("/proc/self"), LinkOption.NOFOLLOW_LINKS);
    if (!whole || !others.isEmpty() || !found.owner().equals(owner)) {
      throw new IOException(path + " does not belong to us, or other users may write to it");
    }
  }
}
