package keepalived.daemon.part;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import keepalived.core.config.Config;
import keepalived.core.config.LvsConfig;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.core.net.IpAddress;
import keepalived.core.notify.ServiceNotification;
import keepalived.core.notify.VrrpNotification;
import keepalived.daemon.log.Journal;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.LvsHost;
import keepalived.daemon.port.OnLoop;
import keepalived.daemon.port.TrackedFiles;
import keepalived.daemon.process.Timekeeping;
import keepalived.daemon.script.ScriptBook;
import keepalived.healthcheck.engine.LvsEngine;
import keepalived.healthcheck.engine.LvsSnapshot;
import keepalived.ipvs.IpvsException;

/// Health checks and IPVS on this host: connects the engine on its loop with the kernel's table and
/// the probes. The public methods may be called from any thread; their work runs on the loop.
public final class LvsPart {

  /// At stop, time that scripts get from SIGTERM to SIGKILL.
  public static final Duration LAST_SCRIPTS = Duration.ofSeconds(1);

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final HostLoop loop;
  private final OnLoop calls;
  private final Journal journal;
  private final LvsHost.Kernel kernel;
  private final LvsHost.Probing probes;
  private final LvsEngine engine;
  private final TrackedFiles files;
  private final LvsHost.Addresses addresses;
  private final Timekeeping timekeeping;
  private volatile ScriptBook book;
  private boolean started;

  private LvsPart(HostLoop loop, PartPorts ports, Consumer<ServiceNotification> notices) {
    this.loop = loop;
    calls = ports.host().loops().calls();
    journal = ports.journal();
    book = ports.noScripts();
    var random = ports.host().random().get();
    var host = ports.host().services().lvs();
    kernel = host.kernel();
    probes = host.probes(loop, () -> book, random);
    var log = new PartLog(Part.CHECKER, journal);
    engine =
        new LvsEngine(
            new LvsEngine.Ports(loop, kernel.ports(), probes.prober(), random, log, notices));
    Consumer<String> warn = log::warning;
    timekeeping = new Timekeeping(warn);
    files = host.files(loop, log, engine::fileRead);
    addresses = host.addresses(loop, listener(engine), warn);
  }

  private static LvsHost.AddressListener listener(LvsEngine engine) {
    return new LvsHost.AddressListener() {
      @Override
      public void appeared(IpAddress address) {
        engine.addressAppeared(address);
      }

      @Override
      public void vanished(IpAddress address) {
        engine.addressVanished(address);
      }
    };
  }

  /// Starts, configures and stops the part. Its start completes exceptionally with [IpvsException]
  /// when the kernel has no IPVS.
  ///
  /// @param keepTable whether the table stays when the daemon stops (`--dont-release-ipvs`)
  public static SupervisedPart.Kind<LvsPart> kind(
      PartPorts ports, Consumer<ServiceNotification> notices, boolean keepTable) {
    return new SupervisedPart.Kind<>() {
      @Override
      public SupervisedPart.Names names() {
        return new SupervisedPart.Names(Part.CHECKER, "lvs", "Healthcheck");
      }

      @Override
      public CompletableFuture<LvsPart> start(HostLoop loop) {
        return ports.host().loops().calls().call(loop, () -> new LvsPart(loop, ports, notices));
      }

      @Override
      public CompletableFuture<Void> configure(LvsPart part, SupervisedPart.Wanted wanted) {
        return part.configure(wanted.config(), wanted.book());
      }

      @Override
      public CompletableFuture<Void> stop(LvsPart part, SupervisedPart.Stop why) {
        return switch (why) {
          case SHUTDOWN -> part.shutdown(keepTable);
          case FAILURE -> part.giveUp();
        };
      }

      @Override
      public boolean refuses(Throwable why) {
        return why instanceof IpvsException;
      }
    };
  }

  /// Reads the files of the `SSL` block; not on the loop. Files that cannot be used are logged, and
  /// the previous ones stay in use.
  private Runnable tls(LvsConfig config) {
    try {
      return probes.tls(config);
    } catch (IOException e) {
      journal.log(Part.CHECKER, Level.ERROR, "SSL: " + e.getMessage());
      return () -> {};
    }
  }

  /// Applies another configuration; unchanged virtual servers keep running.
  private CompletableFuture<Void> configure(Config next, ScriptBook nextBook) {
    var tls = tls(next.lvs());
    return calls.run(
        loop,
        () -> {
          book = nextBook;
          timekeeping.apply(next.global().process().of(Part.CHECKER));
          tls.run();
          files.configure(next.trackFiles());
          if (started) {
            engine.reconfigure(next.lvs(), next.global().lvs());
          } else {
            started = true;
            addresses.start();
            engine.start(next.lvs(), next.global().lvs());
          }
        });
  }

  public void instanceEntered(String instance, VrrpNotification.State state, OptionalInt vrid) {
    loop.post(() -> engine.instanceEntered(instance, state, vrid));
  }

  public void sessionChanged(String session, boolean up) {
    loop.post(() -> engine.sessionChanged(session, up));
  }

  private CompletableFuture<Void> shutdown(boolean keepTable) {
    var table = keepTable ? LvsEngine.TableAtStop.KEPT : LvsEngine.TableAtStop.REMOVED;
    return end("while stopping: ", table, LAST_SCRIPTS);
  }

  /// Ends a part that has failed. The kernel's table stays, so that connections continue.
  private CompletableFuture<Void> giveUp() {
    return end("while giving up: ", LvsEngine.TableAtStop.KEPT, Duration.ZERO);
  }

  /// Ends each component; an exception of one does not affect the others.
  private CompletableFuture<Void> end(
      String when, LvsEngine.TableAtStop table, Duration forScripts) {
    return calls
        .call(
            loop,
            () -> {
              CloseAll.all(
                  error -> journal.log(Part.CHECKER, Level.ERROR, when + error),
                  () -> leave(table),
                  addresses::close,
                  files::close,
                  kernel::close);
              return probes.endAll(forScripts);
            })
        .thenCompose(gone -> gone);
  }

  private void leave(LvsEngine.TableAtStop table) {
    if (started) {
      engine.stop(table);
    }
  }

  public CompletableFuture<LvsSnapshot> view() {
    return calls.call(loop, engine::snapshot);
  }

  /// The loop's answer; empty, with a log line, when the loop does not answer. Not for a loop.
  public Optional<LvsSnapshot> snapshot() {
    try {
      return Optional.of(calls.await(view(), ANSWER));
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
      journal.log(
          Part.CHECKER, Level.ERROR, "the checkers did not answer, their data is not dumped");
      return Optional.empty();
    }
  }
}
