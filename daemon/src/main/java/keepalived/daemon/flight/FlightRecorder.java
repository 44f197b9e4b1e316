package keepalived.daemon.flight;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import keepalived.core.event.Happening;
import keepalived.core.event.Recorder;
import keepalived.core.time.MonoTime;
import keepalived.linux.file.OwnPath;

/// The flight recorder of a running daemon: the ring, and a thread that copies it to disk where
/// `/var/lib/keepalived` exists. A directory that cannot be used costs one line in the log, a disk
/// that is full or read-only costs a number.
public final class FlightRecorder implements AutoCloseable {

  private static final Path JOURNALD = Path.of("/run/systemd/journal/socket");

  /// Events come in bursts; one write takes them all.
  private static final Duration BURST = Duration.ofMillis(100);

  private static final Duration LAST_WRITE = Duration.ofSeconds(1);

  private final FlightFiles files;
  private final Consumer<String> warnings;
  private final Flight flight;
  private final Thread opener;
  private volatile Optional<Copier> copier = Optional.empty();

  private FlightRecorder(FlightFiles files, InstantSource wall, Consumer<String> warnings) {
    this.files = files;
    this.warnings = warnings;
    flight = new Flight(wall);
    opener = Thread.ofPlatform().name("events").daemon().unstarted(this::open);
  }

  /// Begins a recording; the one of the run before is kept beside it. The files are made on another
  /// thread, so that the first advert does not wait for them.
  ///
  /// @param warnings receives why there is none
  public static FlightRecorder start(
      FlightFiles files, InstantSource wall, Consumer<String> warnings) {
    var recorder = new FlightRecorder(files, wall, warnings);
    recorder.flight.record(
        new MonoTime(System.nanoTime()),
        Happening.of(Happening.Kind.START, "daemon").with("pid", ProcessHandle.current().pid()));
    try {
      recorder.opener.start();
    } catch (OutOfMemoryError none) {
      warnings.accept("events are not recorded: " + none.getMessage());
      recorder.flight.open(_ -> {});
    }
    return recorder;
  }

  private void open() {
    var journald = JournaldEntries.to(JOURNALD);
    try {
      prepare(files);
      var ring = EventRing.create(files.ring());
      if (Files.isDirectory(files.disk())) {
        copier = Optional.of(new Copier(files, ring, warnings));
      }
      Runnable written = copier.<Runnable>map(c -> c::wake).orElse(() -> {});
      flight.open(
          event -> {
            ring.write(EventCodec.encode(event));
            written.run();
            journald.accept(event);
          });
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      warnings.accept("events are not recorded: " + e);
      flight.open(journald);
    }
  }

  /// Waits until the files are made, for at most a second.
  void opened() {
    try {
      opener.join(LAST_WRITE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void prepare(FlightFiles files) throws IOException {
    var directory = files.memory();
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    OwnPath.require(directory);
    if (Files.exists(files.ring(), LinkOption.NOFOLLOW_LINKS)) {
      Files.move(files.ring(), files.old(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  public Recorder recorder() {
    return flight;
  }

  /// Number of events that are in neither ring nor segments.
  public long lost() {
    return flight.lost() + copier.map(Copier::lost).orElse(0L);
  }

  /// Ends the recording; what is on its way to the disk has a second.
  @Override
  public void close() {
    opened();
    flight.record(new MonoTime(System.nanoTime()), Happening.of(Happening.Kind.STOP, "daemon"));
    copier.ifPresent(Copier::close);
  }

  /// The thread that copies the ring to disk. Sleeps until an event comes.
  private static final class Copier {

    private final FlightFiles files;
    private final EventRing ring;
    private final Consumer<String> warnings;
    private final Semaphore work = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closing;
    private volatile long lost;
    private long done;
    private boolean complained;

    Copier(FlightFiles files, EventRing ring, Consumer<String> warnings) {
      this.files = files;
      this.ring = ring;
      this.warnings = warnings;
      thread = Thread.ofPlatform().name("events").daemon().start(this::run);
    }

    void wake() {
      if (work.availablePermits() == 0) {
        work.release();
      }
    }

    long lost() {
      return lost;
    }

    private void run() {
      try {
        attempt(() -> OwnPath.require(files.disk()));
        if (complained) {
          return;
        }
        attempt(this::rescue);
        while (!closing) {
          work.acquire();
          if (!closing) {
            Thread.sleep(BURST);
          }
          work.drainPermits();
          attempt(this::copy);
        }
        attempt(this::copy);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private interface Attempt {
      void run() throws IOException;
    }

    private void attempt(Attempt attempt) {
      try {
        attempt.run();
      } catch (IOException | RuntimeException e) {
        lost++;
        if (!complained) {
          complained = true;
          warnings.accept("events are not on disk: " + e);
        }
      }
    }

    /// What the run before had no time to write.
    private void rescue() throws IOException {
      if (!Files.exists(files.old())) {
        return;
      }
      var segments = files.segments();
      var known = new HashSet<>();
      var last = segments.files();
      if (!last.isEmpty()) {
        known.addAll(
            Recordings.of(last.getLast()).stream().map(Recorded::id).collect(Collectors.toSet()));
      }
      var missing = new ByteArrayOutputStream();
      Recordings.of(files.old()).stream()
          .filter(event -> !known.contains(event.id()))
          .forEach(event -> missing.writeBytes(EventCodec.encode(event)));
      segments.append(missing.toByteArray());
    }

    private void copy() throws IOException {
      long end = ring.end();
      long from = Math.max(done, end - EventRing.SIZE);
      if (from == end) {
        return;
      }
      files.segments().append(ring.copy(from, end));
      done = end;
    }

    void close() {
      closing = true;
      work.release();
      try {
        thread.join(LAST_WRITE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
