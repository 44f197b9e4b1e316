package keepalived.daemon.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import keepalived.linux.file.PlainFile;

/// The files of the host, as far as script security looks at them.
public interface FileTree {

  /// What is at this path, links not followed; empty when nothing can be seen there.
  Optional<FileStatus> status(Path path);

  /// Where a symbolic link points, as written in it.
  Path target(Path link) throws IOException;

  /// At most the first `length` bytes of a file.
  byte[] head(Path file, int length) throws IOException;

  /// The real one.
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
