package keepalived.daemon.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Files of an imaginary host. Missing parent directories exist automatically: owned by root, mode
/// 0755.
final class FakeFiles implements FileTree {

  private final Map<Path, FileStatus> statuses = new HashMap<>();
  private final Map<Path, Path> links = new HashMap<>();
  private final Map<Path, byte[]> contents = new HashMap<>();

  FakeFiles() {
    statuses.put(Path.of("/"), new FileStatus(0040755, 0, 0));
  }

  FakeFiles file(String path, int mode, int owner, int group) {
    return text(path, "#!/bin/sh\n", new FileStatus(0100000 | mode, owner, group));
  }

  FakeFiles text(String path, String content, FileStatus status) {
    place(Path.of(path), status);
    contents.put(Path.of(path), content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  FakeFiles directory(String path, int mode, int owner, int group) {
    place(Path.of(path), new FileStatus(0040000 | mode, owner, group));
    return this;
  }

  FakeFiles link(String path, String target, int owner) {
    place(Path.of(path), new FileStatus(0120777, owner, 0));
    links.put(Path.of(path), Path.of(target));
    return this;
  }

  private void place(Path path, FileStatus status) {
    statuses.put(path, status);
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      statuses.putIfAbsent(above, new FileStatus(0040755, 0, 0));
    }
  }

  @Override
  public Optional<FileStatus> status(Path path) {
    return Optional.ofNullable(statuses.get(path));
  }

  @Override
  public Path target(Path link) throws IOException {
    if (!links.containsKey(link)) {
      throw new NoSuchFileException(link.toString());
    }
    return links.get(link);
  }

  @Override
  public byte[] head(Path file, int length) throws IOException {
    if (!contents.containsKey(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return contents.get(file);
  }
}
