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

/// What VRRP needs of the machine. All methods are called on the loop given to them.
public interface VrrpHost {

  /// When the machine started, on the clock of the loop.
  MonoTime booted(HostLoop loop);

  /// Opens the network of the machine.
  ///
  /// @throws RuntimeException when the machine refuses, as for want of descriptors
  Network network(HostLoop loop, VrrpGlobals sizes, Consumer<LogLine> log);

  TrackedFiles files(HostLoop loop, PartLog log, FileMonitor.Listener listener);

  Processes processes(
      HostLoop loop, VrrpGlobals sizes, PartLog log, ProcessMonitor.Listener listener);

  /// Interfaces, addresses, routes and sockets.
  interface Network extends AutoCloseable {

    VrrpNetwork network();

    /// Reports all interfaces to the engine, and from then on each change.
    void start(VrrpNetwork.Listener engine);

    /// From now on what the kernel holds for instances stays there (`--dont-release-vrrp`).
    void keepAddresses();

    /// Closes without giving anything back to the kernel: another network of this host, which is
    /// open already, goes on from here.
    Remains abandon();

    /// Takes over what another network of this host left. Comes before the first configuration.
    void succeed(Remains remains);

    @Override
    void close();
  }

  /// What a network leaves to its successor, which is of the same host.
  interface Remains {}

  /// Processes that instances track.
  interface Processes extends AutoCloseable {

    void configure(Map<String, TrackProcess> wanted);

    @Override
    void close();
  }
}
