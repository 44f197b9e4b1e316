package keepalived.healthcheck.engine;

import java.util.List;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.time.MonoTime;
import keepalived.ipvs.table.ServiceKey;

/// The LVS part at one instant, for readers on other threads.
///
/// @param at when it was taken
/// @param services in the order of the configuration
/// @param kernelProblem why the IPVS table cannot be kept; empty when it is
/// @param repairs how often changes by other programs were found and repaired
public record LvsSnapshot(
    MonoTime at, List<ServiceView> services, Optional<String> kernelProblem, long repairs) {

  public static final LvsSnapshot EMPTY =
      new LvsSnapshot(new MonoTime(0), List.of(), Optional.empty(), 0);

  public LvsSnapshot {
    services = List.copyOf(services);
  }

  /// @param name as logged
  /// @param keys the kernel services of this virtual server
  /// @param sorryServing whether the sorry server receives the traffic
  public record ServiceView(
      String name,
      VirtualServer config,
      List<ServiceKey> keys,
      boolean quorum,
      boolean sorryServing,
      long liveWeight,
      List<ServerView> servers) {

    public ServiceView {
      keys = List.copyOf(keys);
      servers = List.copyOf(servers);
    }
  }

  /// @param name as logged
  /// @param weight the effective weight
  /// @param inTable whether the kernel has the server, also with weight 0
  public record ServerView(
      String name,
      RealServer config,
      boolean alive,
      int weight,
      boolean inTable,
      List<CheckView> checks) {

    public ServerView {
      checks = List.copyOf(checks);
    }
  }

  /// @param ran whether the check has had a result
  /// @param offset added to the weight of its server (misc_dynamic, FILE_CHECK)
  /// @param failures failed tries since the last success, while still up
  /// @param lastAt when the last result came
  /// @param lastResult the reason of a failure, or the detail of a success
  /// @param nextAt when the next attempt starts; empty during an attempt, or when none is planned
  /// @param suspended by ha_suspend
  /// @param sharedBy how many real servers, over all services, share this check
  public record CheckView(
      Check check,
      boolean up,
      boolean ran,
      int offset,
      int failures,
      Optional<MonoTime> lastAt,
      String lastResult,
      Optional<MonoTime> nextAt,
      boolean suspended,
      int sharedBy) {}
}
