package keepalived.healthcheck.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.VirtualServer;
import keepalived.healthcheck.server.RealServerHealth;
import keepalived.healthcheck.server.VirtualServerDefinition;
import keepalived.healthcheck.server.VirtualServerMachine;
import keepalived.healthcheck.server.VirtualServerState;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.ServiceKey;

/// A virtual server at work: its configuration, its pool, its checkers in the order of servers and
/// checks, and the kernel services it stands for.
final class VirtualServerRuntime {

  private final VirtualServerDefinition site;
  private final List<ServiceKey> keys;
  private final VirtualServerKey key;
  private List<List<Checker>> checkers = List.of();
  private VirtualServerState state = new VirtualServerState(List.of(), false);
  private boolean suspended;

  VirtualServerRuntime(VirtualServer config, VirtualServerKey key, List<ServiceKey> keys) {
    this.site = VirtualServerDefinition.of(config);
    this.key = key;
    this.keys = keys;
  }

  VirtualServerKey key() {
    return key;
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

  List<List<Checker>> checkers() {
    return checkers;
  }

  void checkers(List<List<Checker>> now) {
    checkers = now;
  }

  /// What the checkers say of the servers now.
  List<RealServerHealth> members() {
    var servers = site.config().realServers();
    var members = new ArrayList<RealServerHealth>(servers.size());
    for (int i = 0; i < servers.size(); i++) {
      var server = servers.get(i);
      members.add(new RealServerHealth(checkers.get(i).stream().map(c -> c.view(server)).toList()));
    }
    return members;
  }

  boolean suspended() {
    return suspended;
  }

  void suspended(boolean now) {
    suspended = now;
  }

  /// What the virtual server wants now of each service it stands for.
  ///
  /// @param dead servers that no other virtual server may offer in the same service
  /// @param standIn the sorry server while it serves: no check speaks of it
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

  /// A destination in a service. Only NAT can change the port: with other methods each service of a
  /// group keeps its own. Servers that differ by port alone are one then.
  static Destination at(ServiceKey key, Destination destination) {
    return destination.method().changesPort() ? destination : destination.at(key.port());
  }

  LvsSnapshot.ServiceView view() {
    var config = site.config();
    boolean sorry = config.sorryServer().isPresent() && !state.quorum();
    var servers = new ArrayList<LvsSnapshot.ServerView>(config.realServers().size());
    for (int i = 0; i < config.realServers().size(); i++) {
      var server = config.realServers().get(i);
      var member = state.members().get(i);
      servers.add(
          new LvsSnapshot.ServerView(
              site.serverNames().get(i),
              server,
              member.alive(),
              member.weight(server),
              member.alive() && !sorry || server.inhibitOnFailure(),
              checkers.get(i).stream().map(c -> c.snapshot(server)).toList()));
    }
    return new LvsSnapshot.ServiceView(
        site.name(), config, keys, state.quorum(), sorry, state.liveWeight(site), servers);
  }
}
