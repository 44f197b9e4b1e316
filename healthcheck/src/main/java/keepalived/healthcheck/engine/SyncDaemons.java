package keepalived.healthcheck.engine;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.core.config.GlobalSettings.LvsSyncDaemon;
import keepalived.core.log.PartLog;
import keepalived.core.notify.VrrpNotification.State;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.SyncDaemon.Role;

/// Runs the kernel's connection synchronisation daemons: both directions, or the direction that
/// matches the state of a VRRP instance.
final class SyncDaemons {

  private final IpvsDriver driver;
  private final PartLog log;
  private Optional<LvsSyncDaemon> config = Optional.empty();

  /// The state of each VRRP instance, also of those that no configuration follows yet.
  private final Map<String, Followed> instances = new HashMap<>();

  /// @param defaultId the instance's VRID, the default id of the daemons
  private record Followed(Role role, int defaultId) {}

  SyncDaemons(IpvsDriver driver, PartLog log) {
    this.driver = driver;
    this.log = log;
  }

  void configure(Optional<LvsSyncDaemon> next) {
    boolean had = config.isPresent();
    config = next;
    if (had || config.isPresent()) {
      correct();
    }
  }

  /// A VRRP instance changed its state.
  ///
  /// @param routerId the instance's VRID, the default id of the daemons
  void entered(String instance, State state, OptionalInt routerId) {
    int id = routerId.orElse(0);
    switch (state) {
      case MASTER -> instances.put(instance, new Followed(Role.MASTER, id));
      case BACKUP, FAULT -> instances.put(instance, new Followed(Role.BACKUP, id));
      case STOP, DELETED -> instances.remove(instance);
    }
    if (config.flatMap(LvsSyncDaemon::instance).filter(instance::equals).isPresent()) {
      correct();
    }
  }

  void stop() {
    configure(Optional.empty());
  }

  private Set<Role> wanted() {
    if (config.isEmpty()) {
      return EnumSet.noneOf(Role.class);
    }
    if (config.get().instance().isEmpty()) {
      return EnumSet.allOf(Role.class);
    }
    return followed()
        .map(Followed::role)
        .<Set<Role>>map(EnumSet::of)
        .orElseGet(() -> EnumSet.noneOf(Role.class));
  }

  private Optional<Followed> followed() {
    return config.flatMap(LvsSyncDaemon::instance).map(instances::get);
  }

  /// Starts and stops daemons until the configured ones run. Without a configuration the daemons
  /// are not ours and are left alone.
  void settle() {
    if (config.isEmpty()) {
      return;
    }
    correct();
  }

  private void correct() {
    try {
      var wanted = wanted();
      for (var running : driver.syncDaemons()) {
        boolean right = wanted.contains(running.role()) && daemon(running.role()).isMetBy(running);
        if (right) {
          wanted.remove(running.role());
        } else {
          driver.stop(running.role());
        }
      }
      for (var role : wanted) {
        driver.start(daemon(role));
      }
    } catch (IpvsException e) {
      log.error("IPVS sync daemon: " + e.getMessage());
    }
  }

  private SyncDaemon daemon(Role role) {
    return SyncDaemon.of(config.orElseThrow(), role, followed().map(Followed::defaultId).orElse(0));
  }
}
