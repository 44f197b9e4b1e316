package keepalived.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Config;
import keepalived.core.loop.SimLoop;
import keepalived.daemon.cli.Arguments;
import keepalived.daemon.cli.CommandLine;
import keepalived.daemon.cli.SignalFunction;
import keepalived.daemon.port.OnLoop;
import keepalived.daemon.process.Supervisor;
import keepalived.daemon.reload.Configurations;
import keepalived.daemon.sim.SimHost;

/// The daemon on a machine of the simulation, with the real reader of its file; and the sentences
/// that must hold of it. Only signals, pid files, the watchdog and the command line are left out.
final class SimDaemon {

  /// Bound for a stop, whatever happened before.
  static final Duration STOP = Duration.ofSeconds(60);

  /// Bound for a reload, and for the recovery of a daemon that lacked a resource.
  static final Duration SETTLED = Duration.ofSeconds(150);

  private static final List<String> OPTIONS = List.of("-n", "-f", "/keepalived.conf");

  private final String name;
  private final SimLoop world;
  private final SimHost host;
  private String text;
  private Duration reading = Duration.ZERO;
  private Optional<Error> readerThrows = Optional.empty();
  private Optional<NodeRun> run = Optional.empty();
  private boolean serves;
  private boolean resigned;
  private int exitStatus;
  private Optional<Throwable> failure = Optional.empty();
  private boolean ended;

  SimDaemon(String name, SimLoop world, SimHost host, String text) {
    this.name = name;
    this.world = world;
    this.host = host;
    this.text = text;
  }

  SimHost host() {
    return host;
  }

  void start() {
    host.threads().start("main", this::run);
  }

  private void run() {
    try {
      var options = ((CommandLine.Run) Arguments.parse(OPTIONS)).options();
      var ports =
          new NodeRun.Ports(host.ports(), host.journal(), this::load, Supervisor.of(Map.of()));
      var first = (Configurations.Loaded.Good) load();
      var begun = new NodeRun(options, ports, new NoDuties(), first);
      run = Optional.of(begun);
      exitStatus = begun.run();
    } catch (RuntimeException | Error e) {
      failure = Optional.of(e);
    } finally {
      ended = true;
    }
  }

  /// Signals, pid files and the watchdog are left out.
  private final class NoDuties implements NodeRun.Duties {

    @Override
    public void listen(NodeRun run) {
      // The story calls what a signal would call.
    }

    @Override
    public NodeRun.Duty serve(NodeRun run) {
      serves = true;
      return () -> {};
    }

    @Override
    public void stopped() {
      resigned = host.network().addresses().isEmpty();
    }

    @Override
    public void applied(NodeRun run, Config next) {
      // There are no pid files.
    }
  }

  /// Reads the current file with the real reader; takes the time set by the test.
  private Configurations.Loaded load() {
    if (!reading.isZero()) {
      var ready = new CompletableFuture<Void>();
      world.after(reading, () -> ready.complete(null));
      host.threads().await(ready, OnLoop.UNLIMITED);
    }
    if (readerThrows.isPresent()) {
      var error = readerThrows.get();
      readerThrows = Optional.empty();
      throw error;
    }
    var options = ConfigReader.Options.of(name);
    var result = ConfigReader.read("keepalived.conf", text, options);
    var messages = result.diagnostics().stream().map(each -> each.message()).toList();
    return result.startable()
        ? new Configurations.Loaded.Good(result.config(), messages, result)
        : new Configurations.Loaded.Bad(2, messages);
  }

  /// Sets how long the reader takes from now on.
  void readsFor(Duration time) {
    reading = time;
  }

  void nextReadThrows(Error error) {
    readerThrows = Optional.of(error);
  }

  /// What SIGHUP does.
  void reload(String next) {
    text = next;
    var now = run.orElseThrow();
    now.node().work().post(now.reloads()::request);
  }

  /// SIGUSR1.
  void dump() {
    var now = run.orElseThrow();
    now.node().work().post(() -> now.dumps().write(SignalFunction.DATA));
  }

  Config config() {
    return run.orElseThrow().reloads().running();
  }

  boolean stale() {
    return run.orElseThrow().reloads().stale().isPresent();
  }

  boolean holds(String address) {
    return host.network().addresses().stream()
        .anyMatch(each -> each.prefix().address().toString().equals(address));
  }

  boolean ended() {
    return ended;
  }

  Optional<Throwable> failure() {
    return failure;
  }

  /// What SIGTERM does. The stop is bounded, and leaves no address and no child process.
  void stopAndCheck() {
    run.orElseThrow().stop();
    world.runFor(STOP);
    if (!ended) {
      throw new Violation(name + ": the stop does not end");
    }
    if (!resigned) {
      throw new Violation(name + ": the process ends its own work before the masters resign");
    }
    if (exitStatus != 0) {
      throw new Violation(name + ": exit status " + exitStatus);
    }
    if (!host.network().addresses().isEmpty()) {
      throw new Violation(name + ": addresses are left: " + host.network().addresses());
    }
    if (host.processes().running() > 0) {
      throw new Violation(name + ": children are left behind");
    }
    if (!host.threads().escaped().isEmpty()) {
      throw new Violation(name + ": a thread ended with " + host.threads().escaped());
    }
  }

  /// Each exception was logged, and none ended on standard error alone.
  void checkNothingUnseen() {
    if (!host.threads().escaped().isEmpty()) {
      throw new Violation(name + ": unseen: " + host.threads().escaped());
    }
  }

  /// The start is over and the daemon works.
  void checkRuns() {
    if (ended || !serves) {
      throw new Violation(name + " does not run: " + failure);
    }
  }

  /// Reloads a file and checks that its configuration is applied in the end.
  void reloadsTo(String next, String address) {
    reload(next);
    world.runFor(SETTLED);
    if (!holds(address)) {
      throw new Violation(name + ": a reload never came into force: no " + address);
    }
  }
}
