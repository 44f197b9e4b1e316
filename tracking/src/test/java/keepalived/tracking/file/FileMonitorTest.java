package keepalived.tracking.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import keepalived.core.config.track.TrackFile;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.linux.loop.EpollLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileMonitorTest {

  @Test
  void aFileIsMadeAndItsChangesAreReported(@TempDir Path directory) throws Exception {
    var path = directory.resolve("value");
    var file =
        new TrackFile("f", path.toString(), 1, false, Optional.of(new TrackFile.Initial(7, false)));
    var values = new LinkedBlockingQueue<Integer>();
    var thrown = new ConcurrentLinkedQueue<Throwable>();
    try (var loop = EpollLoop.start("files", thrown::add)) {
      loop.post(
          () ->
              new FileMonitor(
                      loop, new PartLog(Part.VRRP, _ -> {}), (_, value) -> values.add(value))
                  .configure(Map.of("f", file)));
      await(7, values);
      Files.writeString(path, " -0x10 and more\n");
      await(-16, values);
      Files.delete(path);
      await(0, values);
      assertEquals(List.of(), List.copyOf(thrown));
    }
  }

  private static TrackFile file(String name, Path path) {
    return new TrackFile(name, path.toString(), 1, false, Optional.empty());
  }

  /// Two versions of a directory, the first of which a link leads to.
  private static Path versions(Path directory) throws IOException {
    for (var version : List.of("1", "2")) {
      Files.createDirectory(directory.resolve(version));
      Files.writeString(directory.resolve(version).resolve("value"), version);
    }
    return Files.createSymbolicLink(directory.resolve("now"), Path.of("1"));
  }

  /// As atomic updates of mounted configurations do.
  private static void swap(Path link) throws IOException {
    var next = Files.createSymbolicLink(link.resolveSibling("next"), Path.of("2"));
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @ParameterizedTest
  @CsvSource({"true, false", "true, true", "false, false", "false, true"})
  void aLinkThatIsSwappedIsFollowed(boolean toFile, boolean reload, @TempDir Path directory)
      throws Exception {
    var now = versions(directory);
    var path = now.resolve("value");
    if (toFile) {
      path = Files.createSymbolicLink(directory.resolve("link"), Path.of("now/value"));
    }
    var files = Map.of("f", file("f", path));
    var values = new LinkedBlockingQueue<Integer>();
    var thrown = new ConcurrentLinkedQueue<Throwable>();
    var pause = reload ? Duration.ofHours(1) : Duration.ofMillis(50);
    try (var loop = EpollLoop.start("files", thrown::add)) {
      var monitor = new CompletableFuture<FileMonitor>();
      loop.post(
          () ->
              monitor.complete(
                  new FileMonitor(
                      loop,
                      new PartLog(Part.VRRP, _ -> {}),
                      (_, value) -> values.add(value),
                      pause)));
      loop.post(() -> monitor.join().configure(files));
      await(1, values);
      swap(now);
      if (reload) {
        loop.post(() -> monitor.join().configure(files));
      }
      await(2, values);
      Files.writeString(directory.resolve("2/value"), "3");
      await(3, values);
      assertEquals(List.of(), List.copyOf(thrown));
    }
  }

  @Test
  void twoPathsToOneDirectoryAreBothFollowed(@TempDir Path directory) throws Exception {
    var linked = versions(directory).resolve("value");
    var direct = Files.writeString(directory.resolve("1/other"), "5");
    var values = new LinkedBlockingQueue<Integer>();
    var thrown = new ConcurrentLinkedQueue<Throwable>();
    try (var loop = EpollLoop.start("files", thrown::add)) {
      loop.post(
          () ->
              new FileMonitor(
                      loop, new PartLog(Part.VRRP, _ -> {}), (_, value) -> values.add(value))
                  .configure(Map.of("f", file("f", linked), "g", file("g", direct))));
      var both = Set.of(values.poll(10, TimeUnit.SECONDS), values.poll(10, TimeUnit.SECONDS));
      assertEquals(Set.of(1, 5), both);
      Files.writeString(linked, "8");
      await(8, values);
      Files.writeString(direct, "9");
      await(9, values);
      assertEquals(List.of(), List.copyOf(thrown));
    }
  }

  /// Waits for a value and ignores those before it: a file may be read, empty, while it is being
  /// written.
  private static void await(int wanted, LinkedBlockingQueue<Integer> values) throws Exception {
    Integer last;
    do {
      last = values.poll(10, TimeUnit.SECONDS);
    } while (last != null && last != wanted);
    assertEquals(wanted, last);
  }
}
