package keepalived.daemon.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import keepalived.linux.file.PlainFile;
import keepalived.linux.libc.Native;

/// A log file, opened with its first line. The default place is one where anybody may have put
/// something of that name: what is not a file of ours alone is not written.
final class FileOutlet implements Outlet {

  private static final int MODE = 0666; // less the umask

  private final Path path;
  private Optional<PlainFile> file = Optional.empty();

  /// The file ends within a line: the disk was full.
  private boolean torn;

  FileOutlet(Path path) {
    this.path = path;
  }

  @Override
  public String name() {
    return "log file " + path;
  }

  @Override
  public Optional<String> write(JournalEntry line, boolean patient) {
    if (file.isEmpty()) {
      switch (PlainFile.toAppend(path, MODE)) {
        case PlainFile.Opened(var opened) -> file = Optional.of(opened);
        case PlainFile.Refused(_, _, var why) -> {
          return Optional.of(why);
        }
      }
    }
    String text = TextLayout.console(line.when(), line.text(), ZoneId.systemDefault()) + "\n";
    byte[] bytes = ((torn ? "\n" : "") + text).getBytes(StandardCharsets.UTF_8);
    var buffer = Native.allocate(bytes.length).put(bytes).flip();
    var failed = file.get().write(buffer);
    if (buffer.position() > 0) {
      torn = bytes[buffer.position() - 1] != '\n';
    }
    if (failed.isPresent()) {
      // Opened anew for the next line: a file system that was mounted again has other files.
      file.get().close();
      file = Optional.empty();
    }
    return failed.map(errno -> errno.message());
  }
}
