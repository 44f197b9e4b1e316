package keepalived.tracking.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import keepalived.core.config.track.TrackFile;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.linux.loop.EpollLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
