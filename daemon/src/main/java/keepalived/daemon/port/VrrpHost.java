package keepalived.daemon.port;

import java.util.Map;
import java.util.function.Consumer;
import keepalived.core.config.GlobalSettings.VrrpGlobals;
import keepalived.core.config.track.TrackProcess;
import keepalived.core.log.LogLine;
import keepalived.core.log.PartLog;
import keepalived.core.time.MonoTime;
import keepalived.tracking.file.FileMonitor;
import keepalived.tracking.process.ProcessMonitor;
import keepalived.vrrp.port.VrrpNetwork;

/// The machine as VRRP needs it. All methods are called on the loop given to them.
public interface VrrpHost {

  /// When the machine booted, on the clock of the loop.
  MonoTime booted(HostLoop loop);

  /// Opens the network of the machine.
  ///
  /// @throws RuntimeException when the machine refuses, for example for lack of file descriptors
  Network network(HostLoop loop, VrrpGlobals sizes, Consumer<LogLine> log);

  TrackedFiles files(HostLoop loop, PartLog log, FileMonitor.Listener listener);

  Processes processes(
      HostLoop loop, VrrpGlobals sizes, PartLog log, ProcessMonitor.Listener listener);

  /// Interfaces, addresses, routes and sockets.
  interface Network extends AutoCloseable {

    VrrpNetwork network();

    /// Reports all interfaces to the engine, then each change.
    void start(VrrpNetwork.Listener engine);

    /// From now on, addresses, routes and rules of instances stay in the kernel
    /// (`--dont-release-vrrp`).
    void keepAddresses();

    /// Closes without removing anything from the kernel: another network of this host, which is
    /// already open, takes over.
    Remains abandon();

    /// Takes over from another network of this host. Called before the first configuration.
    void succeed(Remains remains);

    @Override
    void close();
  }

  /// What a network passes to its successor on the same host.
  interface Remains {}

  /// Counts the processes that instances track.
  interface Processes extends AutoCloseable {

    void configure(Map<String, TrackProcess> wanted);

    @Override
    void close();
  }
}
