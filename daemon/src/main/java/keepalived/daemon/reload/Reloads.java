package keepalived.daemon.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keepalived.conf.reader.ReloadGate;
import keepalived.core.config.Config;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.core.loop.Loop;
import keepalived.core.text.Printable;
import keepalived.daemon.log.Journal;
import keepalived.daemon.port.Jobs;
import keepalived.daemon.process.Supervisor;
import keepalived.daemon.script.ScriptBook;
import keepalived.linux.file.PlainFile;

/// Reloads the configuration files, or keeps the running configuration when they have errors.
/// Reloads run one at a time, each on its own thread. Requests during a reload are combined into
/// one that follows.
public final class Reloads {

  /// Delay before a reload that found no thread is tried again.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private static final Path MARKER = Path.of("/run/keepalived.reload");

  private static final int CHECK_LOG_MODE = 0666; // before the umask

  private final Target target;
  private final Configurations configurations;
  private final Journal journal;
  private final Supervisor supervisor;
  private final InstantSource wall;
  private final SavedStates saved;
  private final Consumer<Config> applied;
  private final Jobs jobs;
  private volatile Config running;
  private volatile ScriptBook book;
  private volatile Optional<Staleness> stale = Optional.empty();
  private ReloadGate gate;

  /// The start counts as a reload: requests during it are handled afterwards.
  private boolean busy = true;

  private boolean queued;

  /// The running parts of the daemon.
  public interface Target {

    /// The loop of signals and timers.
    Loop work();

    /// Resolves the scripts of a configuration and logs the remarks about them.
    ScriptBook scripts(Config config);

    /// Applies a configuration to all parts, and waits for them.
    ///
    /// @throws RuntimeException when a part cannot start or refuses
    void apply(Config config, ScriptBook book);

    /// Writes all current states to the FIFOs again.
    void repeatStates();
  }

  /// Dependencies of reloads.
  ///
  /// @param wall the time of day
  public record Ports(
      Configurations configurations,
      Journal journal,
      Supervisor supervisor,
      SavedStates saved,
      Jobs jobs,
      InstantSource wall) {}

  /// The configuration before the first reload.
  ///
  /// @param gate made from its files
  public record Start(Config config, ScriptBook book, ReloadGate gate) {}

  /// @param applied receives each configuration that a reload has applied
  public Reloads(Target target, Ports ports, Start first, Consumer<Config> applied) {
    this.target = target;
    this.configurations = ports.configurations();
    this.journal = ports.journal();
    this.supervisor = ports.supervisor();
    this.saved = ports.saved();
    this.wall = ports.wall();
    this.jobs = ports.jobs();
    this.running = first.config();
    this.book = first.book();
    this.gate = first.gate();
    this.applied = applied;
  }

  public Config running() {
    return running;
  }

  public ScriptBook book() {
    return book;
  }

  /// Why the files could not be used at the last reload; empty when they could.
  public Optional<Staleness> stale() {
    return stale;
  }

  /// Requests a reload. Called on the work loop.
  public void request() {
    if (busy) {
      queued = true;
      journal.log(Part.PARENT, Level.DETAIL, "Reload already in progress, request queued");
      return;
    }
    busy = jobs.start("reload", this::reload, this::broken);
    if (!busy) {
      target.work().after(AGAIN, this::request);
    }
  }

  /// The start, or a reload, is over. Called on the work loop.
  public void ended() {
    busy = false;
    if (queued) {
      queued = false;
      request();
    }
  }

  /// A reload threw before it was complete.
  private void broken(Throwable error) {
    var cause = error instanceof CompletionException ? error.getCause() : error;
    var now = stale(List.of("the reload failed: " + cause));
    journal.log(Part.PARENT, Level.ERROR, now.toString());
    supervisor.ready(status());
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
          var refusal = refusal(good);
          if (refusal.isPresent()) {
            refuse(with(refusal.get(), good.messages()));
          } else {
            take(good);
          }
        }
      }
    } finally {
      marker.ifPresent(this::unmark);
      supervisor.ready(status());
      target.work().post(this::ended);
    }
  }

  private String status() {
    return stale.map(Staleness::toString).orElse("running");
  }

  /// Why a reload refuses a file that a start would accept.
  private Optional<String> refusal(Configurations.Loaded.Good good) {
    var next = good.config().global();
    var fixed =
        RestartOnlySettings.changed(running.global(), next)
            .map(what -> "Cannot change " + what + " at a reload - please restart keepalived");
    boolean lenient = running.global().reload().lenient() || next.reload().lenient();
    return fixed.isPresent() || lenient
        ? fixed
        : gate.refusal(good.read()).map(FileConfigurations::line);
  }

  /// The messages with the reason first, and only once.
  private static List<String> with(String reason, List<String> messages) {
    return Stream.concat(Stream.of(reason), messages.stream().filter(m -> !m.equals(reason)))
        .toList();
  }

  private void take(Configurations.Loaded.Good good) {
    good.messages().forEach(text -> journal.info(Part.PARENT, text));
    var next = good.config();
    var nextBook = target.scripts(next);
    saved.before(running, next);
    try {
      target.apply(next, nextBook);
    } catch (RuntimeException | Error e) {
      back();
      throw e;
    }
    saved.after(next);
    running = next;
    book = nextBook;
    gate = good.read().gate();
    if (stale.isPresent()) {
      journal.info(Part.PARENT, "The configuration is no longer stale");
      stale = Optional.empty();
    }
    applied.accept(next);
    if (next.global().fifos().writeVrrpStatesOnReload()) {
      target.repeatStates();
    }
    journal.info(Part.PARENT, "Reload complete");
  }

  /// Returns to the previous configuration when one part could not apply the new one.
  private void back() {
    try {
      target.apply(running, book);
    } catch (RuntimeException | Error e) {
      journal.log(Part.PARENT, Level.ERROR, "while returning to the previous configuration: " + e);
    }
  }

  private void refuse(List<String> messages) {
    messages.forEach(text -> journal.log(Part.PARENT, Level.ERROR, text));
    running.global().reload().checkLog().ifPresent(file -> record(Path.of(file), messages));
    var now = stale(messages);
    var text = "The new configuration has errors: the running one is kept; ";
    journal.log(Part.PARENT, Level.ERROR, text + now);
  }

  private Staleness stale(List<String> messages) {
    var since =
        stale.map(Staleness::since).orElseGet(() -> wall.instant().truncatedTo(ChronoUnit.SECONDS));
    var now = new Staleness(since, messages.isEmpty() ? "it is unreadable" : messages.getFirst());
    stale = Optional.of(now);
    return now;
  }

  /// Writes the log file of `reload_check_config`.
  private void record(Path file, List<String> messages) {
    try (var log = PlainFile.toAppend(file, CHECK_LOG_MODE).orThrow()) {
      var lines = messages.stream().map(text -> Printable.of(text) + "\n");
      log.write(lines.collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      journal.log(Part.PARENT, Level.WARNING, "Cannot write " + file + ": " + e.getMessage());
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
      journal.log(Part.PARENT, Level.WARNING, "Cannot create " + file + ": " + e.getMessage());
    }
  }

  private void unmark(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      journal.log(Part.PARENT, Level.WARNING, "Cannot remove " + file + ": " + e.getMessage());
    }
  }
}
