package keepalived.daemon.dump;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import keepalived.core.config.Config;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.daemon.cli.SignalFunction;
import keepalived.daemon.log.Journal;
import keepalived.daemon.port.DumpFiles;
import keepalived.daemon.port.Jobs;
import keepalived.daemon.process.Release;
import keepalived.daemon.status.GlobalDump;
import keepalived.daemon.status.JsonDump;
import keepalived.daemon.status.Statistics;

/// Writes the files requested by signals (state, statistics, JSON), each on its own thread.
public final class DumpWriter {

  private static final Map<Part, String> TITLES =
      Map.of(Part.VRRP, "VRRP data", Part.CHECKER, "checker data", Part.BFD, "BFD data");
  private static final Map<Part, String> SUFFIXES =
      Map.of(Part.VRRP, "", Part.CHECKER, "_check", Part.BFD, "_bfd");

  /// Dependencies of dumps.
  public record Ports(Journal journal, Jobs jobs, DumpFiles files) {}

  /// The content of dumps apart from the live state.
  ///
  /// @param running the current configuration
  /// @param stale why the files on disk differ from it: a sentence without its full stop
  public record Subject(Supplier<Config> running, Supplier<Optional<String>> stale) {}

  private final LiveState live;
  private final StateTexts states;
  private final Journal journal;
  private final Jobs jobs;
  private final DumpFiles files;
  private final Supplier<Config> running;
  private final Supplier<Optional<String>> stale;
  private final Optional<String> namespace;

  /// @param namespace from the command line
  public DumpWriter(LiveState live, Ports ports, Subject subject, Optional<String> namespace) {
    this.live = live;
    this.states = new StateTexts(live);
    this.journal = ports.journal();
    this.jobs = ports.jobs();
    this.files = ports.files();
    this.running = subject.running();
    this.stale = subject.stale();
    this.namespace = namespace;
  }

  private DumpNames names() {
    var global = running.get().global();
    return new DumpNames(files.directory(), global, namespace.or(global.process()::netNamespace));
  }

  /// Writes the file that belongs to a signal.
  public void write(SignalFunction function) {
    jobs.start("dump", () -> writeNow(function));
  }

  private void writeNow(SignalFunction function) {
    switch (function) {
      case DATA -> state();
      case STATS -> statistics("VRRP stats");
      case STATS_CLEAR -> {
        statistics("and clearing VRRP stats");
        live.clearVrrpCounters();
      }
      case JSON -> {
        var config = running.get();
        int version = config.global().dumps().jsonVersion();
        var scripts = config.vrrp().scripts();
        live.vrrpSnapshot()
            .filter(snapshot -> !snapshot.instances().isEmpty())
            .ifPresent(s -> put(Part.VRRP, names().json(), JsonDump.text(s, scripts, version)));
      }
      case STOP, RELOAD -> {}
    }
  }

  private void state() {
    var config = running.get();
    String header = header(config);
    printing(Part.PARENT, "parent data");
    put(Part.PARENT, names().state("_parent"), header);
    states
        .texts(config)
        .forEach(
            (part, text) -> {
              printing(part, TITLES.get(part));
              put(part, names().state(SUFFIXES.get(part)), header + text);
            });
  }

  private String header(Config config) {
    String first = stale.get().map(found -> "C" + found.substring(1) + "\n").orElse("");
    return first + GlobalDump.text(config.global(), Release.hostName());
  }

  private void statistics(String what) {
    live.vrrpSnapshot()
        .ifPresent(
            snapshot -> {
              printing(Part.VRRP, what);
              put(Part.VRRP, names().statistics(), Statistics.text(snapshot));
            });
  }

  /// Writes the state of all parts as log lines (`--dump-conf`).
  public void log() {
    var config = running.get();
    lines(Part.PARENT, GlobalDump.text(config.global(), Release.hostName()));
    states.texts(config).forEach(this::lines);
  }

  private void lines(Part part, String text) {
    text.lines().forEach(line -> journal.info(part, line));
  }

  private void printing(Part part, String what) {
    long pid = ProcessHandle.current().pid();
    journal.info(part, "Printing " + what + " for process(" + pid + ") on signal");
  }

  private void put(Part part, Path target, String text) {
    try {
      files.write(target, text);
    } catch (IOException e) {
      boolean known = e instanceof FileSystemException f && f.getReason() != null;
      String why = known ? ((FileSystemException) e).getReason() : e.getMessage();
      journal.log(part, Level.ERROR, "Can't write " + target + ": " + why);
    }
  }
}
