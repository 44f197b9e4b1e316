package keepalived.daemon.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpFileTest {

  @TempDir Path directory;

  @Test
  void isForUsAloneAndReplacedInOneStep() throws IOException {
    Path file = directory.resolve("keepalived.data");
    DumpFile.write(file, "one");
    DumpFile.write(file, "two");
    assertEquals("two", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (var left = Files.list(directory)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void doesNotFollowOrReplaceALink() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim"), "precious");
    Path link = Files.createSymbolicLink(directory.resolve("keepalived.data"), victim);
    assertThrows(IOException.class, () -> DumpFile.write(link, "dump"));
    assertEquals("precious", Files.readString(victim));
  }

  @Test
  void doesNotReplaceADirectory() throws IOException {
    Path taken = Files.createDirectory(directory.resolve("keepalived.json"));
    assertThrows(IOException.class, () -> DumpFile.write(taken, "dump"));
  }

  @Test
  void tmpdirCountsWhenItIsADirectory() {
    assertEquals(directory, DumpFile.directory(directory.toString()));
    assertEquals(Path.of("/tmp"), DumpFile.directory(directory + "/missing"));
    assertEquals(Path.of("/tmp"), DumpFile.directory(null));
  }
}
