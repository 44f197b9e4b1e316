package keepalived.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.script.Script;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.daemon.cli.Options;
import keepalived.daemon.dump.DumpWriter;
import keepalived.daemon.dump.StateTexts;
import keepalived.daemon.log.Journal;
import keepalived.daemon.port.HostPorts;
import keepalived.daemon.port.Jobs;
import keepalived.daemon.port.OnLoop;
import keepalived.daemon.process.Supervisor;
import keepalived.daemon.reload.Configurations;
import keepalived.daemon.reload.FileConfigurations;
import keepalived.daemon.reload.Reloads;
import keepalived.daemon.reload.SavedStates;
import keepalived.daemon.reload.Staleness;
import keepalived.daemon.script.Launcher;
import keepalived.daemon.script.ScriptBook;

/// One run of a node: start, reloads, dumps, stop. The same on a machine and in a simulation; what
/// only a process has (signals, pid files, a watchdog) comes as [Duties].
final class NodeRun {

  private static final int FAILURE = 1;

  /// How long the work loop may take for a task of the start or the end.
  static final Duration ANSWER = Duration.ofSeconds(5);

  /// What a run needs of the machine and of the process.
  record Ports(
      HostPorts host, Journal journal, Configurations configurations, Supervisor supervisor) {}

  /// What the process does beside the node. All methods are called on the thread of [NodeRun#run].
  interface Duties {

    /// The loop of signals is there, and nothing else has started.
    void listen(NodeRun run);

    /// Every part runs.
    ///
    /// @return closed when the stop begins. It must not wait: the masters have not resigned yet.
    Duty serve(NodeRun run);

    /// Every part has stopped, and the masters have resigned.
    void stopped();

    /// A reload has brought this configuration into force. Called on the thread of the reload.
    void applied(NodeRun run, Config next);
  }

  /// What goes on until the stop begins.
  interface Duty extends AutoCloseable {
    @Override
    void close();
  }

  private final Options options;
  private final Ports ports;
  private final Duties duties;
  private final Config first;
  private final ScriptBook firstBook;
  private final Node node;
  private final SavedStates saved;
  private final Reloads reloads;
  private final DumpWriter dumps;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private volatile OptionalInt failure = OptionalInt.empty();

  /// @param first what to start with
  NodeRun(Options options, Ports ports, Duties duties, Configurations.Loaded.Good first) {
    this.options = options;
    this.ports = ports;
    this.duties = duties;
    this.first = first.config();
    var host = ports.host();
    var journal = ports.journal();
    var jobs = host.loops().jobs();
    node = new Node(options, journal, host, this::failed);
    firstBook = node.scripts(this.first);
    saved = new SavedStates(new StateTexts(node), journal, FileConfigurations.mainFile(options));
    reloads =
        new Reloads(
            node,
            new Reloads.Ports(
                ports.configurations(), journal, ports.supervisor(), saved, jobs, host.wall()),
            new Reloads.Start(this.first, firstBook, first.read().gate()),
            next -> duties.applied(this, next));
    dumps =
        new DumpWriter(
            node,
            new DumpWriter.Ports(journal, jobs, host.outputs().dumps()),
            new DumpWriter.Subject(
                reloads::running, () -> reloads.stale().map(Staleness::toString)),
            options.namespace());
  }

  Node node() {
    return node;
  }

  Reloads reloads() {
    return reloads;
  }

  DumpWriter dumps() {
    return dumps;
  }

  Jobs jobs() {
    return ports.host().loops().jobs();
  }

  /// Ends the run; from any thread.
  void stop() {
    stop.complete(null);
  }

  private OnLoop calls() {
    return ports.host().loops().calls();
  }

  /// Runs until [#stop].
  ///
  /// @return the exit status of the daemon
  int run() {
    try {
      duties.listen(this);
      runScript(firstBook, first.global().scripts().startup(), first.global());
      if (!stop.isDone()) {
        node.apply(first, firstBook);
        saved.started(first);
        node.work().post(reloads::ended);
        ports.journal().begin();
        serve();
      }
    } catch (RuntimeException | Error e) {
      // What has begun is ended in order all the same.
      end();
      throw e;
    }
    end();
    return failure.orElse(0);
  }

  private void serve() {
    try (var _ = duties.serve(this)) {
      calls().await(stop, OnLoop.UNLIMITED);
    }
  }

  /// Resigns first, and ends after a bounded time whatever happens.
  private void end() {
    ports.journal().info(Part.PARENT, "Stopping");
    ports.supervisor().stopping();
    node.stop();
    duties.stopped();
    var last = reloads.running().global();
    runScript(reloads.book(), last.scripts().shutdown(), last);
    node.close();
  }

  /// A part has failed; it starts again, unless that is not wanted (`-R`).
  private void failed(Part part) {
    if (!options.behaviour().respawn()) {
      ports.journal().log(Part.PARENT, Level.ALERT, part.ident() + " died: Exiting");
      failure = OptionalInt.of(FAILURE);
      stop();
    }
  }

  /// Runs a startup or shutdown script to its end, for at most its time limit.
  private void runScript(ScriptBook book, Optional<Script> script, GlobalSettings global) {
    var program = script.flatMap(book::program);
    if (program.isEmpty()) {
      return;
    }
    var objection = book.objection(program.get());
    if (objection.isPresent()) {
      ports.journal().log(Part.PARENT, Level.ERROR, objection.get());
      return;
    }
    boolean starting = script.equals(global.scripts().startup());
    Duration limit =
        starting ? global.scripts().startupTimeout() : global.scripts().shutdownTimeout();
    var ended = new CompletableFuture<Launcher.Ending>();
    var started =
        calls()
            .run(
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
      calls().await(started, ANSWER);
      // One that is killed and does not end hangs in the kernel.
      var ending = calls().await(ended, limit.plus(ANSWER));
      if (!ending.equals(new Launcher.Exited(0))) {
        ports.journal().log(Part.PARENT, Level.WARNING, name + " script: " + ending);
      }
    } catch (CompletionException e) {
      ports.journal().log(Part.PARENT, Level.ERROR, name + " script: " + e.getCause().getMessage());
    }
  }
}
