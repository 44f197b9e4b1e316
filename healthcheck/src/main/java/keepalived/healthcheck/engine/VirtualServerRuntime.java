package keepalived.healthcheck.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.healthcheck.server.VirtualServerDefinition;
import keepalived.healthcheck.server.VirtualServerMachine;
import keepalived.healthcheck.server.VirtualServerState;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.ServiceKey;

/// A running virtual server: its configuration, the state of its machine, and its kernel services.
final class VirtualServerRuntime {

  private final VirtualServerDefinition site;
  private final List<ServiceKey> keys;
  private VirtualServerState state = new VirtualServerState(List.of(), false);
  private boolean suspended;

  VirtualServerRuntime(VirtualServerDefinition definition, List<ServiceKey> keys) {
    this.site = definition;
    this.keys = keys;
  }

  VirtualServerDefinition site() {
    return site;
  }

  List<ServiceKey> keys() {
    return keys;
  }

  VirtualServerState state() {
    return state;
  }

  void state(VirtualServerState next) {
    state = next;
  }

  boolean suspended() {
    return suspended;
  }

  void suspended(boolean now) {
    suspended = now;
  }

  /// What the virtual server currently wants in each of its kernel services.
  ///
  /// @param dead servers that no other virtual server may offer in the same service
  /// @param standIn the sorry server while it serves; it has no checks
  record Wish(
      List<Destination> destinations,
      List<VirtualServerMachine.Dead> dead,
      Optional<Destination> standIn) {}

  Wish wish() {
    return new Wish(
        VirtualServerMachine.desired(site, state),
        VirtualServerMachine.dead(site, state),
        VirtualServerMachine.standIn(site, state));
  }

  /// A destination in a service. Only NAT can change the port; with other methods each service of a
  /// group keeps its own port, so servers that differ only by port are one destination.
  static Destination at(ServiceKey key, Destination destination) {
    return destination.method().changesPort() ? destination : destination.at(key.port());
  }

  LvsSnapshot.ServiceView view(Checkers checkers) {
    var config = site.config();
    boolean sorry = config.sorryServer().isPresent() && !state.quorum();
    var servers = new ArrayList<LvsSnapshot.ServerView>(site.servers().size());
    for (int i = 0; i < site.servers().size(); i++) {
      var definition = site.servers().get(i);
      var server = definition.config();
      var member = state.members().get(i);
      servers.add(
          new LvsSnapshot.ServerView(
              definition.name(),
              server,
              member.alive(),
              member.weight(server),
              member.alive() && !sorry || server.inhibitOnFailure(),
              checkers.snapshot(definition)));
    }
    return new LvsSnapshot.ServiceView(
        site.name(), config, keys, state.quorum(), sorry, state.liveWeight(site), servers);
  }
}
