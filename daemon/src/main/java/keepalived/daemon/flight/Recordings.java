package keepalived.daemon.flight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.core.event.EventId;
import keepalived.linux.file.PlainFile;

/// Reads the recordings of a daemon, whether it runs or not.
public final class Recordings {

  private static final int LONGEST = 64 << 20;

  private Recordings() {}

  /// All events of the ring, of the ring of the run before, and of the segments on disk.
  ///
  /// @throws IOException when nothing can be read
  public static List<Recorded> of(FlightFiles files) throws IOException {
    var contents = new ArrayList<byte[]>();
    for (var file : files.segments().files()) {
      read(file, contents);
    }
    read(files.old(), contents);
    read(files.ring(), contents);
    if (contents.isEmpty()) {
      throw new NoSuchFileException(files.ring().toString(), null, "no recording");
    }
    return ordered(contents.stream().map(EventCodec::scan).toList());
  }

  /// All events of one file.
  public static List<Recorded> of(Path file) throws IOException {
    return ordered(List.of(EventCodec.scan(PlainFile.whole(file, LONGEST))));
  }

  private static void read(Path file, List<byte[]> contents) throws IOException {
    if (Files.exists(file)) {
      try {
        contents.add(PlainFile.whole(file, LONGEST));
      } catch (NoSuchFileException gone) {
        // A daemon has just replaced it.
      }
    }
  }

  /// Each event once: runs by the time of their first event, the events of a run by their numbers,
  /// since the clock may have been set.
  private static List<Recorded> ordered(List<List<Recorded>> contents) {
    Map<EventId, Recorded> each = new LinkedHashMap<>();
    contents.forEach(list -> list.forEach(event -> each.put(event.id(), event)));
    var runs = new LinkedHashMap<Integer, List<Recorded>>();
    for (var event : each.values()) {
      runs.computeIfAbsent(event.id().run(), _ -> new ArrayList<>()).add(event);
    }
    runs.values().forEach(run -> run.sort(Comparator.comparingLong(e -> e.id().number())));
    return runs.values().stream()
        .sorted(Comparator.comparing(run -> run.getFirst().when()))
        .flatMap(List::stream)
        .toList();
  }
}
