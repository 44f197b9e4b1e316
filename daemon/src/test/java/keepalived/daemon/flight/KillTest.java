package keepalived.daemon.flight;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keepalived.core.event.Happening;
import keepalived.linux.file.OwnPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at random moments: the last event that was recorded is in the file.
class KillTest {

  private static final int KILLS = 50;

  /// Only what the writer needs: a JVM opens every archive of its class path before it starts.
  private static final String CLASSES =
      Stream.of(KilledWriter.class, FlightRecorder.class, Happening.class, OwnPath.class)
          .map(each -> each.getProtectionDomain().getCodeSource().getLocation().getPath())
          .collect(Collectors.joining(":"));

  @TempDir Path directory;

  @Test
  void theLastEventBeforeAKillIsThere() throws Exception {
    var random = new Random(14);
    for (int i = 0; i < KILLS; i++) {
      var home = Files.createDirectory(directory.resolve("run" + i));
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
      var ring = home.resolve("k.events");
      long printed = killed(home, 1 + random.nextInt(3_000));
      var read = Recordings.of(ring);
      long last = read.getLast().id().number();
      assertTrue(last >= printed, "printed " + printed + ", read " + last + ", kill " + i);
      Files.delete(ring);
    }
  }

  /// Starts a writer and kills it after some lines.
  ///
  /// @return the last whole number that it printed
  private static long killed(Path home, int lines) throws Exception {
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx32m",
                "-cp",
                CLASSES,
                KilledWriter.class.getName(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.inputReader(StandardCharsets.US_ASCII)) {
      for (int i = 0; i < lines; i++) {
        out.readLine();
      }
      // Not through the process itself, which would close its output.
      process.toHandle().destroyForcibly();
      var rest = new StringBuilder();
      int character;
      long last = 0;
      while ((character = out.read()) >= 0) {
        if (character == '\n') {
          last = Long.parseLong(rest.toString());
          rest.setLength(0);
        } else {
          rest.append((char) character);
        }
      }
      process.waitFor();
      return last;
    }
  }
}
