package keepalived.daemon.sim;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.track.TrackFile;
import keepalived.core.log.PartLog;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.LvsHost;
import keepalived.daemon.port.TrackedFiles;
import keepalived.daemon.script.ScriptBook;
import keepalived.healthcheck.engine.LvsEngine;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.healthcheck.verdict.Prober;
import keepalived.ipvs.MemoryIpvsDriver;
import keepalived.tracking.file.FileMonitor;

/// Virtual servers of a machine: a table in memory, and servers that all answer.
public final class SimLvs implements LvsHost {

  private static final Duration ANSWER = Duration.ofMillis(20);

  private final MemoryIpvsDriver table = new MemoryIpvsDriver();

  /// The table of the kernel, which outlives the daemon.
  public MemoryIpvsDriver table() {
    return table;
  }

  @Override
  public Kernel kernel() {
    return new Kernel() {
      @Override
      public LvsEngine.Kernel ports() {
        return LvsEngine.Kernel.of(table);
      }

      @Override
      public void close() {
        // The table stays.
      }
    };
  }

  @Override
  public Probing probes(HostLoop loop, Supplier<ScriptBook> book, RandomGenerator random) {
    Prober prober =
        (_, _, done) -> {
          var success = new ProbeResult.Success(OptionalInt.empty(), "");
          var timer = loop.after(ANSWER, () -> done.accept(success));
          return timer::cancel;
        };
    return new Probing() {
      @Override
      public Prober prober() {
        return prober;
      }

      @Override
      public Runnable tls(LvsConfig config) {
        return () -> {};
      }

      @Override
      public CompletableFuture<Void> endAll(Duration grace) {
        return CompletableFuture.completedFuture(null);
      }
    };
  }

  @Override
  public TrackedFiles files(HostLoop loop, PartLog log, FileMonitor.Listener listener) {
    return new TrackedFiles() {
      @Override
      public void configure(Map<String, TrackFile> files) {
        files.keySet().forEach(name -> loop.post(() -> listener.value(name, 0)));
      }

      @Override
      public void close() {
        // No resources to release.
      }
    };
  }

  @Override
  public Addresses addresses(HostLoop loop, AddressListener listener, Consumer<String> log) {
    return new Addresses() {
      @Override
      public void start() {
        // No check here depends on the addresses of the machine.
      }

      @Override
      public void close() {
        // No resources to release.
      }
    };
  }
}
