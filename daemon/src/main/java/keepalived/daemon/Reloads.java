package keepalived.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.config.Config;
import keepalived.daemon.host.Supervisor;
import keepalived.daemon.log.Journal;
import keepalived.daemon.log.Part;
import keepalived.daemon.log.Severity;
import keepalived.daemon.script.ScriptBook;

/// Goes over to what the files say now, or keeps what runs when they have errors. One reload at a
/// time, each on a thread of its own; a request that comes meanwhile waits, and one is enough.
final class Reloads {

  private static final Path MARKER = Path.of("/run/keepalived.reload");

  private final Node node;
  private final Configurations configurations;
  private final Journal journal;
  private final Supervisor supervisor;
  private final InstantSource wall;
  private final SavedStates saved;
  private final Consumer<Config> applied;
  private volatile Config running;
  private volatile ScriptBook book;
  private volatile Optional<Instant> staleSince = Optional.empty();
  private boolean busy;
  private boolean queued;

  /// What reloads need of the daemon.
  record Surroundings(
      Configurations configurations, Journal journal, Supervisor supervisor, SavedStates saved) {}

  /// @param applied told of each configuration that was taken over
  Reloads(
      Node node,
      Surroundings around,
      InstantSource wall,
      Config first,
      ScriptBook book,
      Consumer<Config> applied) {
    this.node = node;
    this.configurations = around.configurations();
    this.journal = around.journal();
    this.supervisor = around.supervisor();
    this.saved = around.saved();
    this.wall = wall;
    this.running = first;
    this.book = book;
    this.applied = applied;
  }

  Config running() {
    return running;
  }

  ScriptBook book() {
    return book;
  }

  /// Since when the files say something that cannot be used.
  Optional<Instant> staleSince() {
    return staleSince;
  }

  /// Asks for a reload. On the work loop.
  void request() {
    if (busy) {
      queued = true;
      journal.detail(Part.PARENT, 1, "Reload already in progress, request queued");
      return;
    }
    busy = true;
    Thread.ofVirtual().name("reload").start(this::reload);
  }

  private void ended() {
    busy = false;
    if (queued) {
      queued = false;
      request();
    }
  }

  private void reload() {
    var marker = running.global().reload().markerFile().map(Reloads::marker);
    try {
      supervisor.reloading(System.nanoTime() / 1000);
      marker.ifPresent(this::mark);
      journal.info(Part.PARENT, "Reloading ...");
      switch (configurations.load()) {
        case Configurations.Loaded.Bad bad -> refuse(bad.messages());
        case Configurations.Loaded.Good good -> {
          var fixed = Fixed.changed(running.global(), good.config().global());
          if (fixed.isPresent()) {
            refuse(
                List.of(
                    "Cannot change " + fixed.get() + " at a reload - please restart keepalived"));
          } else {
            take(good);
          }
        }
      }
    } finally {
      marker.ifPresent(this::unmark);
      supervisor.ready(staleSince.map(Reloads::stale).orElse("running"));
      node.work().post(this::ended);
    }
  }

  private void take(Configurations.Loaded.Good good) {
    good.messages().forEach(text -> journal.info(Part.PARENT, text));
    var next = good.config();
    var nextBook = node.scripts(next);
    saved.before(running, next);
    node.apply(next, nextBook);
    saved.after(next);
    running = next;
    book = nextBook;
    if (staleSince.isPresent()) {
      journal.info(Part.PARENT, "The configuration is no longer stale");
      staleSince = Optional.empty();
    }
    applied.accept(next);
    if (next.global().fifos().writeVrrpStatesOnReload()) {
      node.repeatStates();
    }
    journal.info(Part.PARENT, "Reload complete");
  }

  private void refuse(List<String> messages) {
    messages.forEach(text -> journal.log(Part.PARENT, Severity.ERROR, text));
    running.global().reload().checkLog().ifPresent(file -> record(Path.of(file), messages));
    if (staleSince.isEmpty()) {
      staleSince = Optional.of(wall.instant().truncatedTo(ChronoUnit.SECONDS));
    }
    journal.log(
        Part.PARENT,
        Severity.ERROR,
        "The new configuration has errors: the running one is kept; " + stale(staleSince.get()));
  }

  private static String stale(Instant since) {
    return "configuration stale since " + since;
  }

  /// The log file of `reload_check_config`.
  private void record(Path file, List<String> messages) {
    try {
      Files.write(
          file,
          messages,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      journal.log(Part.PARENT, Severity.WARNING, "Cannot write " + file + ": " + e.getMessage());
    }
  }

  private static Path marker(String name) {
    return name.isEmpty() ? MARKER : Path.of(name);
  }

  private void mark(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(file);
    } catch (IOException e) {
      journal.log(Part.PARENT, Severity.WARNING, "Cannot create " + file + ": " + e.getMessage());
    }
  }

  private void unmark(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      journal.log(Part.PARENT, Severity.WARNING, "Cannot remove " + file + ": " + e.getMessage());
    }
  }
}
