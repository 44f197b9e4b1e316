package keepalived.daemon.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.core.loop.Loop;
import keepalived.daemon.log.Journal;
import keepalived.linux.file.PlainFile;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.watch.Inotify;

/// Reloads at the time that a file contains (`reload_time_file`, `reload_repeat`). Used on the
/// loop.
public final class TimedReload {

  /// Number of bytes that are read; a longer text is not a time.
  private static final int READ_MAX = 128;

  /// Largest interval between looks at the wall clock, which may be set while we wait.
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final EpollLoop loop;
  private final Journal journal;
  private final InstantSource wall;
  private final Runnable reload;
  private GlobalSettings.Reload settings = GlobalSettings.Reload.DEFAULT;
  private Optional<Inotify> watch = Optional.empty();
  private Optional<ReloadTime> scheduled = Optional.empty();
  private Optional<Loop.Cancellable> timer = Optional.empty();

  public TimedReload(EpollLoop loop, Journal journal, InstantSource wall, Runnable reload) {
    this.loop = loop;
    this.journal = journal;
    this.wall = wall;
    this.reload = reload;
  }

  public void configure(GlobalSettings.Reload next) {
    boolean same = next.timeFile().equals(settings.timeFile());
    settings = next;
    if (same) {
      return;
    }
    watch.ifPresent(Inotify::close);
    watch = Optional.empty();
    if (next.timeFile().isPresent()) {
      var inotify = new Inotify(loop, _ -> read());
      watch = Optional.of(inotify);
      follow(inotify, file().toAbsolutePath().getParent());
    }
    read();
  }

  private void follow(Inotify inotify, Path directory) {
    try {
      inotify.add(directory);
    } catch (LinuxException e) {
      journal.log(Part.PARENT, Level.WARNING, "Cannot follow " + file() + ": " + e.getMessage());
    }
  }

  private Path file() {
    return Path.of(settings.timeFile().orElseThrow());
  }

  private void read() {
    Optional<ReloadTime> next = Optional.empty();
    if (settings.timeFile().isPresent()) {
      try {
        String text = new String(PlainFile.head(file(), READ_MAX), StandardCharsets.UTF_8);
        next = ReloadTime.parse(text, wall.instant(), ZoneId.systemDefault());
        if (next.isEmpty() && !text.isBlank()) {
          journal.log(Part.PARENT, Level.WARNING, "Invalid reload time in " + file());
        }
      } catch (NoSuchFileException e) {
        next = Optional.empty();
      } catch (IOException e) {
        journal.log(Part.PARENT, Level.WARNING, "Cannot read " + file() + ": " + e.getMessage());
      }
    }
    schedule(next);
  }

  private void schedule(Optional<ReloadTime> next) {
    if (next.equals(scheduled)) {
      return;
    }
    if (next.isEmpty()) {
      scheduled.ifPresent(
          t -> journal.info(Part.PARENT, "Cancelling reload scheduled for " + t.when()));
    } else if (scheduled.isPresent()) {
      journal.info(
          Part.PARENT,
          "Reload time updated from " + scheduled.get().when() + " to " + next.get().when());
    } else {
      journal.info(Part.PARENT, "Scheduling reload for " + next.get().when());
    }
    scheduled = next;
    arm();
  }

  private void arm() {
    timer.ifPresent(Loop.Cancellable::cancel);
    timer =
        scheduled.map(
            time -> {
              var left = Duration.between(wall.instant(), time.when());
              return loop.after(left.compareTo(LOOK_AGAIN) > 0 ? LOOK_AGAIN : left, this::look);
            });
  }

  private void look() {
    var time = scheduled.orElseThrow();
    if (wall.instant().isBefore(time.when())) {
      arm();
      return;
    }
    scheduled = Optional.empty();
    timer = Optional.empty();
    if (settings.repeat() && time.daily()) {
      read();
    } else {
      try {
        Files.deleteIfExists(file());
      } catch (IOException e) {
        journal.log(Part.PARENT, Level.WARNING, "Cannot remove " + file() + ": " + e.getMessage());
      }
    }
    reload.run();
  }
}
