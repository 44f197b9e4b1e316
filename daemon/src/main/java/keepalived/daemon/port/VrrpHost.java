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
import keepalived.vrrp.engine.VrrpNetwork;

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

    @Override
    void close();
  }

  /// Processes that instances track.
  interface Processes extends AutoCloseable {

    void configure(Map<String, TrackProcess> wanted);

    @Override
    void close();
  }
}
