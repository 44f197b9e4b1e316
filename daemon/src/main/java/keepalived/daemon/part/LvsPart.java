package keepalived.daemon.part;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import keepalived.core.config.Config;
import keepalived.core.config.LvsConfig;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.core.notify.ServiceNotification;
import keepalived.core.notify.VrrpNotification;
import keepalived.daemon.host.LocalAddresses;
import keepalived.daemon.host.MiscScripts;
import keepalived.daemon.log.Journal;
import keepalived.daemon.process.Timekeeping;
import keepalived.daemon.script.ScriptBook;
import keepalived.healthcheck.engine.Claims;
import keepalived.healthcheck.engine.LvsEngine;
import keepalived.healthcheck.engine.LvsSnapshot;
import keepalived.healthcheck.probe.Probes;
import keepalived.healthcheck.probe.TlsClients;
import keepalived.healthcheck.server.Report;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.fullnat.FullNat;
import keepalived.ipvs.kernel.KernelIpvsDriver;
import keepalived.ipvs.kernel.ModuleLoader;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.process.Children;
import keepalived.tracking.file.FileMonitor;

/// Health checks and IPVS on this host: the engine on its loop, the kernel's table under it, the
/// probes beside it. The public methods may be called from any thread; their work is done on the
/// loop.
public final class LvsPart {

  /// How long scripts have, at the very end, from SIGTERM to SIGKILL.
  public static final Duration LAST_SCRIPTS = Duration.ofSeconds(1);

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final EpollLoop loop;
  private final Journal journal;
  private final IpvsDriver driver;
  private final Children scripts;
  private final Probes probes;
  private final LvsEngine engine;
  private final FileMonitor files;
  private final LocalAddresses addresses;
  private final FullNat fullNat = new FullNat();
  private final Timekeeping timekeeping;
  private volatile ScriptBook book;
  private boolean started;

  private LvsPart(
      EpollLoop loop, VrrpPart.Work work, Claims claims, Consumer<ServiceNotification> notices) {
    this.loop = loop;
    this.journal = work.journal();
    this.book = work.noScripts();
    var random = new Random();
    driver = KernelIpvsDriver.open(ModuleLoader.modprobe());
    scripts = new Children(loop);
    probes = new Probes(loop, new MiscScripts(scripts, () -> book), TlsClients.anonymous(), random);
    engine =
        new LvsEngine(
            new LvsEngine.Ports(
                loop,
                new LvsEngine.Kernel(driver, fullNat, claims),
                probes,
                random,
                report -> told(report, notices)));
    timekeeping = new Timekeeping(text -> journal.log(Part.CHECKER, Level.WARNING, text));
    files =
        new FileMonitor(
            loop,
            new PartLog(Part.CHECKER, line -> journal.info(Part.CHECKER, line.text())),
            engine::fileRead);
    addresses =
        new LocalAddresses(
            loop,
            engine::addressAppeared,
            engine::addressVanished,
            text -> journal.log(Part.CHECKER, Level.WARNING, text));
  }

  /// How the part is kept alive. Its start completes exceptionally with [IpvsException] when the
  /// kernel has no IPVS.
  public static SupervisedPart.Kind<LvsPart> kind(
      VrrpPart.Work work, Claims claims, Consumer<ServiceNotification> notices) {
    return new SupervisedPart.Kind<>() {
      @Override
      public Part part() {
        return Part.CHECKER;
      }

      @Override
      public String thread() {
        return "lvs";
      }

      @Override
      public String title() {
        return "Healthcheck";
      }

      @Override
      public CompletableFuture<LvsPart> start(EpollLoop loop) {
        return OnLoop.call(loop, () -> new LvsPart(loop, work, claims, notices));
      }

      @Override
      public CompletableFuture<Void> configure(LvsPart part, SupervisedPart.Wanted wanted) {
        return part.reconfigure(wanted.config(), wanted.book());
      }

      @Override
      public CompletableFuture<Void> giveUp(LvsPart part) {
        return part.giveUp();
      }

      @Override
      public boolean refuses(Throwable why) {
        return why instanceof IpvsException;
      }
    };
  }

  private void told(Report report, Consumer<ServiceNotification> notices) {
    switch (report) {
      case Report.Logged(var level, var text, _) -> journal.log(Part.CHECKER, level, text);
      case Report.Notice(var notification) -> notices.accept(notification);
    }
  }

  /// Reads the files of the `SSL` block; not on the loop.
  ///
  /// @return empty after saying why they cannot be used
  private Optional<TlsClients> tls(LvsConfig config) {
    if (config.tls().isEmpty()) {
      return Optional.of(TlsClients.anonymous());
    }
    try {
      return Optional.of(TlsClients.of(config.tls().get()));
    } catch (IOException e) {
      journal.log(Part.CHECKER, Level.ERROR, "SSL: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Goes over to another configuration; what has not changed is not touched.
  public CompletableFuture<Void> reconfigure(Config next, ScriptBook nextBook) {
    var tls = tls(next.lvs());
    return OnLoop.run(
        loop,
        () -> {
          book = nextBook;
          timekeeping.apply(next.global().process().of(Part.CHECKER));
          tls.ifPresent(probes::tls);
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

  public CompletableFuture<Void> stop(boolean keepTable) {
    var table = keepTable ? LvsEngine.TableAtStop.KEPT : LvsEngine.TableAtStop.REMOVED;
    return end("while stopping: ", table, LAST_SCRIPTS);
  }

  /// Ends a part that has failed. The kernel's table stays, so that connections do.
  public CompletableFuture<Void> giveUp() {
    return end("while giving up: ", LvsEngine.TableAtStop.KEPT, Duration.ZERO);
  }

  /// Each thing by itself, so that one that throws spares the rest.
  private CompletableFuture<Void> end(
      String when, LvsEngine.TableAtStop table, Duration forScripts) {
    return OnLoop.call(
            loop,
            () -> {
              CloseAll.all(
                  error -> journal.log(Part.CHECKER, Level.ERROR, when + error),
                  () -> leave(table),
                  fullNat::close,
                  addresses::close,
                  files::close,
                  driver::close);
              return scripts.endAll(forScripts);
            })
        .thenCompose(gone -> gone);
  }

  private void leave(LvsEngine.TableAtStop table) {
    if (started) {
      engine.stop(table);
    }
  }

  /// Asks the loop; empty, and said, when it does not answer. Not for a loop.
  public Optional<LvsSnapshot> snapshot() {
    try {
      return Optional.of(OnLoop.await(OnLoop.call(loop, engine::snapshot), ANSWER));
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
      journal.log(Part.CHECKER, Level.ERROR, "the checkers do not answer, nothing to print");
      return Optional.empty();
    }
  }
}
