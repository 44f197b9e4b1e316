package keepalived.tracking.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.track.TrackFile;
import keepalived.core.log.PartLog;
import keepalived.linux.file.PlainFile;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.Beside;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.watch.FileEvent;
import keepalived.linux.watch.Inotify;

/// Reports the values of tracked files. Directories are watched on the loop. Each file is read on
/// its own short-lived thread: a file system that hangs delays only the files on it.
public final class FileMonitor implements AutoCloseable {

  /// Receives the value of a file: once at first, then at each change.
  @FunctionalInterface
  public interface Listener {
    void value(String file, int value);
  }

  private static final int READ_MAX = 128;
  private static final int NEW_FILE = 0666; // before the umask
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private static final class Followed {
    final TrackFile file;
    Optional<Path> path = Optional.empty();
    Optional<Integer> value = Optional.empty();

    /// Why the file cannot be read; empty while it can.
    Optional<String> refusal = Optional.empty();

    boolean reading;
    boolean again;

    /// Whether its path is being resolved: on a file system that hangs, threads must not pile up.
    boolean finding;

    /// Whether a missing directory will be looked up after a pause.
    boolean waiting;

    Followed(TrackFile file) {
      this.file = file;
    }
  }

  private final EpollLoop loop;
  private final Inotify inotify;
  private final PartLog log;
  private final Listener listener;
  private final Map<String, Followed> followed = new LinkedHashMap<>();
  private final Set<Path> watched = new HashSet<>();
  private final Duration lookAgain;
  private boolean closed;

  public FileMonitor(EpollLoop loop, PartLog log, Listener listener) {
    this(loop, log, listener, LOOK_AGAIN);
  }

  /// @param lookAgain the time between two looks at all files
  FileMonitor(EpollLoop loop, PartLog log, Listener listener, Duration lookAgain) {
    this.loop = loop;
    this.log = log;
    this.listener = listener;
    this.lookAgain = lookAgain;
    inotify = new Inotify(loop, this::changed);
    loop.after(lookAgain, this::onTimer);
  }

  /// Replaces the set of files. Files whose definition has not changed keep their value until they
  /// have been read again.
  public void configure(Map<String, TrackFile> files) {
    for (var name : List.copyOf(followed.keySet())) {
      if (!followed.get(name).file.equals(files.get(name))) {
        followed.remove(name);
      }
    }
    files.forEach(
        (name, file) -> {
          if (!followed.containsKey(name)) {
            var entry = new Followed(file);
            followed.put(name, entry);
            begin(entry);
          }
        });
    findAll();
    endUnneededWatches();
  }

  private void onTimer() {
    if (!closed) {
      findAll();
      endUnneededWatches();
      loop.after(lookAgain, this::onTimer);
    }
  }

  /// Finds and reads all files again. A symbolic link on the way that is swapped, or a file system
  /// mounted over the directory, causes no event.
  private void findAll() {
    for (var entry : List.copyOf(followed.values())) {
      if (entry.path.isPresent() && !entry.finding) {
        find(entry);
      }
    }
  }

  private void find(Followed entry) {
    entry.finding = true;
    beside(
        entry,
        () -> {
          var path = resolved(entry.file);
          loop.post(
              () -> {
                entry.finding = false;
                follow(entry, path);
              });
        },
        () -> find(entry));
  }

  private void endUnneededWatches() {
    var needed = new HashSet<Path>();
    followed.values().forEach(f -> f.path.map(Path::getParent).ifPresent(needed::add));
    for (var directory : Set.copyOf(watched)) {
      if (!needed.contains(directory)) {
        watched.remove(directory);
        inotify.remove(directory);
      }
    }
  }

  /// Prepares a file on another thread: creates it where configured, and resolves a symbolic link.
  private void begin(Followed entry) {
    beside(
        entry,
        () -> {
          var path = prepare(entry.file);
          loop.post(() -> follow(entry, path));
        },
        () -> begin(entry));
  }

  /// Runs `work` on another thread. When no thread can be started, `again` runs after a pause.
  private void beside(Followed entry, Runnable work, Runnable again) {
    Beside.start("track_file", work, why -> loop.post(() -> later(entry, why, again)));
  }

  private void later(Followed entry, Throwable why, Runnable again) {
    refusal(entry, Optional.of(String.valueOf(why.getMessage())));
    loop.after(
        RETRY,
        () -> {
          if (current(entry)) {
            again.run();
          }
        });
  }

  /// Logs why a file cannot be read, once for each reason.
  private void refusal(Followed entry, Optional<String> now) {
    if (!now.equals(entry.refusal)) {
      entry.refusal = now;
      now.ifPresent(why -> log.warning("track_file %s: %s".formatted(entry.file.name(), why)));
    }
  }

