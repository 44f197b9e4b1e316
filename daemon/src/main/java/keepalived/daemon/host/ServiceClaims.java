package keepalived.daemon.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import keepalived.healthcheck.engine.Claims;
import keepalived.ipvs.table.ServiceKey;
import keepalived.linux.file.OwnPath;
import keepalived.linux.file.PlainFile;

/// Stores which services are ours in a file of the run directory. There is one file for each pid
/// file, so that several daemons on a host do not take over each other's services. The file counts
/// only when complete, and only for the boot and the network namespace in which it was written. It
/// could be used to remove services of other programs, so the directory must belong to the daemon
/// alone.
public final class ServiceClaims implements Claims {

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAMESPACE = Path.of("/proc/thread-self/ns/net");

  private static final int MODE = 0600;
  private static final int LONGEST = 16 << 20;

  private final Path directory;
  private final Path file;
  private final Consumer<String> warnings;

  /// @param runDirectory `/run`
  /// @param pidFile of the checkers, which no other daemon has
  public ServiceClaims(Path runDirectory, Path pidFile, Consumer<String> warnings) {
    directory = runDirectory.resolve("keepalived");
    var name = pidFile.toAbsolutePath().normalize().toString().substring(1).replace('/', '-');
    file = directory.resolve(name + ".services");
    this.warnings = warnings;
  }

  @Override
  public Set<ServiceKey> before() {
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return Set.of();
      }
      OwnPath.require(directory);
      OwnPath.require(file);
      return switch (ClaimsText.read(content(), place())) {
        case ClaimsText.Known(var services) -> services;
        case ClaimsText.Elsewhere _ -> Set.of();
        case ClaimsText.Corrupt(var why) -> {
          warnings.accept(file + ": " + why + "; services left over in IPVS are not removed");
          yield Set.of();
        }
      };
    } catch (IOException e) {
      warnings.accept(reason(e) + "; services left over in IPVS are not removed");
      return Set.of();
    }
  }

  @Override
  public void remember(Set<ServiceKey> services) {
    try {
      if (services.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        write(ClaimsText.of(place(), services));
      }
    } catch (IOException e) {
      warnings.accept(
          reason(e) + "; after a crash, services that are no longer configured would stay in IPVS");
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? e.getMessage() + " is missing" : e.getMessage();
  }

  private static ClaimsText.Place place() throws IOException {
    return new ClaimsText.Place(
        Files.readString(BOOT).strip(), Files.readSymbolicLink(NAMESPACE).toString());
  }

  private List<String> content() throws IOException {
    return new String(PlainFile.whole(file, LONGEST), StandardCharsets.US_ASCII).lines().toList();
  }

  /// Writes a new file and renames it over the old one, so that the file is always complete.
  private void write(String text) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    OwnPath.require(directory);
    var next = directory.resolve(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    try (var made = PlainFile.toCreate(next, MODE).orThrow()) {
      made.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
