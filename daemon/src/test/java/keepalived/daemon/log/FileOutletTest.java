package keepalived.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import keepalived.core.log.Level;
import keepalived.core.log.LogLine;
import keepalived.core.log.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOutletTest {

  private static void write(FileOutlet outlet, String text) {
    var line = new LogLine(Part.VRRP, Level.INFO, text);
    assertEquals(Optional.empty(), outlet.write(new JournalEntry(Instant.EPOCH, line, "t"), true));
  }

  /// As logrotate does, without a signal.
  @Test
  void aFileThatIsRenamedOrRemovedIsMadeAgain(@TempDir Path directory) throws IOException {
    var path = directory.resolve("k.log");
    var rotated = directory.resolve("k.log.1");
    var outlet = new FileOutlet(path);
    write(outlet, "one");
    write(outlet, "two");
    Files.move(path, rotated);
    write(outlet, "three");
    assertEquals(2, Files.readAllLines(rotated).size());
    assertTrue(Files.readString(path).endsWith("three\n"));
    Files.delete(path);
    write(outlet, "four");
    assertEquals(1, Files.readAllLines(path).size());
    assertTrue(Files.readString(path).endsWith("four\n"));
  }
}
