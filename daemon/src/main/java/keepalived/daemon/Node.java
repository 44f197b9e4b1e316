package keepalived.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import keepalived.core.config.BfdInstance;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.event.Notification;
import keepalived.daemon.cli.Options;
import keepalived.daemon.host.HostAccounts;
import keepalived.daemon.host.HostLauncher;
import keepalived.daemon.host.UsableScripts;
import keepalived.daemon.log.Journal;
import keepalived.daemon.log.Part;
import keepalived.daemon.log.Severity;
import keepalived.daemon.mail.PostOffice;
import keepalived.daemon.notify.Notifier;
import keepalived.daemon.notify.ScriptTiming;
import keepalived.daemon.script.FileTree;
import keepalived.daemon.script.ScriptBook;
import keepalived.daemon.script.ScriptResolver;
import keepalived.healthcheck.LvsSnapshot;
import keepalived.ipvs.IpvsException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.process.Children;
import keepalived.vrrp.engine.State;
import keepalived.vrrp.engine.VrrpSnapshot;

/// Everything that runs: the loops, the engines on them, the notifiers. Its methods wait and are
/// called from the daemon's own threads, never from a loop.
final class Node {

  private final Options options;
  private final Journal journal;
  private final ScriptResolver.Host scriptHost;
  private final EpollLoop work;
  private final Children children;
  private final PostOffice post;
  private final Notifier notifier;
  private final ScriptBook noScripts;
  private Optional<EpollLoop> vrrpLoop = Optional.empty();
  private volatile Optional<VrrpPart> vrrp = Optional.empty();
  private Optional<EpollLoop> lvsLoop = Optional.empty();
  private volatile Optional<LvsPart> lvs = Optional.empty();
  private Optional<EpollLoop> bfdLoop = Optional.empty();
  private Optional<BfdPart> bfd = Optional.empty();
  private volatile Config running = Config.EMPTY;

  Node(Options options, Journal journal, Map<String, String> environment) {
    this.options = options;
    this.journal = journal;
    scriptHost =
        new ScriptResolver.Host(
            FileTree.HOST, new HostAccounts(), environment, Path.of("").toAbsolutePath());
    work = EpollLoop.start("work", error -> report(Part.PARENT, error));
    children = new Children(work);
    post = new PostOffice(journal, InstantSource.system());
    noScripts = ScriptBook.empty(new ScriptResolver(scriptHost, GlobalSettings.DEFAULT));
    notifier =
        new Notifier(
            new Notifier.Host(work, new HostLauncher(children), journal, post),
            ScriptTiming.DEFAULT,
            noScripts);
  }

  /// The loop for signals and for children of our own.
  EpollLoop work() {
    return work;
  }

  Children children() {
    return children;
  }

  /// Finds and judges the scripts of a configuration, and says what there is to say of them.
  ScriptBook scripts(Config config) {
    var book = ScriptBook.of(config, new ScriptResolver(scriptHost, config.global()));
    book.remarks().forEach(remark -> journal.info(remark.part(), remark.text()));
    return book;
  }

  /// Goes over to a configuration: at start, and at each reload.
  void apply(Config configured, ScriptBook book) {
    var config = UsableScripts.of(configured, book);
    running = config;
    notifier.reconfigure(config, book);
    if (vrrp.isEmpty() && wantsVrrp(config)) {
      startVrrp(config.global());
    }
    vrrp.ifPresent(part -> part.reconfigure(config, book).join());
    if (lvs.isEmpty() && wantsLvs(config)) {
      startLvs();
    }
    lvs.ifPresent(part -> part.reconfigure(config, book).join());
    if (bfd.isEmpty() && options.parts().bfd() && !config.bfdInstances().isEmpty()) {
      startBfd();
    }
    bfd.ifPresent(part -> part.reconfigure(config).join());
  }

  private void startBfd() {
    journal.info(Part.PARENT, "Starting BFD child process, pid=" + ProcessHandle.current().pid());
    var loop = EpollLoop.start("bfd", error -> report(Part.BFD, error));
    bfdLoop = Optional.of(loop);
    bfd = Optional.of(BfdPart.start(loop, journal, this::sessionChanged).join());
  }

