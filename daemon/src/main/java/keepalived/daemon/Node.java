package keepalived.daemon;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
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
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.process.Children;
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
  private Optional<VrrpPart> vrrp = Optional.empty();

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
    notifier.reconfigure(config, book);
    if (vrrp.isEmpty() && wantsVrrp(config)) {
      startVrrp(config.global());
    }
    vrrp.ifPresent(part -> part.reconfigure(config, book).join());
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
                    notifier,
                    global.vrrp())
                .join());
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
    var told = new CompletableFuture<Void>();
    notifier.stop(() -> told.complete(null));
    told.join();
    post.close(java.time.Duration.ofSeconds(2));
    vrrpLoop.ifPresent(EpollLoop::close);
    work.close();
  }
}
