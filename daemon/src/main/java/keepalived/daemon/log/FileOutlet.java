package keepalived.daemon.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import keepalived.linux.file.PlainFile;
import keepalived.linux.libc.Native;

/// A log file, opened with its first line. In the default directory any user may have placed
/// something with that name: only a file that is ours alone is written.
final class FileOutlet implements Outlet {

  private static final int MODE = 0666; // before the umask

  private final Path path;
  private Optional<PlainFile> file = Optional.empty();

  /// Whether the file ends within a line because the disk was full.
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
    // A program that rotates logs renames the file.
    file.filter(opened -> !opened.isStillThere()).ifPresent(this::abandon);
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
      // The file is opened again for the next line: after a remount, the path leads to another
      // file.
      file.get().close();
      file = Optional.empty();
    }
    return failed.map(errno -> errno.message());
  }

  private void abandon(PlainFile renamed) {
    renamed.close();
    file = Optional.empty();
    torn = false;
  }
}
