package keepalived.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.BfdInstance;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.core.loop.Loop;
import keepalived.core.notify.VrrpNotification;
import keepalived.daemon.api.Reading;
import keepalived.daemon.cli.Options;
import keepalived.daemon.control.Sources;
import keepalived.daemon.dump.LiveState;
import keepalived.daemon.host.UsableScripts;
import keepalived.daemon.log.Journal;
import keepalived.daemon.notify.Notifier;
import keepalived.daemon.notify.ScriptTiming;
import keepalived.daemon.part.BfdPart;
import keepalived.daemon.part.LvsPart;
import keepalived.daemon.part.PartPorts;
import keepalived.daemon.part.SupervisedPart;
import keepalived.daemon.part.VrrpPart;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.HostPorts;
import keepalived.daemon.port.OnLoop;
import keepalived.daemon.port.Processes;
import keepalived.daemon.process.MachineScheduling;
import keepalived.daemon.reload.Reloads;
import keepalived.daemon.script.Account;
import keepalived.daemon.script.Launcher;
import keepalived.daemon.script.Program;
import keepalived.daemon.script.ScriptBook;
import keepalived.daemon.script.ScriptResolver;
import keepalived.healthcheck.engine.LvsSnapshot;
import keepalived.ipvs.IpvsException;
import keepalived.tracking.bfd.BfdEngine;
import keepalived.vrrp.engine.InstanceSnapshot;
import keepalived.vrrp.engine.VrrpSnapshot;
import keepalived.vrrp.machine.State;

/// Everything that runs: the loops, the engines on them, the notifiers. The methods block; the
/// daemon's own threads call them, never a loop.
final class Node implements LiveState, Reloads.Target {

  /// How long a dump waits for a loop to answer.
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /// How long the stop waits for its scripts and mails.
  private static final Duration LAST_NOTIFICATIONS = Duration.ofSeconds(5);

  private final Options options;
  private final Journal journal;
  private final HostPorts host;
  private final OnLoop calls;
  private final HostLoop work;
  private final Processes processes;
  private final Notifier notifier;
  private final SupervisedPart<VrrpPart> vrrp;
  private final SupervisedPart<LvsPart> lvs;
  private final SupervisedPart<BfdPart> bfd;
  private final MachineScheduling machine;
  private volatile Config running = Config.EMPTY;
  private volatile ScriptBook book;

  /// @param failed receives each part that failed and will be restarted
  Node(Options options, Journal journal, HostPorts host, Consumer<Part> failed) {
    this.options = options;
    this.journal = journal;
    this.host = host;
    calls = host.loops().calls();
    machine = new MachineScheduling(text -> journal.log(Part.PARENT, Level.WARNING, text));
    work = host.loops().loops().start("work", error -> report(Part.PARENT, error));
    processes = host.processes().apply(work);
    var none = ScriptBook.empty(new ScriptResolver(host.scripts(), GlobalSettings.DEFAULT));
    book = none;
    notifier =
        new Notifier(
            new Notifier.Ports(work, processes.launcher(), journal, host.outputs().mail()),
            ScriptTiming.DEFAULT,
            none);
    var ports = new PartPorts(host, processes, journal, none);
    var behaviour = options.behaviour();
    vrrp =
        supervised(
            VrrpPart.kind(
                ports,
                new VrrpPart.Settings(
                    this::notified,
                    behaviour.monitorAddresses(),
                    behaviour.keepVrrp(),
                    () -> running.global().vrrp())),
            failed);
    lvs = supervised(LvsPart.kind(ports, notifier::accept, behaviour.keepIpvs()), failed);
    bfd = supervised(BfdPart.kind(ports, this::sessionChanged), failed);
  }

  private <P> SupervisedPart<P> supervised(SupervisedPart.Kind<P> kind, Consumer<Part> failed) {
    return new SupervisedPart<>(kind, work, journal, host.loops(), failed);
  }

  /// The loop for signals and for the daemon's own children.
  @Override
  public HostLoop work() {
    return work;
  }

  Launcher launcher() {
    return processes.launcher();
  }

  /// Resolves and checks the scripts of a configuration, and logs the remarks about them.
  @Override
  public ScriptBook scripts(Config config) {
    var book = ScriptBook.of(config, new ScriptResolver(host.scripts(), config.global()));
    book.remarks().forEach(remark -> journal.info(remark.part(), remark.text()));
    return book;
  }

  /// Applies a configuration: at start, and at each reload.
  @Override
  public void apply(Config configured, ScriptBook book) {
    var config = UsableScripts.of(configured, book);
    running = config;
    this.book = book;
    notifier.reconfigure(config, book);
    var wanted = new SupervisedPart.Wanted(config, book);
    if (vrrp.started() || wantsVrrp(config)) {
      vrrp.run(wanted);
    }
    if (lvs.started() || wantsLvs(config)) {
      runLvs(wanted);
    }
    if (bfd.started() || options.parts().bfd() && !config.bfdInstances().isEmpty()) {
      bfd.run(wanted);
    }
    machine.follow(config.global().process());
  }

