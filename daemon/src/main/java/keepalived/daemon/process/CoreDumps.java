package keepalived.daemon.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.daemon.cli.Options;
import keepalived.linux.process.Limits;

/// `--core-dump` and `--core-dump-pattern`: core dumps of this process after a crash. The pattern
/// is host-wide, and is restored at the end.
public final class CoreDumps implements AutoCloseable {

  private static final Path PATTERN = Path.of("/proc/sys/kernel/core_pattern");

  private final Consumer<String> warn;
  private final Optional<String> before;

  private CoreDumps(Consumer<String> warn, Optional<String> before) {
    this.warn = warn;
    this.before = before;
  }

  public static CoreDumps allow(Options.Behaviour wanted, Consumer<String> warn) {
    if (wanted.coreDump()) {
      Limits.liftCoreSize()
          .ifPresent(e -> warn.accept("Unable to allow core dumps: " + e.getMessage()));
    }
    Optional<String> before = Optional.empty();
    if (wanted.corePattern().isPresent()) {
      try {
        before = Optional.of(Files.readString(PATTERN));
        Files.writeString(PATTERN, wanted.corePattern().get());
      } catch (IOException e) {
        warn.accept("Unable to set " + PATTERN + ": " + e.getMessage());
        before = Optional.empty();
      }
    }
    return new CoreDumps(warn, before);
  }

  @Override
  public void close() {
    if (before.isPresent()) {
      try {
        Files.writeString(PATTERN, before.get());
      } catch (IOException e) {
        warn.accept("Unable to restore " + PATTERN + ": " + e.getMessage());
      }
    }
  }
}
