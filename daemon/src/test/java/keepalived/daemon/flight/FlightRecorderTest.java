package keepalived.daemon.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import keepalived.core.event.Happening;
import keepalived.core.time.MonoTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The flight recorder on files.
class FlightRecorderTest {

  @TempDir Path directory;

  private final List<String> warnings = new ArrayList<>();
  private FlightFiles files;

  @BeforeEach
  void names() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    files =
        FlightFiles.of(
            directory.resolve("run"), directory.resolve("lib"), Path.of("/run/keepalived.pid"));
  }

  private FlightRecorder start() {
    var recorder = FlightRecorder.start(files, InstantSource.system(), warnings::add);
    recorder.opened();
    return recorder;
  }

  private static void record(FlightRecorder recorder, String subject) {
    recorder
        .recorder()
        .record(new MonoTime(System.nanoTime()), Happening.of(Happening.Kind.STEP, subject));
  }

  private List<String> read() throws IOException {
    return Recordings.of(files).stream()
        .map(event -> event.event().kind().word() + " " + event.event().subject())
        .toList();
  }

  @Test
  void theNameComesFromThePidFile() {
    assertEquals(
        Path.of("/run/keepalived/keepalived.events"),
        FlightFiles.of(Path.of("/run/keepalived.pid")).ring());
    assertEquals(
        Path.of("/run/keepalived/tmp-a-b.events"), FlightFiles.of(Path.of("/tmp/a/b.pid")).ring());
  }

  @Test
  void eventsAreReadWhileTheDaemonRuns() throws IOException {
    var recorder = start();
    record(recorder, "VI_1");
    assertEquals(List.of("start daemon", "step VI_1"), read());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files.ring())));
    recorder.close();
    assertEquals(List.of("start daemon", "step VI_1", "stop daemon"), read());
    assertEquals(List.of(), warnings);
  }

  @Test
  void theRunBeforeIsKept() throws IOException {
    var first = start();
    record(first, "VI_1");
    // No close: it was killed.
    var second = start();
    record(second, "VI_2");
    assertEquals(List.of("start daemon", "step VI_1", "start daemon", "step VI_2"), read());
  }

  @Test
  void theNewestEventsReplaceTheOldest() throws IOException {
    var recorder = start();
    for (int i = 0; i < 40_000; i++) {
      record(recorder, "VI_" + i);
    }
    var read = read();
    assertEquals("step VI_39999", read.getLast());
    assertFalse(read.contains("start daemon"));
    assertTrue(read.size() > 5_000, () -> "events: " + read.size());
    int first = Integer.parseInt(read.getFirst().substring("step VI_".length()));
    assertEquals(40_000, first + read.size());
  }

  @Test
  void theDiskHasTheEventsOfEarlierRuns() throws IOException {
    Files.createDirectory(files.disk());
    for (int run = 0; run < 4; run++) {
      var recorder = start();
      record(recorder, "VI_" + run);
      recorder.close();
    }
    assertEquals(4, read().stream().filter("start daemon"::equals).count());
    assertTrue(read().contains("step VI_0"));
    Files.delete(files.ring());
    Files.delete(files.old());
    assertTrue(read().contains("step VI_3"), () -> "after the host has started again");
  }

  @Test
  void whatAKilledRunDidNotWriteIsRescued() throws Exception {
    start();
    Files.createDirectory(files.disk());
    var second = start();
    second.close();
    Files.delete(files.ring());
    Files.delete(files.old());
    assertEquals(List.of("start daemon", "start daemon", "stop daemon"), read());
  }

  @Test
  void aDiskDirectoryOfOtherUsersIsNotUsed() throws IOException {
    Files.createDirectory(files.disk());
    Files.setPosixFilePermissions(files.disk(), PosixFilePermissions.fromString("rwxrwxrwx"));
    start().close();
    assertEquals(List.of(), files.segments().files());
    assertEquals(1, warnings.size(), warnings::toString);
    assertEquals(List.of("start daemon", "stop daemon"), read());
  }

  @Test
  void theDiskIsBounded() throws IOException {
    Files.createDirectory(files.disk());
    var segments = files.segments();
    for (int i = 0; i < 40; i++) {
      segments.append(new byte[Segments.SIZE / 2 + 8]);
    }
    assertEquals(Segments.MOST, segments.files().size());
    assertTrue(segments.files().getLast().toString().endsWith(".000040.events"));
  }

  @Test
  void aFullDiskCostsANumber() throws IOException {
    Files.createDirectory(files.disk());
    Files.createSymbolicLink(
        files.disk().resolve("keepalived.000001.events"), Path.of("/dev/full"));
    var recorder = start();
    record(recorder, "VI_1");
    recorder.close();
    assertTrue(recorder.lost() > 0);
    assertEquals(1, warnings.size(), warnings::toString);
    assertEquals(
        "events are not on disk: java.io.IOException: No space left on device",
        warnings.getFirst());
  }

  @Test
  void withoutADirectoryEventsHaveIds() throws IOException {
    Files.createFile(files.memory());
    var recorder = start();
    var id = recorder.recorder().record(new MonoTime(0), Happening.of(Happening.Kind.STEP, "VI_1"));
    recorder.close();
    assertEquals(2, id.number());
    assertEquals(1, warnings.size(), warnings::toString);
  }

  @Test
  void aDirectoryOfOtherUsersIsRefused() throws IOException {
    Files.createDirectory(files.memory());
    Files.setPosixFilePermissions(files.memory(), PosixFilePermissions.fromString("rwxrwxrwx"));
    start().close();
    assertEquals(1, warnings.size());
    assertFalse(Files.exists(files.ring()));
  }
}
