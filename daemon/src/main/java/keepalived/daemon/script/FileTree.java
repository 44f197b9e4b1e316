package keepalived.daemon.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import keepalived.linux.file.PlainFile;

/// The host's files, as script security needs them.
public interface FileTree {

  /// The status of the file at this path, without following links; empty when it does not exist or
  /// cannot be examined.
  Optional<FileStatus> status(Path path);

  /// The target of a symbolic link, as written in the link.
  Path target(Path link) throws IOException;

  /// At most the first `length` bytes of a file.
  byte[] head(Path file, int length) throws IOException;

  /// The files of this host.
  FileTree HOST =
      new FileTree() {
        @Override
        public Optional<FileStatus> status(Path path) {
          try {
            Map<String, Object> values =
                Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
            return Optional.of(
                new FileStatus(
                    (Integer) values.get("mode"),
                    (Integer) values.get("uid"),
                    (Integer) values.get("gid")));
          } catch (IOException e) {
            return Optional.empty();
          }
        }

        @Override
        public Path target(Path link) throws IOException {
          return Files.readSymbolicLink(link);
        }

        @Override
        public byte[] head(Path file, int length) throws IOException {
          return PlainFile.head(file, length);
        }
      };
}
