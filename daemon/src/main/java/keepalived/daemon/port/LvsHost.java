package keepalived.daemon.port;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import keepalived.core.config.LvsConfig;
import keepalived.core.log.PartLog;
import keepalived.core.net.IpAddress;
import keepalived.daemon.script.ScriptBook;
import keepalived.healthcheck.engine.LvsEngine;
import keepalived.healthcheck.verdict.Prober;
import keepalived.tracking.file.FileMonitor;

/// The machine as virtual servers need it. All methods are called on the loop given to them.
public interface LvsHost {

  /// @throws keepalived.ipvs.IpvsException when the kernel has no IPVS
  Kernel kernel();

  /// @param book the current scripts
  /// @param random for the ids of queries
  Probing probes(HostLoop loop, Supplier<ScriptBook> book, RandomGenerator random);

  TrackedFiles files(HostLoop loop, PartLog log, FileMonitor.Listener listener);

  /// @param log receives warnings
  Addresses addresses(HostLoop loop, AddressListener listener, Consumer<String> log);

  /// The kernel's table of virtual servers.
  interface Kernel extends AutoCloseable {

    LvsEngine.Kernel ports();

    /// Releases source NAT and the connection to the kernel.
    @Override
    void close();
  }

  /// Runs the checks.
  interface Probing {

    Prober prober();

    /// Reads the files of the `SSL` block. Not called on the loop.
    ///
    /// @return gives the content to the probes; called on the loop
    /// @throws IOException when a file cannot be used
    Runnable tls(LvsConfig config) throws IOException;

    /// Ends running scripts of checks: SIGTERM, and SIGKILL after `grace`.
    CompletableFuture<Void> endAll(Duration grace);
  }

  /// The addresses of the machine.
  interface Addresses extends AutoCloseable {

    /// Reports all current addresses, then each change.
    void start();

    @Override
    void close();
  }

  /// Receives added and removed addresses.
  interface AddressListener {

    void appeared(IpAddress address);

    void vanished(IpAddress address);
  }
}
