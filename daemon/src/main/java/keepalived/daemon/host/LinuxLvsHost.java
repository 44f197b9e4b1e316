package keepalived.daemon.host;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import keepalived.core.config.LvsConfig;
import keepalived.core.log.PartLog;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.LvsHost;
import keepalived.daemon.port.TrackedFiles;
import keepalived.daemon.script.ScriptBook;
import keepalived.healthcheck.engine.Claims;
import keepalived.healthcheck.engine.LvsEngine;
import keepalived.healthcheck.probe.TlsClients;
import keepalived.healthcheck.registry.Probes;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.fullnat.FullNat;
import keepalived.ipvs.kernel.KernelIpvsDriver;
import keepalived.ipvs.kernel.ModuleLoader;
import keepalived.linux.child.Children;
import keepalived.tracking.file.FileMonitor;

/// Virtual servers and health checks on Linux.
public final class LinuxLvsHost implements LvsHost {

  private record Ipvs(IpvsDriver driver, FullNat sourceNat, Claims claims) implements Kernel {

    @Override
    public LvsEngine.Kernel ports() {
      return new LvsEngine.Kernel(driver, sourceNat, claims);
    }

    @Override
    public void close() {
      try {
        sourceNat.close();
      } finally {
        driver.close();
      }
    }
  }

  private record Sockets(Probes prober, Children scripts) implements Probing {

    @Override
    public Runnable tls(LvsConfig config) throws IOException {
      var clients =
          config.tls().isEmpty() ? TlsClients.anonymous() : TlsClients.of(config.tls().get());
      return () -> prober.tls(clients);
    }

    @Override
    public CompletableFuture<Void> endAll(Duration grace) {
      return scripts.endAll(grace);
    }
  }

  private record Watched(LocalAddresses addresses) implements Addresses {

    @Override
    public void start() {
      addresses.start();
    }

    @Override
    public void close() {
      addresses.close();
    }
  }

  private final Claims claims;

  /// @param claims remembers which virtual servers are ours
  public LinuxLvsHost(Claims claims) {
    this.claims = claims;
  }

  @Override
  public Kernel kernel() {
    return new Ipvs(KernelIpvsDriver.open(ModuleLoader.modprobe()), new FullNat(), claims);
  }

  @Override
  public Probing probes(HostLoop loop, Supplier<ScriptBook> book, RandomGenerator random) {
    var epoll = EpollLoops.epoll(loop);
    var scripts = new Children(epoll);
    var runner = new MiscScripts(scripts, book);
    return new Sockets(new Probes(epoll, runner, TlsClients.anonymous(), random), scripts);
  }

  @Override
  public TrackedFiles files(HostLoop loop, PartLog log, FileMonitor.Listener listener) {
    return new LinuxVrrpHost.Files(new FileMonitor(EpollLoops.epoll(loop), log, listener));
  }

  @Override
  public Addresses addresses(HostLoop loop, AddressListener listener, Consumer<String> log) {
    return new Watched(
        new LocalAddresses(EpollLoops.epoll(loop), listener::appeared, listener::vanished, log));
  }
}
