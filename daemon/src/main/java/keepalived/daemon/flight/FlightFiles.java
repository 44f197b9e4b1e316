package keepalived.daemon.flight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the recording of a daemon is. The name comes from the pid file, which no other daemon of
/// the host has: `/run/keepalived.pid` gives `keepalived`, `/run/a/b.pid` gives `a-b`.
public record FlightFiles(Path memory, Path disk, String name) {

  private static final Path MEMORY = Path.of("/run/keepalived");
  private static final Path DISK = Path.of("/var/lib/keepalived");

  /// @param pidFile of the daemon, not of one of its parts
  public static FlightFiles of(Path pidFile) {
    return of(MEMORY, DISK, pidFile);
  }

  /// The rings of all daemons of this host that run or ran since its start.
  public static List<Path> all() throws IOException {
    if (!Files.isDirectory(MEMORY)) {
      return List.of();
    }
    try (var files = Files.list(MEMORY)) {
      return files.filter(file -> file.toString().endsWith(".events")).sorted().toList();
    }
  }

  static FlightFiles of(Path memory, Path disk, Path pidFile) {
    var name = pidFile.toAbsolutePath().normalize().toString().substring(1).replace('/', '-');
    return new FlightFiles(
        memory, disk, name.replaceFirst("^run-", "").replaceFirst("\\.pid$", ""));
  }

  /// On tmpfs.
  public Path ring() {
    return memory.resolve(name + ".events");
  }

  /// The ring of the run before this one.
  Path old() {
    return memory.resolve(name + ".events.old");
  }

  Segments segments() {
    return new Segments(disk, name);
  }
}
