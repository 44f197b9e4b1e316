package keepalived.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.Script;
import keepalived.daemon.cli.Options;
import keepalived.daemon.cli.SignalFunction;
import keepalived.daemon.host.HostLauncher;
import keepalived.daemon.host.PidFiles;
import keepalived.daemon.host.Supervisor;
import keepalived.daemon.log.Journal;
import keepalived.daemon.log.Part;
import keepalived.daemon.log.Severity;
import keepalived.daemon.script.Launcher;
import keepalived.daemon.script.ScriptBook;
import keepalived.daemon.status.DataDump;
import keepalived.daemon.status.DumpFile;
import keepalived.daemon.status.JsonDump;
import keepalived.daemon.status.Statistics;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.process.Signals;

/// One run of the daemon, from its files to its exit status (keepalived(8)).
final class Daemon {

  private static final int ALREADY_RUNNING = 0;
  private static final List<Integer> SIGNALS =
      List.of(
          Signals.SIGHUP,
          Signals.SIGINT,
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
  private final Supervisor supervisor;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final Object reloading = new Object();
  private volatile Config running = Config.EMPTY;
  private volatile ScriptBook runningScripts;

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

  /// Runs until told to stop; the exit status.
  ///
  /// @param config what to start with, read already
  int run(Config config) {
    var process = config.global().process();
    var pidFiles =
        new PidFiles(
            Path.of("/run"),
            process,
            options.pidFiles(),
            options.namespace().or(process::netNamespace));
    try {
      if (!takePidFiles(pidFiles, config)) {
        journal.info(Part.PARENT, "daemon is already running");
        return ALREADY_RUNNING;
      }
    } catch (LinuxException e) {
      journal.log(Part.PARENT, Severity.ERROR, "pid file: " + e.getMessage());
      return 0;
    }
    try {
      return runNode(config);
    } finally {
      pidFiles.releaseAll();
      supervisor.close();
    }
  }

  private boolean takePidFiles(PidFiles files, Config config) {
    boolean vrrp = options.parts().vrrp() && !config.vrrp().instances().isEmpty();
    boolean checkers = options.parts().checkers() && !config.lvs().virtualServers().isEmpty();
    boolean bfd = options.parts().bfd() && !config.bfdInstances().isEmpty();
    return files.take(Part.PARENT)
        && (!vrrp || files.take(Part.VRRP))
        && (!checkers || files.take(Part.CHECKERS))
        && (!bfd || files.take(Part.BFD));
  }

  private int runNode(Config config) {
    var node = new Node(options, journal, environment);
    var book = node.scripts(config);
    runningScripts = book;
    listen(node);
    runScript(node, book, config.global().scripts().startup(), config.global());
    node.apply(config, book);
    journal.begin();
    running = config;
    if (config.vrrp().instances().isEmpty() && config.lvs().virtualServers().isEmpty()) {
      journal.info(Part.PARENT, "Warning - keepalived has no configuration to run");
    }
    journal.info(Part.PARENT, "Startup complete");
    supervisor.ready();
    stop.join();
    journal.info(Part.PARENT, "Stopping");
    supervisor.stopping();
    var last = running.global();
    runScript(node, runningScripts, last.scripts().shutdown(), last);
    node.stop();
    return 0;
  }

  private void listen(Node node) {
    var ready = new CompletableFuture<Void>();
    node.work()
        .post(
            () -> {
              var signals = new Signals(node.work(), SIGNALS, s -> received(node, s.number()));
              if (!signals.unavailable().isEmpty()) {
                journal.log(
                    Part.PARENT,
                    Severity.WARNING,
                    "signals "
                        + signals.unavailable()
                        + " cannot be heard: start keepalived by its launcher");
              }
              ready.complete(null);
            });
    ready.join();
  }

  /// On the work loop: what takes time goes to a thread of its own.
  private void received(Node node, int signal) {
    if (signal == Signals.SIGTERM
        || signal == Signals.SIGINT && !options.behaviour().ignoreInterrupt()) {
      stop.complete(null);
    } else if (signal == Signals.SIGHUP) {
      Thread.ofVirtual().name("reload").start(() -> reload(node));
    } else if (signal == SignalFunction.DATA.number()) {
      dump(node, "data", "keepalived.data", "VRRP data", snapshot -> DataDump.text(snapshot));
    } else if (signal == SignalFunction.STATS.number()) {
      dump(node, "stats", "keepalived.stats", "VRRP stats", Statistics::text);
    } else if (signal == SignalFunction.STATS_CLEAR.number()) {
      dump(node, "stats", "keepalived.stats", "VRRP stats", Statistics::text);
      Thread.ofVirtual().start(node::clearVrrpCounters);
    } else if (signal == SignalFunction.JSON.number()) {
      int version = running.global().dumps().jsonVersion();
      dump(node, "json", "keepalived.json", "", s -> JsonDump.text(s, version));
    } else if (signal == Signals.SIGXCPU) {
      journal.log(Part.VRRP, Severity.WARNING, "the real-time CPU limit was reached");
    }
  }

  private interface Form {
    String of(keepalived.vrrp.engine.VrrpSnapshot snapshot);
  }

  private void dump(Node node, String thread, String file, String what, Form form) {
    Thread.ofVirtual()
        .name(thread)
        .start(
            () -> {
              var snapshot = node.vrrpSnapshot();
              if (snapshot.isEmpty()) {
                return;
              }
              if (!what.isEmpty()) {
                String pid = Long.toString(ProcessHandle.current().pid());
                journal.info(Part.VRRP, "Printing " + what + " for process(" + pid + ") on signal");
              }
              Path target = DumpFile.directory(environment.get("TMPDIR")).resolve(file);
              try {
                DumpFile.write(target, form.of(snapshot.get()));
              } catch (IOException e) {
                journal.log(
                    Part.VRRP, Severity.ERROR, "Can't write " + target + ": " + e.getMessage());
              }
            });
  }

  private void reload(Node node) {
    synchronized (reloading) {
      supervisor.reloading(System.nanoTime() / 1000);
      journal.info(Part.PARENT, "Reloading ...");
      switch (configurations.load()) {
        case Configurations.Loaded.Bad bad -> {
          bad.messages().forEach(text -> journal.log(Part.PARENT, Severity.ERROR, text));
          journal.log(
              Part.PARENT,
              Severity.ERROR,
              "The new configuration has errors: the running one is kept");
        }
        case Configurations.Loaded.Good good -> {
          good.messages().forEach(text -> journal.info(Part.PARENT, text));
          var fixed = Fixed.changed(running.global(), good.config().global());
          if (fixed.isPresent()) {
            journal.log(
                Part.PARENT,
                Severity.ERROR,
                "Cannot change " + fixed.get() + " at a reload - please restart keepalived");
          } else {
            var book = node.scripts(good.config());
            node.apply(good.config(), book);
            running = good.config();
            runningScripts = book;
            journal.info(Part.PARENT, "Reload complete");
          }
        }
      }
      supervisor.ready();
    }
  }

  /// Runs a startup or shutdown script to its end, for at most its time limit.
  private void runScript(
      Node node, ScriptBook book, Optional<Script> script, GlobalSettings global) {
    var program = script.flatMap(book::program);
    if (program.isEmpty()) {
      return;
    }
    var objection = book.objection(program.get());
    if (objection.isPresent()) {
      journal.log(Part.PARENT, Severity.ERROR, objection.get());
      return;
    }
    boolean starting = script.equals(global.scripts().startup());
    Duration limit =
        starting ? global.scripts().startupTimeout() : global.scripts().shutdownTimeout();
    var ended = new CompletableFuture<Launcher.Ending>();
    node.work()
        .post(
            () -> {
              var launch = book.launch(program.get(), List.of());
              var start = new HostLauncher(node.children()).start(launch, ended::complete);
              switch (start) {
                case Launcher.Running child -> node.work().after(limit, child::kill);
                case Launcher.NotStarted(var reason) ->
                    ended.completeExceptionally(new IllegalStateException(reason));
              }
            });
    String name = starting ? "Startup" : "Shutdown";
    try {
      var ending = ended.join();
      if (!ending.equals(new Launcher.Exited(0))) {
        journal.log(Part.PARENT, Severity.WARNING, name + " script: " + ending);
      }
    } catch (java.util.concurrent.CompletionException e) {
      journal.log(Part.PARENT, Severity.ERROR, name + " script: " + e.getCause().getMessage());
    }
  }
}
