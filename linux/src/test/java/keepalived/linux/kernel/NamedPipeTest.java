package keepalived.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedPipeTest {

  @TempDir Path directory;

  @Test
  void madeOnceWithItsMode() throws IOException {
    Path path = directory.resolve("f");
    assertTrue(NamedPipe.make(path, 0600));
    assertFalse(NamedPipe.make(path, 0600));
    assertEquals(0010600, Files.getAttribute(path, "unix:mode"));
    var failed =
        assertThrows(
            LinuxException.class, () -> NamedPipe.make(directory.resolve("no/such"), 0600));
    assertTrue(failed.is(Errno.ENOENT));
  }

  @Test
  void linesWaitForAReaderAndAFullPipeRefusesWhole() throws IOException {
    Path path = directory.resolve("f");
    NamedPipe.make(path, 0600);
    try (var pipe = NamedPipe.open(path)) {
      byte[] line = new byte[1000];
      int written = 0;
      while (pipe.write(line)) {
        written++;
        assertTrue(written < 1_000_000, "the pipe never fills");
      }
      assertTrue(written > 3, "written " + written);
      try (var in = new FileInputStream(path.toFile())) {
        assertEquals(1000, in.readNBytes(1000).length);
        // Linux frees whole pages of a pipe.
        in.readNBytes(4000);
        assertTrue(pipe.write(line));
        byte[] rest = in.readNBytes((written - 4) * 1000);
        assertArrayEquals(new byte[(written - 4) * 1000], rest);
      }
    }
  }

  @Test
  void neverMoreThanOnePiece() {
    Path path = directory.resolve("f");
    NamedPipe.make(path, 0600);
    try (var pipe = NamedPipe.open(path)) {
      assertThrows(IllegalArgumentException.class, () -> pipe.write(new byte[4097]));
      assertTrue(pipe.write(new byte[4096]));
    }
  }

  @Test
  void aLinkIsNotFollowedAndWhatWasOpenedIsLookedAt() throws IOException {
    Path path = directory.resolve("f");
    NamedPipe.make(path, 0600);
    Path link = Files.createSymbolicLink(directory.resolve("l"), path);
    var refused = assertThrows(LinuxException.class, () -> NamedPipe.open(link));
    assertTrue(refused.is(Errno.ELOOP));
    try (var pipe = NamedPipe.open(path)) {
      Files.delete(path);
      Files.writeString(path, "another");
      assertEquals(0010600, pipe.attributes("mode").get("mode"));
    }
  }
}
