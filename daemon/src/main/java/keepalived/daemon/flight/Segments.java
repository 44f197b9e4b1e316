package keepalived.daemon.flight;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// The files on disk of one daemon: `NAME.000001.events` and so on. The newest is appended to until
/// it is full; of more than [#MOST], the oldest goes.
final class Segments {

  static final int MOST = 16;
  static final int SIZE = 1 << 20;

  private final Path directory;
  private final String name;

  Segments(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /// Appends records, and waits until the disk has them.
  void append(byte[] records) throws IOException {
    var files = files();
    var file = files.isEmpty() ? next(0) : files.getLast();
    if (Files.exists(file) && Files.size(file) + records.length > SIZE) {
      file = next(number(file));
      for (int i = 0; i <= files.size() - MOST; i++) {
        Files.delete(files.get(i));
      }
    }
    var options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(file, options, mode)) {
      // A write that failed half-way left a part of a record: the next one begins aligned again.
      int odd = (int) (-channel.size() & (EventCodec.ALIGNMENT - 1));
      var bytes = ByteBuffer.allocate(odd + records.length).put(odd, records);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    }
  }

  /// The oldest first.
  List<Path> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var all = Files.list(directory)) {
      return all.filter(file -> number(file) > 0).sorted().toList();
    }
  }

  private Path next(int last) {
    return directory.resolve("%s.%06d.events".formatted(name, last + 1));
  }

  /// 0 for a file of another name.
  private int number(Path file) {
    var text = file.getFileName().toString();
    var prefix = name + ".";
    if (!text.startsWith(prefix) || !text.endsWith(".events")) {
      return 0;
    }
    int end = text.length() - ".events".length();
    var digits = end > prefix.length() ? text.substring(prefix.length(), end) : "";
    return digits.matches("[0-9]{6}") ? Integer.parseInt(digits) : 0;
  }
}
