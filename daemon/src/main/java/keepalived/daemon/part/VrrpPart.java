package keepalived.daemon.part;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.track.TrackScript;
import keepalived.core.log.Level;
import keepalived.core.log.LogLine;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.core.notify.VrrpNotification;
import keepalived.daemon.host.TrackScripts;
import keepalived.daemon.log.Journal;
import keepalived.daemon.process.Timekeeping;
import keepalived.daemon.process.Uptime;
import keepalived.daemon.script.ScriptBook;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.process.Children;
import keepalived.tracking.file.FileMonitor;
import keepalived.tracking.process.ProcessMonitor;
import keepalived.tracking.script.ScriptMonitor;
import keepalived.vrrp.engine.VrrpEngine;
import keepalived.vrrp.engine.VrrpPorts;
import keepalived.vrrp.engine.VrrpSnapshot;
import keepalived.vrrp.machine.Report;
import keepalived.vrrp.net.LinuxVrrpNetwork;

/// VRRP on this host: the engine on its loop, the network under it, the trackers beside it. The
/// public methods may be called from any thread; their work is done on the loop.
public final class VrrpPart {

  private final EpollLoop loop;
  private final Journal journal;
  private final LinuxVrrpNetwork network;
  private final VrrpEngine engine;
  private final ScriptMonitor scripts;
  private final FileMonitor files;
  private final ProcessMonitor processes;
  private final Timekeeping timekeeping;
  private final boolean monitorsAddresses;
  private volatile ScriptBook book;

  private VrrpPart(
      EpollLoop loop,
      Work work,
      Consumer<VrrpNotification> notices,
      boolean monitorsAddresses,
      GlobalSettings.VrrpGlobals sizes) {
    this.monitorsAddresses = monitorsAddresses;
    this.loop = loop;
    this.journal = work.journal();
    this.book = work.noScripts();
    network =
        new LinuxVrrpNetwork(
            loop, new NetlinkSocket.Options(sizes.netlinkMonitorReceiveBuffer(), false), this::log);
    engine =
        new VrrpEngine(
            new VrrpPorts(
                loop,
                loop.now().minus(Uptime.now()),
                InstantSource.system(),
                network,
                notices,
                this::log));
    var log = new PartLog(Part.VRRP, journal);
    scripts =
        new ScriptMonitor(
            loop,
            new TrackScripts(loop, work.loop(), work.children(), () -> book),
            log,
            engine::scriptVerdict);
    timekeeping = new Timekeeping(text -> journal.log(Part.VRRP, Level.WARNING, text));
    files = new FileMonitor(loop, log, engine::fileValue);
    processes =
        new ProcessMonitor(loop, sizes.processMonitorReceiveBuffer(), log, engine::processQuorum);
    network.start(engine);
  }

  /// Where the host's blocking work is done.
  public record Work(EpollLoop loop, Children children, Journal journal, ScriptBook noScripts) {}

  /// How the part is kept alive.
  ///
  /// @param monitor whether all addresses that come and go are logged (`-a`)
  public static SupervisedPart.Kind<VrrpPart> kind(
      Work work,
      Consumer<VrrpNotification> notices,
      boolean monitor,
      Supplier<GlobalSettings.VrrpGlobals> sizes) {
    return new SupervisedPart.Kind<>() {
      @Override
      public Part part() {
        return Part.VRRP;
      }

      @Override
      public String thread() {
        return "vrrp";
      }

      @Override
      public String title() {
        return "VRRP";
      }

      @Override
      public CompletableFuture<VrrpPart> start(EpollLoop loop) {
        return OnLoop.call(loop, () -> new VrrpPart(loop, work, notices, monitor, sizes.get()));
      }

      @Override
      public CompletableFuture<Void> configure(VrrpPart part, SupervisedPart.Wanted wanted) {
        return part.reconfigure(wanted.config(), wanted.book());
      }

      @Override
      public CompletableFuture<Void> giveUp(VrrpPart part) {
        return part.giveUp();
      }
    };
  }

  private void log(Report report) {
    boolean monitored =
        monitorsAddresses && report.id().equals(Optional.of(LinuxVrrpNetwork.ADDRESS_CHANGE));
    var level = monitored ? Level.INFO : report.level();
    journal.log(new LogLine(Part.VRRP, level, report.text(), report.id()));
  }

  /// Goes over to another configuration; what has not changed is not touched.
  private CompletableFuture<Void> reconfigure(Config next, ScriptBook nextBook) {
    return OnLoop.run(
        loop,
        () -> {
          book = nextBook;
          timekeeping.apply(next.global().process().of(Part.VRRP));
          engine.reconfigure(next);
          scripts.configure(tracked(next.vrrp()));
          files.configure(next.trackFiles());
          processes.configure(next.vrrp().processes());
        });
  }

  private Map<String, TrackScript> tracked(VrrpConfig vrrp) {
    var tracked = vrrp.trackedScripts();
    for (var name : vrrp.scripts().keySet()) {
      if (!tracked.containsKey(name)) {
        journal.info(Part.VRRP, "Warning - script " + name + " is not used");
      }
    }
    return tracked;
  }

  /// Resigns, removes what is ours (unless told to keep it), and tells STOP.
  public CompletableFuture<Void> stop(boolean keepAddresses) {
    return OnLoop.run(
        loop,
        () -> {
          if (keepAddresses) {
            network.keepAddresses();
          }
          end("while stopping: ", () -> engine.shutdown(!keepAddresses));
        });
  }

  /// Ends a part that has failed: each thing by itself, so that one that throws spares the rest.
  private CompletableFuture<Void> giveUp() {
    return OnLoop.run(loop, () -> end("while giving up: ", engine::shutdown));
  }

  /// The resignation comes first: whatever fails behind it, the peers know.
  private void end(String when, Runnable resignation) {
    CloseAll.all(
        error -> journal.log(Part.VRRP, Level.ERROR, when + error),
        resignation,
        scripts::close,
        files::close,
        processes::close,
        network::close);
  }

  public void bfdState(String session, boolean up) {
    loop.post(() -> engine.bfdState(session, up));
  }

  public CompletableFuture<VrrpSnapshot> snapshot() {
    return OnLoop.call(loop, engine::snapshot);
  }

  /// The tracked scripts that run at this moment.
  public CompletableFuture<Set<String>> busyScripts() {
    return OnLoop.call(loop, scripts::busy);
  }

  public CompletableFuture<Void> clearCounters() {
    return OnLoop.run(loop, engine::clearCounters);
  }
}