  /// Starts the checkers. Without IPVS in the kernel, VRRP continues alone; this is logged once for
  /// each configuration.
  private void runLvs(SupervisedPart.Wanted wanted) {
    boolean first = !lvs.started();
    try {
      lvs.run(wanted);
      if (first) {
        vrrpSnapshot().ifPresent(this::replayStates);
      }
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof IpvsException)) {
        throw e;
      }
      journal.log(
          Part.CHECKER,
          Level.ERROR,
          e.getCause().getMessage() + "; virtual servers disabled, VRRP continues");
    }
  }

  /// Forwards a change of a BFD session. Runs on the loop of BFD.
  private void sessionChanged(BfdInstance session, boolean up) {
    if (session.vrrp()) {
      vrrp.current().ifPresent(part -> part.bfdState(session.name(), up));
    }
    if (session.checker()) {
      lvs.current().ifPresent(part -> part.sessionChanged(session.name(), up));
    }
  }

  private boolean wantsVrrp(Config config) {
    var wanted = config.vrrp();
    boolean something =
        !wanted.instances().isEmpty()
            || !wanted.statics().addresses().isEmpty()
            || !wanted.statics().routes().isEmpty()
            || !wanted.statics().rules().isEmpty();
    return options.parts().vrrp() && (something || options.parts().all());
  }

  private boolean wantsLvs(Config config) {
    return options.parts().checkers()
        && (!config.lvs().virtualServers().isEmpty()
            || synchronises(config)
            || options.parts().all());
  }

  /// Whether connections are synchronised without virtual servers of ours: another program may make
  /// the IPVS table.
  private boolean synchronises(Config config) {
    return config.global().lvs().syncDaemon().isPresent() && wantsVrrp(config);
  }

  /// Replays the states of instances to the checkers, which start after VRRP so that no check
  /// delays an advert.
  private void replayStates(VrrpSnapshot snapshot) {
    for (var instance : snapshot.instances()) {
      var vrid = OptionalInt.of(instance.config().vrid());
      lvs.current()
          .ifPresent(part -> part.instanceEntered(instance.config().name(), word(instance), vrid));
    }
  }

  private static VrrpNotification.State word(InstanceSnapshot instance) {
    return switch (instance.state()) {
      case State.Master _ -> VrrpNotification.State.MASTER;
      case State.Backup _, State.Initialize _ -> VrrpNotification.State.BACKUP;
      case State.Fault _ -> VrrpNotification.State.FAULT;
    };
  }

  /// Writes all current states to the FIFOs again.
  @Override
  public void repeatStates() {
    var states = new ArrayList<VrrpNotification>();
    vrrpSnapshot()
        .ifPresent(
            snapshot -> {
              for (var group : snapshot.groups()) {
                var name = group.config().name();
                group
                    .state()
                    .ifPresent(state -> states.add(new VrrpNotification.GroupEntered(name, state)));
              }
              for (var instance : snapshot.instances()) {
                var name = instance.config().name();
                states.add(
                    new VrrpNotification.InstanceEntered(
                        name, word(instance), instance.priority()));
              }
            });
    notifier.repeatToFifos(states);
  }

  /// The parts for readers that do not wait for them.
  ///
  /// @param process what does not depend on a part
  Sources sources(Supplier<Reading.Process> process) {
    return new NodeSources(process, vrrp, lvs, bfd);
  }

  /// The loops that run, by the names of their threads.
  Map<String, Loop> loops() {
    var loops = new LinkedHashMap<String, Loop>();
    loops.put("work", work);
    vrrp.loop().ifPresent(loop -> loops.put("vrrp", loop));
    lvs.loop().ifPresent(loop -> loops.put("lvs", loop));
    bfd.loop().ifPresent(loop -> loops.put("bfd", loop));
    return loops;
  }

  /// Forwards a notification, on the VRRP loop, to the notifiers and to the checkers, whose sync
  /// daemon may follow an instance.
  private void notified(VrrpNotification what) {
    notifier.accept(what);
    if (what instanceof VrrpNotification.InstanceEntered(var name, var state, _)) {
      var instance = running.vrrp().instances().get(name);
      var vrid = instance == null ? OptionalInt.empty() : OptionalInt.of(instance.vrid());
      lvs.current().ifPresent(part -> part.instanceEntered(name, state, vrid));
    }
  }

  @Override
  public Optional<LvsSnapshot> lvsSnapshot() {
    return lvs.current().flatMap(LvsPart::snapshot);
  }

  private void report(Part part, Throwable error) {
    var where = error.getStackTrace();
    String place = where.length == 0 ? "" : " at " + where[0];
    journal.log(part, Level.ERROR, "internal error: " + error + place);
  }

  @Override
  public Optional<VrrpSnapshot> vrrpSnapshot() {
    return vrrp.current().map(part -> calls.await(part.snapshot(), ANSWER));
  }

  /// The account that runs a script of the current configuration; empty when the script must not
  /// run.
  @Override
  public Optional<Account> account(Script script) {
    return book.program(script).map(Program::account);
  }

  @Override
  public Set<String> busyScripts() {
    return vrrp.current().map(part -> calls.await(part.busyScripts(), ANSWER)).orElse(Set.of());
  }

  @Override
  public Optional<List<BfdEngine.View>> bfdSessions() {
    return bfd.current().map(BfdPart::sessions);
  }

  @Override
  public void clearVrrpCounters() {
    vrrp.current().ifPresent(part -> calls.await(part.clearCounters(), ANSWER));
  }

  /// Stops all parts in an order that gives peers and operators correct information.
  void stop() {
    notifier.stopping();
    vrrp.stop();
    bfd.stop();
    lvs.stop();
    var delivered = new CompletableFuture<Void>();
    notifier.stop(() -> delivered.complete(null));
    try {
      calls.await(delivered, LAST_NOTIFICATIONS);
    } catch (CompletionException e) {
      journal.log(
          Part.PARENT, Level.ERROR, "notifications still running at stop; not waiting for them");
    }
  }

  /// Closes what is left after [#stop()].
  void close() {
    host.outputs().mail().close(Duration.ofSeconds(2));
    try {
      calls.await(
          calls.call(work, () -> processes.endAll(LvsPart.LAST_SCRIPTS)).thenCompose(gone -> gone),
          ANSWER);
    } catch (CompletionException e) {
      journal.log(Part.PARENT, Level.ERROR, "scripts still running at exit: " + e.getCause());
    }
    work.close();
  }
}
