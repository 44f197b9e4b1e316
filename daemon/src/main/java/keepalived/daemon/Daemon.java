package keepalived.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import keepalived.core.config.Config;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.daemon.cli.Options;
import keepalived.daemon.cli.SignalFunction;
import keepalived.daemon.control.SocketNames;
import keepalived.daemon.flight.FlightFiles;
import keepalived.daemon.flight.FlightRecorder;
import keepalived.daemon.host.BlockingOnLoop;
import keepalived.daemon.host.EpollLoops;
import keepalived.daemon.host.LinuxHost;
import keepalived.daemon.host.ServiceClaims;
import keepalived.daemon.log.Journal;
import keepalived.daemon.part.LoopReports;
import keepalived.daemon.part.Watchdog;
import keepalived.daemon.port.OnLoop;
import keepalived.daemon.process.CoreDumps;
import keepalived.daemon.process.PidFiles;
import keepalived.daemon.process.Stacks;
import keepalived.daemon.process.Supervisor;
import keepalived.daemon.reload.Configurations;
import keepalived.daemon.reload.TimedReload;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.process.Signals;

/// One run of the daemon, from its files to its exit status (keepalived(8)).
final class Daemon {

  private static final int ALREADY_RUNNING = 0;
  private static final int MISSING_PERMISSION = 4;

  private static final Path RUN = Path.of("/run");

  /// Interval of the watchdog, unless the service manager asks for a shorter one.
  private static final Duration WATCH = Duration.ofSeconds(10);

  /// With a shorter advert interval, a full garbage collection could make peers miss three adverts.
  private static final Duration IMPATIENT = Duration.ofMillis(200);

  private static final List<Integer> SIGNALS =
      List.of(
          Signals.SIGHUP,
          Signals.SIGINT,
          Signals.SIGQUIT,
          Signals.SIGTERM,
          Signals.SIGUSR1,
          Signals.SIGUSR2,
          Signals.SIGXCPU,
          SignalFunction.JSON.number(),
          SignalFunction.STATS_CLEAR.number());

  private final Options options;
  private final Journal journal;
  private final Map<String, String> environment;
  private final Configurations configurations;
  private final OnLoop calls = new BlockingOnLoop();
  private final Supervisor supervisor;

  Daemon(
      Options options,
      Journal journal,
      Map<String, String> environment,
      Configurations configurations) {
    this.options = options;
    this.journal = journal;
    this.environment = environment;
    this.configurations = configurations;
    supervisor = Supervisor.of(environment);
  }

  /// Runs the daemon until it is stopped.
  ///
  /// @param first the configuration to start with
  /// @return the exit status
  int run(Configurations.Loaded.Good first) {
    var config = first.config();
    var process = config.global().process();
    if (StartupReport.hopeless(config, options, journal)) {
      return MISSING_PERMISSION;
    }
    var pidFiles =
        new PidFiles(
            RUN, process, options.pidFiles(), options.namespace().or(process::netNamespace));
    try {
      if (!takePidFiles(pidFiles, config)) {
        journal.info(Part.PARENT, "daemon is already running");
        pidFiles.releaseAll();
        return ALREADY_RUNNING;
      }
    } catch (LinuxException e) {
      journal.log(Part.PARENT, Level.ERROR, "pid file: " + e.getMessage());
      pidFiles.releaseAll();
      return 0;
    }
    try (var _ =
        CoreDumps.allow(
            options.behaviour(), text -> journal.log(Part.PARENT, Level.WARNING, text))) {
      return runNode(first, pidFiles);
    } finally {
      pidFiles.releaseAll();
      supervisor.close();
    }
  }

  /// Takes the pid files that are not ours yet; returns false when another daemon holds one.
  private boolean takePidFiles(PidFiles files, Config config) {
    boolean taken = files.take(Part.PARENT);
    for (var part : withWork(config)) {
      taken = taken && files.take(part);
    }
    return taken;
  }

  /// The parts that have something configured.
  private Set<Part> withWork(Config config) {
    var parts = EnumSet.noneOf(Part.class);
    if (options.parts().vrrp() && !config.vrrp().instances().isEmpty()) {
      parts.add(Part.VRRP);
    }
    if (options.parts().checkers() && !config.lvs().virtualServers().isEmpty()) {
      parts.add(Part.CHECKER);
    }
    if (options.parts().bfd() && !config.bfdInstances().isEmpty()) {
      parts.add(Part.BFD);
    }
    return parts;
  }

  private int runNode(Configurations.Loaded.Good first, PidFiles pidFiles) {
    var claims =
        new ServiceClaims(
            RUN,
            pidFiles.path(Part.CHECKER),
            text -> journal.log(Part.CHECKER, Level.WARNING, text));
    try (var flight =
        FlightRecorder.start(
            FlightFiles.of(pidFiles.path(Part.PARENT)),
            InstantSource.system(),
            text -> journal.log(Part.PARENT, Level.WARNING, text))) {
      var host = LinuxHost.ports(environment, claims, journal, flight.recorder());
      var ports = new NodeRun.Ports(host, journal, configurations, supervisor);
      return new NodeRun(options, ports, new ProcessDuties(pidFiles), first).run();
    }
  }