  private Path prepare(TrackFile file) {
    var path = Path.of(file.path());
    try {
      if (file.initial().isPresent()) {
        var initial = file.initial().get();
        if (initial.overwrite() || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          write(path, initial.value() + "\n");
        }
      }
    } catch (IOException failure) {
      loop.post(() -> warn(file, failure));
    }
    return resolved(file);
  }

  /// A link is followed to the file, because the directory of the file is watched.
  private static Path resolved(TrackFile file) {
    var path = Path.of(file.path());
    try {
      return Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
    } catch (IOException leadsNowhere) {
      return path.toAbsolutePath();
    }
  }

  private static void write(Path path, String text) throws IOException {
    try (var file = PlainFile.toReplace(path, NEW_FILE).orThrow()) {
      file.write(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void warn(TrackFile file, IOException why) {
    log.warning("track_file %s: %s".formatted(file.name(), why.getMessage()));
  }

  private boolean current(Followed entry) {
    return !closed && followed.get(entry.file.name()) == entry;
  }

  private void follow(Followed entry, Path path) {
    if (current(entry)) {
      entry.path = Optional.of(path);
      watch(entry);
      read(entry);
    }
  }

  /// Watches the directory of a file. A missing directory is looked up again after a pause.
  private void watch(Followed entry) {
    var directory = entry.path.orElseThrow().getParent();
    try {
      inotify.add(directory);
      watched.add(directory);
    } catch (LinuxException missing) {
      watched.remove(directory);
      if (!entry.waiting) {
        entry.waiting = true;
        loop.after(RETRY, () -> watchAgain(entry));
      }
    }
  }

  private void watchAgain(Followed entry) {
    entry.waiting = false;
    if (current(entry)) {
      watch(entry);
      read(entry);
    }
  }

  private void changed(FileEvent event) {
    switch (event) {
      case FileEvent.Written(var directory, var name) -> readAll(directory.resolve(name));
      case FileEvent.Deleted(var directory, var name) -> readAll(directory.resolve(name));
      case FileEvent.MovedIn(var directory, var name) -> readAll(directory.resolve(name));
      case FileEvent.MovedOut(var directory, var name) -> readAll(directory.resolve(name));
      case FileEvent.Created _ -> {}
      case FileEvent.DirectoryGone(var directory) -> lost(directory);
      case FileEvent.Overrun _ -> List.copyOf(followed.values()).forEach(this::read);
    }
  }

  private void lost(Path directory) {
    watched.remove(directory);
    for (var entry : List.copyOf(followed.values())) {
      if (entry.path.map(Path::getParent).filter(directory::equals).isPresent()) {
        watch(entry);
        read(entry);
      }
    }
  }

  private void readAll(Path path) {
    for (var entry : List.copyOf(followed.values())) {
      if (entry.path.filter(path::equals).isPresent()) {
        read(entry);
      }
    }
  }

  private void read(Followed entry) {
    if (entry.path.isEmpty()) {
      return;
    }
    if (entry.reading) {
      entry.again = true;
      return;
    }
    entry.reading = true;
    var path = entry.path.get();
    beside(
        entry,
        () -> {
          var content = content(path);
          loop.post(() -> read(entry, content));
        },
        () -> {
          entry.reading = false;
          read(entry);
        });
  }

  /// Processes the content of a file. When the file changed during the reading, it is read again.
  private void read(Followed entry, Content content) {
    entry.reading = false;
    if (!current(entry)) {
      return;
    }
    refusal(entry, content.refusal());
    accept(entry, FileValue.of(content.text()));
    if (entry.again) {
      entry.again = false;
      read(entry);
    }
  }

  /// The beginning of a file's text, or why it cannot be read.
  private record Content(String text, Optional<String> refusal) {}

  /// The content of a file; empty text for a file that is missing or cannot be read.
  private static Content content(Path path) {
    try {
      var text = new String(PlainFile.head(path, READ_MAX), StandardCharsets.ISO_8859_1);
      return new Content(text, Optional.empty());
    } catch (NoSuchFileException missing) {
      return new Content("", Optional.empty());
    } catch (IOException unreadable) {
      return new Content("", Optional.of(unreadable.getMessage()));
    }
  }

  private void accept(Followed entry, FileValue value) {
    switch (value) {
      case FileValue.Number(int number) -> {
        if (!entry.value.equals(Optional.of(number))) {
          entry.value = Optional.of(number);
          listener.value(entry.file.name(), number);
        }
      }
      case FileValue.OutOfRange(var text) ->
          log.info("Invalid number %s read from %s - ignoring".formatted(text, entry.file.path()));
    }
  }

  @Override
  public void close() {
    closed = true;
    inotify.close();
  }
}
