package keepalived.linux.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import keepalived.linux.kernel.NamedPipe;
import keepalived.linux.libc.Errno;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainFileTest {

  private static final BiFunction<Path, Integer, PlainFile.Attempt> READ =
      (path, _) -> PlainFile.toRead(path);
  private static final List<BiFunction<Path, Integer, PlainFile.Attempt>> WAYS =
      List.of(READ, PlainFile::toAppend, PlainFile::toReplace, PlainFile::toLock);

  @TempDir Path directory;

  private Path path(String name) {
    return directory.resolve(name);
  }

  private static String why(PlainFile.Attempt attempt) {
    return assertInstanceOf(PlainFile.Refused.class, attempt).why();
  }

  @Test
  void aFileIsMadeAppendedToAndReplaced() throws IOException {
    Path file = path("f");
    for (String text : List.of("one\n", "two\n")) {
      try (var open = PlainFile.toAppend(file, 0640).orThrow()) {
        open.write(text.getBytes(UTF_8));
      }
    }
    assertEquals("one\ntwo\n", Files.readString(file));
    assertEquals(0100640, Files.getAttribute(file, "unix:mode"));
    try (var open = PlainFile.toReplace(file, 0640).orThrow()) {
      open.write("3\n".getBytes(UTF_8));
    }
    assertEquals("3\n", Files.readString(file));
    try (var open = PlainFile.toReplace(path("g"), 0600).orThrow()) {
      open.write("4\n".getBytes(UTF_8));
    }
    assertEquals("4\n", Files.readString(path("g")));
    assertEquals(Errno.EEXIST, ((PlainFile.Refused) PlainFile.toCreate(file, 0600)).errno());
  }

  @Test
  void readingStopsWhereItIsAllowedTo() throws IOException {
    byte[] content = new byte[200_000];
    content[199_999] = 1;
    Files.write(path("f"), content);
    assertArrayEquals(content, PlainFile.whole(path("f"), 200_000));
    assertEquals(70_000, PlainFile.head(path("f"), 70_000).length);
    assertThrows(FileSystemException.class, () -> PlainFile.whole(path("f"), 199_999));
    var missing = assertThrows(NoSuchFileException.class, () -> PlainFile.head(path("x"), 1));
    assertEquals(path("x") + ": No such file or directory", missing.getMessage());
    Files.createSymbolicLink(path("l"), path("f"));
    assertEquals(10, PlainFile.head(path("l"), 10).length);
  }

  /// Opening a FIFO without a peer blocks; opening some devices has effects.
  @Test
  void whatIsNoFileIsRefusedAtOnce() throws Exception {
    NamedPipe.make(path("fifo"), 0600);
    Files.createDirectory(path("dir"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (var way : WAYS) {
            assertEquals("is a FIFO, not a regular file", why(way.apply(path("fifo"), 0600)));
            assertEquals("is a directory, not a regular file", why(way.apply(path("dir"), 0600)));
            assertEquals(
                "is a device, not a regular file", why(way.apply(Path.of("/dev/null"), 0600)));
          }
          Files.createSymbolicLink(path("to-fifo"), path("fifo"));
          assertEquals("is a FIFO, not a regular file", why(PlainFile.toRead(path("to-fifo"))));
        });
    var refused = assertInstanceOf(PlainFile.Refused.class, PlainFile.toRead(path("fifo")));
    assertEquals(
        "open(" + path("fifo") + "): Operation not permitted: it is a FIFO, not a regular file",
        PlainFile.failure(refused).getMessage());
    assertEquals(
        path("fifo") + ": is a FIFO, not a regular file",
        assertThrows(IOException.class, refused::orThrow).getMessage());
  }

  @Test
  void nothingIsWrittenThroughLinks() throws IOException {
    Path victim = Files.writeString(path("victim"), "precious");
    Files.createSymbolicLink(path("soft"), victim);
    Files.createSymbolicLink(path("dangling"), path("new"));
    Files.createLink(path("hard"), victim);
    for (var way : WAYS.subList(1, WAYS.size())) {
      assertEquals("is a symbolic link", why(way.apply(path("soft"), 0600)));
      assertEquals("is a symbolic link", why(way.apply(path("dangling"), 0600)));
      assertEquals("has 2 names (hard links)", why(way.apply(path("hard"), 0600)));
    }
    assertTrue(Files.notExists(path("new")));
    assertEquals("precious", Files.readString(victim));
    assertEquals("File exists", why(PlainFile.toCreate(path("dangling"), 0600)));
  }

  @Test
  void aLogIsForUsToWriteAlone() throws IOException {
    Path file = Files.writeString(path("log"), "");
    Files.setAttribute(file, "unix:mode", 0666);
    assertEquals("is writable by everybody (mode 0666)", why(PlainFile.toAppend(file, 0600)));
    Files.setAttribute(file, "unix:mode", 0664);
    assertInstanceOf(PlainFile.Opened.class, PlainFile.toAppend(file, 0600));
  }

  /// logrotate gives log files to other users; in /tmp such files would be a trap.
  @Test
  @Tag("linux")
  void anothersFileIsWrittenWhereOnlyWeCanHaveWantedIt() throws IOException {
    Path file = Files.writeString(path("log"), "");
    Files.setAttribute(file, "unix:uid", 65534);
    assertInstanceOf(PlainFile.Opened.class, PlainFile.toAppend(file, 0600));
    Files.setAttribute(directory, "unix:mode", 01777);
    assertEquals(
        "belongs to uid 65534, in a directory that everybody may write",
        why(PlainFile.toAppend(file, 0600)));
    assertInstanceOf(PlainFile.Opened.class, PlainFile.toReplace(file, 0600));
    assertInstanceOf(PlainFile.Opened.class, PlainFile.toLock(file, 0600));
  }

  @Test
  void whatTheKernelRefusesIsAnAnswer() {
    assertEquals(
        "No such file or directory", why(PlainFile.toAppend(path("no/such/directory"), 0600)));
    assertEquals("File name too long", why(PlainFile.toRead(path("x".repeat(300)))));
  }
}