  /// Signals, timers, the watchdog, pid files.
  private final class ProcessDuties implements NodeRun.Duties {

    private final PidFiles pidFiles;
    private final CompletableFuture<TimedReload> timed = new CompletableFuture<>();
    private volatile Optional<Control> control = Optional.empty();

    private ProcessDuties(PidFiles pidFiles) {
      this.pidFiles = pidFiles;
    }

    @Override
    public void listen(NodeRun run) {
      calls.await(calls.run(run.node().work(), () -> signals(run)), NodeRun.ANSWER);
    }

    @Override
    public NodeRun.Duty serve(NodeRun run) {
      keepTime(run, timed);
      StartupReport.tell(run.reloads().running(), options, journal);
      if (options.behaviour().dumpConfig()) {
        run.dumps().log();
      }
      var reports = new LoopReports(journal, supervisor, () -> patient(run.reloads().running()));
      var watchdog = new Watchdog(run.node()::loops, reports);
      watchdog.start(supervisor.watchdog().map(limit -> limit.dividedBy(3)).orElse(WATCH));
      journal.info(Part.PARENT, "Startup complete");
      if (!supervisor.ready("running")) {
        journal.log(Part.PARENT, Level.WARNING, "no process reads NOTIFY_SOCKET");
      }
      Rehearsing.begin(run);
      var process = run.reloads().running().global().process();
      control = Control.start(run, SocketNames.status(options, process), journal);
      return watchdog::close;
    }

    @Override
    public void stopped() {
      control.ifPresent(Control::close);
    }

    @Override
    public void applied(NodeRun run, Config next) {
      Daemon.this.applied(next, pidFiles);
      control.ifPresent(serving -> serving.configure(next));
      timed.thenAccept(
          timer -> run.node().work().post(() -> timer.configure(next.global().reload())));
    }
  }

  private void keepTime(NodeRun run, CompletableFuture<TimedReload> timed) {
    var work = run.node().work();
    work.post(
        () -> {
          var timer =
              new TimedReload(
                  EpollLoops.epoll(work), journal, InstantSource.system(), run.reloads()::request);
          timer.configure(run.reloads().running().global().reload());
          timed.complete(timer);
        });
  }

  /// Whether all advert intervals are so long that no peer takes over during a full garbage
  /// collection.
  private static boolean patient(Config config) {
    return config.vrrp().instances().values().stream()
        .allMatch(instance -> instance.election().advertInterval().compareTo(IMPATIENT) >= 0);
  }

  /// After a reload: what the process itself has of the configuration.
  private void applied(Config next, PidFiles pidFiles) {
    Native.LIBC.umask(next.global().process().umask());
    StartupReport.tellIdle(next, journal);
    try {
      if (!takePidFiles(pidFiles, next)) {
        journal.log(Part.PARENT, Level.WARNING, "a pid file is held by another daemon");
      }
    } catch (LinuxException e) {
      journal.log(Part.PARENT, Level.WARNING, "pid file: " + e.getMessage());
    }
    var idle = EnumSet.of(Part.VRRP, Part.CHECKER, Part.BFD);
    idle.removeAll(withWork(next));
    idle.forEach(pidFiles::release);
  }

  /// On the work loop: hears signals from now on.
  private void signals(NodeRun run) {
    var signals =
        new Signals(EpollLoops.epoll(run.node().work()), SIGNALS, s -> received(s.number(), run));
    if (!signals.unavailable().isEmpty()) {
      journal.log(
          Part.PARENT,
          Level.WARNING,
          "signals "
              + signals.unavailable()
              + " cannot be received: start keepalived by its launcher");
    }
    // One that came during the start does not wait for its end.
    signals.deliverPending();
  }

  /// Handles a signal on the work loop; long work runs on its own thread.
  private void received(int signal, NodeRun run) {
    if (signal == Signals.SIGTERM
        || signal == Signals.SIGINT && !options.behaviour().ignoreInterrupt()) {
      run.stop();
    } else if (signal == Signals.SIGHUP) {
      run.reloads().request();
    } else if (signal == Signals.SIGQUIT) {
      Stacks.lines(Thread.getAllStackTraces()).forEach(line -> journal.info(Part.PARENT, line));
    } else if (signal == Signals.SIGXCPU) {
      journal.log(Part.VRRP, Level.WARNING, "the real-time CPU limit was reached");
    } else {
      for (var function : SignalFunction.values()) {
        if (function.number() == signal) {
          run.dumps().write(function);
        }
      }
    }
  }
}
