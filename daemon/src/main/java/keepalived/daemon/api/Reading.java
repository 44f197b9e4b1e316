package keepalived.daemon.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.Config;
import keepalived.daemon.reload.Staleness;
import keepalived.healthcheck.engine.LvsSnapshot;
import keepalived.tracking.bfd.BfdEngine;
import keepalived.vrrp.engine.InstanceSnapshot;
import keepalived.vrrp.engine.VrrpSnapshot;

/// All parts of the daemon at one moment. Documents of one reading agree with each other.
///
/// @param at the time of day
/// @param process what does not depend on a part
/// @param vrrp empty while VRRP does not run, or does not answer
/// @param lvs empty while the checkers do not run, or do not answer
public record Reading(
    Instant at,
    Process process,
    List<Part> parts,
    Optional<VrrpSnapshot> vrrp,
    Optional<LvsSnapshot> lvs,
    List<BfdEngine.View> bfd) {

  public Reading {
    parts = List.copyOf(parts);
    bfd = List.copyOf(bfd);
  }

  /// @param started the time of day at which all parts were running
  /// @param uptime since then, on the monotonic clock
  /// @param stale why the files differ from the running configuration
  public record Process(
      Instant started, Duration uptime, Config running, Optional<Staleness> stale) {}

  /// @param name as of its loop: `vrrp`, `lvs`, `bfd`
  public record Part(String name, Condition condition) {

    /// Whether the part does its work, as far as it should.
    public boolean sound() {
      return condition == Condition.RUNNING;
    }
  }

  /// The condition of a part that is configured.
  public enum Condition {
    RUNNING,
    /// It failed and will be started again.
    RESTARTING,
    /// Its loop did not answer in time.
    SILENT
  }

  /// Whether a part is configured and its loop did not answer.
  public boolean silent(String part) {
    return parts.contains(new Part(part, Condition.SILENT));
  }

  public List<InstanceSnapshot> instances() {
    return vrrp.map(VrrpSnapshot::instances).orElse(List.of());
  }

  public Optional<InstanceSnapshot> instance(String name) {
    return instances().stream().filter(i -> i.config().name().equals(name)).findFirst();
  }

  public List<LvsSnapshot.ServiceView> services() {
    return lvs.map(LvsSnapshot::services).orElse(List.of());
  }

  /// The sync group of an instance.
  public Optional<VrrpSnapshot.GroupSnapshot> group(String instance) {
    return vrrp.stream()
        .flatMap(v -> v.groups().stream())
        .filter(group -> group.config().members().contains(instance))
        .findFirst();
  }
}
