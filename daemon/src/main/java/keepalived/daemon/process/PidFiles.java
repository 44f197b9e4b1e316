package keepalived.daemon.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.core.log.Part;
import keepalived.daemon.cli.Options;
import keepalived.linux.process.PidFile;

/// The pid files of the running parts. All contain the id of this one process, so that scripts
/// looking for the original's child processes find it.
public final class PidFiles {

  private static final Map<Part, String> NAMES =
      Map.of(
          Part.PARENT, "keepalived",
          Part.VRRP, "vrrp",
          Part.CHECKER, "checkers",
          Part.BFD, "bfd");

  private final Map<Part, PidFile> held = new LinkedHashMap<>();
  private final Path directory;
  private final String suffix;
  private final Options.PidFiles given;

  /// @param namespace the network namespace of the daemon, when it differs from the one it was
  ///   started in
  public PidFiles(
      Path runDirectory,
      GlobalSettings.Process process,
      Options.PidFiles given,
      Optional<String> namespace) {
    boolean own = process.usePidDir() || process.instance().isPresent() || namespace.isPresent();
    Path base = own ? runDirectory.resolve("keepalived") : runDirectory;
    directory = namespace.map(base::resolve).orElse(base);
    suffix = process.instance().map(instance -> "_" + instance).orElse("");
    this.given = given;
  }

  /// Takes the pid file of a part; returns false when a running daemon holds it.
  ///
  /// @throws keepalived.linux.libc.LinuxException when the file cannot be opened
  public boolean take(Part part) {
    if (held.containsKey(part)) {
      return true;
    }
    switch (PidFile.lock(path(part))) {
      case PidFile.AlreadyLocked _ -> {
        return false;
      }
      case PidFile.Locked(var file) -> {
        // Recorded first, so that a file that could not be written is removed with the others.
        held.put(part, file);
        file.write(ProcessHandle.current().pid());
        return true;
      }
    }
  }

  public Path path(Part part) {
    Optional<String> name =
        switch (part) {
          case PARENT -> given.parent();
          case VRRP -> given.vrrp();
          case CHECKER -> given.checkers();
          case BFD -> given.bfd();
        };
    if (name.isPresent()) {
      return Path.of(name.get());
    }
    try {
      create(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory.resolve(NAMES.get(part) + suffix + ".pid");
  }

  /// Creates a directory that all users may enter, whatever the umask: other programs read pid
  /// files.
  private static void create(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      create(directory.getParent());
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /// Releases a part's file, for example when a reload leaves the part without work.
  public void release(Part part) {
    var file = held.remove(part);
    if (file != null) {
      file.remove();
    }
  }

  public void releaseAll() {
    List<Part> parts = new ArrayList<>(held.keySet());
    parts.forEach(this::release);
  }
}