  /// On the loop of BFD.
  private void sessionChanged(BfdInstance session, boolean up) {
    if (session.vrrp()) {
      vrrp.ifPresent(part -> part.bfdState(session.name(), up));
    }
    if (session.checker()) {
      lvs.ifPresent(part -> part.sessionChanged(session.name(), up));
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

  private void startVrrp(GlobalSettings global) {
    journal.info(Part.PARENT, "Starting VRRP child process, pid=" + ProcessHandle.current().pid());
    var loop = EpollLoop.start("vrrp", error -> report(Part.VRRP, error));
    vrrpLoop = Optional.of(loop);
    vrrp =
        Optional.of(
            VrrpPart.start(
                    loop,
                    new VrrpPart.Work(work, children, journal, noScripts),
                    this::notified,
                    global.vrrp())
                .join());
  }

  private boolean wantsLvs(Config config) {
    return options.parts().checkers()
        && (!config.lvs().virtualServers().isEmpty() || options.parts().all());
  }

  /// Without IPVS in the kernel VRRP goes on alone, and that is said once for each configuration.
  private void startLvs() {
    journal.info(
        Part.PARENT, "Starting Healthcheck child process, pid=" + ProcessHandle.current().pid());
    var loop = EpollLoop.start("lvs", error -> report(Part.CHECKERS, error));
    try {
      var work = new VrrpPart.Work(this.work, children, journal, noScripts);
      lvs = Optional.of(LvsPart.start(loop, work, notifier::accept).join());
      lvsLoop = Optional.of(loop);
      vrrpSnapshot().ifPresent(this::tellStates);
    } catch (CompletionException e) {
      loop.close();
      if (!(e.getCause() instanceof IpvsException)) {
        throw e;
      }
      journal.log(
          Part.CHECKERS,
          Severity.ERROR,
          e.getCause().getMessage() + "; virtual servers are left out, VRRP goes on");
    }
  }

  /// What the checkers missed by starting after VRRP, so that no check delays an advertisement.
  private void tellStates(VrrpSnapshot snapshot) {
    for (var instance : snapshot.instances()) {
      var state =
          switch (instance.state()) {
            case State.Master _ -> Notification.State.MASTER;
            case State.Backup _, State.Initialize _ -> Notification.State.BACKUP;
            case State.Fault _ -> Notification.State.FAULT;
          };
      var vrid = OptionalInt.of(instance.config().vrid());
      lvs.ifPresent(part -> part.instanceEntered(instance.config().name(), state, vrid));
    }
  }

  /// On the vrrp loop: what happened goes to those who asked to be told, and to the checkers, whose
  /// sync daemon may follow an instance.
  private void notified(Notification what) {
    notifier.accept(what);
    if (what instanceof Notification.InstanceEntered(var name, var state, _)) {
      var instance = running.vrrp().instances().get(name);
      var vrid = instance == null ? OptionalInt.empty() : OptionalInt.of(instance.vrid());
      lvs.ifPresent(part -> part.instanceEntered(name, state, vrid));
    }
  }

  Optional<LvsSnapshot> lvsSnapshot() {
    return lvs.map(LvsPart::snapshot);
  }

  private void report(Part part, Throwable error) {
    var where = error.getStackTrace();
    String place = where.length == 0 ? "" : " at " + where[0];
    journal.log(part, Severity.ERROR, "internal error: " + error + place);
  }

  Optional<VrrpSnapshot> vrrpSnapshot() {
    return vrrp.map(part -> part.snapshot().join());
  }

  void clearVrrpCounters() {
    vrrp.ifPresent(part -> part.clearCounters().join());
  }

  /// Ends everything, in the order that tells peers and operators the truth.
  void stop() {
    vrrp.ifPresent(part -> part.stop(options.behaviour().keepVrrp()).join());
    bfd.ifPresent(part -> part.stop().join());
    lvs.ifPresent(part -> part.stop(options.behaviour().keepIpvs()).join());
    var told = new CompletableFuture<Void>();
    notifier.stop(() -> told.complete(null));
    told.join();
    post.close(Duration.ofSeconds(2));
    vrrpLoop.ifPresent(EpollLoop::close);
    lvsLoop.ifPresent(EpollLoop::close);
    bfdLoop.ifPresent(EpollLoop::close);
    work.close();
  }
}
