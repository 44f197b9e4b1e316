package keepalived.linux.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The processes of the host, read from /proc.
public final class ProcessTable {

  private static final Path PROC = Path.of("/proc");

  /// A process: the kernel's name for it (`comm`, at most 15 bytes) and its command line, which is
  /// empty for kernel threads and zombies.
  public record Entry(int pid, String name, List<String> commandLine) {
    public Entry {
      commandLine = List.copyOf(commandLine);
    }
  }

  private ProcessTable() {}

  /// All processes in the order of their ids. Reads two files for each process.
  public static List<Entry> scan() throws IOException {
    try (Stream<Path> entries = Files.list(PROC)) {
      return entries
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches("[0-9]+"))
          .map(Integer::parseInt)
          .sorted()
          .flatMap(pid -> find(pid).stream())
          .toList();
    }
  }

  /// The process with this id; empty when it does not exist or has ended.
  public static Optional<Entry> find(int pid) {
    var directory = PROC.resolve(Integer.toString(pid));
    try {
      var name = Files.readAllBytes(directory.resolve("comm")); // always ends with a line end
      var line = Files.readAllBytes(directory.resolve("cmdline"));
      return Optional.of(new Entry(pid, text(name, 0, name.length - 1), words(line)));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  /// The words of a command line, each terminated by a zero. A process may overwrite its command
  /// line, also without a zero at the end.
  static List<String> words(byte[] line) {
    var words = new ArrayList<String>();
    int start = 0;
    for (int i = 0; i <= line.length; i++) {
      if (i == line.length ? i > start : line[i] == 0) {
        words.add(text(line, start, i));
        start = i + 1;
      }
    }
    return words;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, Math.max(0, to - from), StandardCharsets.UTF_8);
  }
}
