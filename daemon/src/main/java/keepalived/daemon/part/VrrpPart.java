package keepalived.daemon.part;

import java.time.Duration;
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
import keepalived.daemon.log.Journal;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.OnLoop;
import keepalived.daemon.port.TrackedFiles;
import keepalived.daemon.port.VrrpHost;
import keepalived.daemon.process.Timekeeping;
import keepalived.daemon.script.ScriptBook;
import keepalived.tracking.script.ScriptMonitor;
import keepalived.vrrp.engine.Legacy;
import keepalived.vrrp.engine.VrrpEngine;
import keepalived.vrrp.engine.VrrpSnapshot;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.port.VrrpPorts;

/// VRRP on this host: connects the engine on its loop with the network and the trackers. The public
/// methods may be called from any thread; their work runs on the loop.
public final class VrrpPart {

  /// Time in which a failed part is running again, also on a busy machine.
  private static final Duration RETURN = Duration.ofMillis(300);

  private final HostLoop loop;
  private final OnLoop calls;
  private final Journal journal;
  private final VrrpHost.Network network;
  private final VrrpEngine engine;
  private final ScriptMonitor scripts;
  private final TrackedFiles files;
  private final VrrpHost.Processes processes;
  private final Timekeeping timekeeping;
  private final boolean monitorsAddresses;
  private volatile ScriptBook book;

  /// Whether another part continues in the state of this one.
  private volatile boolean handedOver;

  private VrrpPart(HostLoop loop, PartPorts ports, Settings settings) {
    this.loop = loop;
    calls = ports.host().loops().calls();
    journal = ports.journal();
    book = ports.noScripts();
    monitorsAddresses = settings.monitorAddresses();
    var host = ports.host().services().vrrp();
    var sizes = settings.sizes().get();
    network = host.network(loop, sizes, this::log);
    engine =
        new VrrpEngine(
            new VrrpPorts(
                loop,
                host.booted(loop),
                ports.host().wall(),
                network.network(),
                settings.notices(),
                this::log,
                ports.host().outputs().events()));
    var log = new PartLog(Part.VRRP, journal);
    scripts =
        new ScriptMonitor(
            loop, ports.processes().trackScripts(loop, () -> book), log, engine::scriptVerdict);
    timekeeping = new Timekeeping(text -> journal.log(Part.VRRP, Level.WARNING, text));
    files = host.files(loop, log, engine::fileValue);
    processes = host.processes(loop, sizes, log, engine::processQuorum);
    network.start(engine);
  }

  /// Settings that stay the same for all restarts of the part.
  ///
  /// @param notices receives notifications, on the loop
  /// @param monitorAddresses whether all addresses that are added and removed are logged (`-a`)
  /// @param keepAddresses whether addresses stay when the daemon stops (`--dont-release-vrrp`)
  /// @param sizes of buffers, from the current configuration
  public record Settings(
      Consumer<VrrpNotification> notices,
      boolean monitorAddresses,
      boolean keepAddresses,
      Supplier<GlobalSettings.VrrpGlobals> sizes) {}

  /// Starts, configures and stops the part.
  public static SupervisedPart.Kind<VrrpPart> kind(PartPorts ports, Settings settings) {
    return new SupervisedPart.Kind<>() {
      @Override
      public SupervisedPart.Names names() {
        return new SupervisedPart.Names(Part.VRRP, "vrrp", "VRRP");
      }

      @Override
      public CompletableFuture<VrrpPart> start(HostLoop loop) {
        return ports.host().loops().calls().call(loop, () -> new VrrpPart(loop, ports, settings));
      }

      @Override
      public CompletableFuture<Void> configure(VrrpPart part, SupervisedPart.Wanted wanted) {
        return part.configure(wanted.config(), wanted.book());
      }

      @Override
      public CompletableFuture<Void> stop(VrrpPart part, SupervisedPart.Stop why) {
        return switch (why) {
          case SHUTDOWN -> part.shutdown(settings.keepAddresses());
          case FAILURE -> part.giveUp();
        };
      }

      @Override
      public CompletableFuture<Boolean> handsOver(VrrpPart failed) {
        return failed.calls.call(failed.loop, failed::handsOver);
      }

      @Override
      public CompletableFuture<Void> succeed(VrrpPart next, VrrpPart failed) {
        return failed
            .calls
            .call(failed.loop, failed::handOver)
            .thenCompose(left -> next.calls.run(next.loop, () -> next.goOn(left)));
      }
    };
  }

  /// Logs a line; with `-a`, address events need no `-D`.
  private void log(LogLine line) {
    boolean event = line.id().equals(Optional.of(OriginalLines.ADDRESS_EVENT));
    if (monitorsAddresses && event) {
      journal.info(line.part(), line.text());
    } else {
      journal.log(line);
    }
  }

  /// Applies another configuration; unchanged instances keep running.
  private CompletableFuture<Void> configure(Config next, ScriptBook nextBook) {
    return calls.run(
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

  /// Resigns, removes our addresses, routes and rules unless they are kept, and notifies STOP.
  private CompletableFuture<Void> shutdown(boolean keepAddresses) {
    return calls.run(
        loop,
        () -> {
          if (keepAddresses) {
            network.keepAddresses();
          }
          end("while stopping: ", () -> engine.shutdown(!keepAddresses));
        });
  }

  /// Whether all peers wait long enough for an advert to allow a restart without resigning: a
  /// restart usually takes a tenth of a second.
  private boolean handsOver() {
    return engine.patience().filter(patience -> patience.compareTo(RETURN) >= 0).isPresent();
  }

  private record Left(Legacy elections, VrrpHost.Remains network) {}

  /// Ends without resigning; also ends the trackers.
  private Left handOver() {
    handedOver = true;
    var elections = engine.handOver();
    CloseAll.all(
        error -> journal.log(Part.VRRP, Level.ERROR, "while handing over: " + error),
        scripts::close,
        files::close,
        processes::close);
    return new Left(elections, network.abandon());
  }

  private void goOn(Left left) {
    network.succeed(left.network());
    engine.succeed(left.elections());
    journal.info(
        Part.VRRP,
        "VRRP continues in its previous state: %d instances, %d of them MASTER, none resigned"
            .formatted(left.elections().size(), left.elections().masters()));
  }

  /// Ends a part that has failed. An exception of one component does not affect the others.
  private CompletableFuture<Void> giveUp() {
    return handedOver
        ? CompletableFuture.completedFuture(null)
        : calls.run(loop, () -> end("while giving up: ", engine::shutdown));
  }

  /// Resigns first, so that the peers know even if a later action fails.
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
    return calls.call(loop, engine::snapshot);
  }

  /// The tracked scripts that are running.
  public CompletableFuture<Set<String>> busyScripts() {
    return calls.call(loop, scripts::busy);
  }

  public CompletableFuture<Void> clearCounters() {
    return calls.run(loop, engine::clearCounters);
  }
}
