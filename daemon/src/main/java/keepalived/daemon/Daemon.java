package keepalived.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.script.Script;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.daemon.cli.Options;
import keepalived.daemon.cli.SignalFunction;
import keepalived.daemon.dump.DumpWriter;
import keepalived.daemon.dump.StateTexts;
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
import keepalived.daemon.reload.FileConfigurations;
import keepalived.daemon.reload.Reloads;
import keepalived.daemon.reload.SavedStates;
import keepalived.daemon.reload.Staleness;
import keepalived.daemon.reload.TimedReload;
import keepalived.daemon.script.Launcher;
import keepalived.daemon.script.ScriptBook;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.process.Signals;

/// One run of the daemon, from its files to its exit status (keepalived(8)).
final class Daemon {

  private static final int ALREADY_RUNNING = 0;
  private static final int FAILURE = 1;
  private static final int MISSING_PERMISSION = 4;

  private static final Path RUN = Path.of("/run");

  /// How long the work loop may take for a task at start and stop.
  private static final Duration ANSWER = Duration.ofSeconds(5);

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
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private volatile OptionalInt failure = OptionalInt.empty();

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
    var config = first.config();
    var claims =
        new ServiceClaims(
            RUN,
            pidFiles.path(Part.CHECKER),
            text -> journal.log(Part.CHECKER, Level.WARNING, text));
    var host = LinuxHost.ports(environment, claims, journal);
    var jobs = host.loops().jobs();
    var node = new Node(options, journal, host, this::failed);
    var book = node.scripts(config);
    var timed = new CompletableFuture<TimedReload>();
    var saved =
        new SavedStates(new StateTexts(node), journal, FileConfigurations.mainFile(options));
    var reloads =
        new Reloads(
            node,
            new Reloads.Ports(configurations, journal, supervisor, saved, jobs, host.wall()),
            new Reloads.Start(config, book, first.read().gate()),
            next -> applied(node, next, pidFiles, timed));
    var dumps =
        new DumpWriter(
            node,
            journal,
            jobs,
            reloads::running,
            () -> reloads.stale().map(Staleness::toString),
            environment,
            options.namespace());
    try {
      listen(node, reloads, dumps);
      runScript(node, book, config.global().scripts().startup(), config.global());
      if (!stop.isDone()) {
        node.apply(config, book);
        saved.started(config);
        node.work().post(reloads::ended);
        journal.begin();
        keepTime(node, config, reloads, timed);
        serve(node, reloads, dumps);
      }
    } catch (RuntimeException | Error e) {
      // The parts that have started are stopped in order.
      end(node, reloads);
      throw e;
    }
    end(node, reloads);
    return failure.orElse(0);
  }

  /// Stops all parts; adverts with priority 0 come first. Ends after a bounded time in any case.
  private void end(Node node, Reloads reloads) {
    journal.info(Part.PARENT, "Stopping");
    supervisor.stopping();
    node.stop();
    var last = reloads.running().global();
    runScript(node, reloads.book(), last.scripts().shutdown(), last);
    node.close();
  }

  private void keepTime(
      Node node, Config config, Reloads reloads, CompletableFuture<TimedReload> timed) {
    node.work()
        .post(
            () -> {
              var timer =
                  new TimedReload(
                      EpollLoops.epoll(node.work()),
                      journal,
                      InstantSource.system(),
                      reloads::request);
              timer.configure(config.global().reload());
              timed.complete(timer);
            });
  }

  /// Runs from the end of the start until the daemon is stopped.
  private void serve(Node node, Reloads reloads, DumpWriter dumps) {
    StartupReport.tell(reloads.running(), options, journal);
    if (options.behaviour().dumpConfig()) {
      dumps.log();
    }
    var reports = new LoopReports(journal, supervisor, () -> patient(reloads.running()));
    try (var watchdog = new Watchdog(node::loops, reports)) {
      watchdog.start(supervisor.watchdog().map(limit -> limit.dividedBy(3)).orElse(WATCH));
      journal.info(Part.PARENT, "Startup complete");
      if (!supervisor.ready("running")) {
        journal.log(Part.PARENT, Level.WARNING, "no process reads NOTIFY_SOCKET");
      }
      stop.join();
    }
  }

  /// Whether all advert intervals are so long that no peer takes over during a full garbage
  /// collection.
  private static boolean patient(Config config) {
    return config.vrrp().instances().values().stream()
        .allMatch(instance -> instance.election().advertInterval().compareTo(IMPATIENT) >= 0);
  }

  /// Handles a failure of a part: with `-R` the daemon stops; otherwise the part restarts itself.
  private void failed(Part part) {
    if (!options.behaviour().respawn()) {
      journal.log(Part.PARENT, Level.ALERT, part.ident() + " died: Exiting");
      failure = OptionalInt.of(FAILURE);
      stop.complete(null);
    }
  }

  /// After a reload: updates pid files and timers of the daemon itself.
  private void applied(
      Node node, Config next, PidFiles pidFiles, CompletableFuture<TimedReload> timed) {
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
    timed.thenAccept(timer -> node.work().post(() -> timer.configure(next.global().reload())));
  }

  private void listen(Node node, Reloads reloads, DumpWriter dumps) {
    calls.await(
        calls.run(
            node.work(),
            () -> {
              var signals =
                  new Signals(
                      EpollLoops.epoll(node.work()),
                      SIGNALS,
                      s -> received(s.number(), reloads, dumps));
              if (!signals.unavailable().isEmpty()) {
                journal.log(
                    Part.PARENT,
                    Level.WARNING,
                    "signals "
                        + signals.unavailable()
                        + " cannot be received: start keepalived by its launcher");
              }
              // A signal that came during the start is handled at once.
              signals.deliverPending();
            }),
        ANSWER);
  }

  /// Handles a signal on the work loop; long work runs on its own thread.
  private void received(int signal, Reloads reloads, DumpWriter dumps) {
    if (signal == Signals.SIGTERM
        || signal == Signals.SIGINT && !options.behaviour().ignoreInterrupt()) {
      stop.complete(null);
    } else if (signal == Signals.SIGHUP) {
      reloads.request();
    } else if (signal == Signals.SIGQUIT) {
      Stacks.lines(Thread.getAllStackTraces()).forEach(line -> journal.info(Part.PARENT, line));
    } else if (signal == Signals.SIGXCPU) {
      journal.log(Part.VRRP, Level.WARNING, "the real-time CPU limit was reached");
    } else {
      for (var function : SignalFunction.values()) {
        if (function.number() == signal) {
          dumps.write(function);
        }
      }
    }
  }

  /// Runs a startup or shutdown script until it ends or its time limit is over.
  private void runScript(
      Node node, ScriptBook book, Optional<Script> script, GlobalSettings global) {
    var program = script.flatMap(book::program);
    if (program.isEmpty()) {
      return;
    }
    var objection = book.objection(program.get());
    if (objection.isPresent()) {
      journal.log(Part.PARENT, Level.ERROR, objection.get());
      return;
    }
    boolean starting = script.equals(global.scripts().startup());
    Duration limit =
        starting ? global.scripts().startupTimeout() : global.scripts().shutdownTimeout();
    var ended = new CompletableFuture<Launcher.Ending>();
    var started =
        calls.run(
            node.work(),
            () -> {
              var launch = book.launch(program.get(), List.of());
              var start = node.launcher().start(launch, ended::complete);
              switch (start) {
                case Launcher.Running child -> {
                  node.work().after(limit, child::kill);
                  if (starting) {
                    stop.thenRun(child::kill);
                  }
                }
                case Launcher.NotStarted(var reason) ->
                    ended.completeExceptionally(new IllegalStateException(reason));
              }
            });
    String name = starting ? "Startup" : "Shutdown";
    try {
      calls.await(started, ANSWER);
      // A script that does not end after SIGKILL hangs in the kernel.
      var ending = calls.await(ended, limit.plus(ANSWER));
      if (!ending.equals(new Launcher.Exited(0))) {
        journal.log(Part.PARENT, Level.WARNING, name + " script: " + ending);
      }
    } catch (CompletionException e) {
      journal.log(Part.PARENT, Level.ERROR, name + " script: " + e.getCause().getMessage());
    }
  }
}
