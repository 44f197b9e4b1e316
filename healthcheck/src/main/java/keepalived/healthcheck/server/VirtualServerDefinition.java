package keepalived.healthcheck.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keepalived.core.config.VirtualServer;
import keepalived.core.net.Endpoint;

/// A virtual server with the identities of its real servers and the names that log lines use, made
/// once per configuration.
///
/// @param name as logged
/// @param servers in the order of the configuration
/// @param sorryName name of the sorry server; empty without one
/// @param positions index of each real server in `servers`
public record VirtualServerDefinition(
    VirtualServerKey key,
    VirtualServer config,
    String name,
    List<RealServerDefinition> servers,
    String sorryName,
    Map<RealServerId, Integer> positions) {

  public VirtualServerDefinition {
    servers = List.copyOf(servers);
    positions = Map.copyOf(positions);
  }

  /// A virtual server whose address no other block uses.
  public static VirtualServerDefinition of(VirtualServer config) {
    return of(VirtualServerKey.of(config), config);
  }

  public static VirtualServerDefinition of(VirtualServerKey key, VirtualServer config) {
    var seen = new HashMap<Endpoint, Integer>();
    var servers = new ArrayList<RealServerDefinition>(config.realServers().size());
    var positions = new HashMap<RealServerId, Integer>();
    for (var server : config.realServers()) {
      int before = seen.merge(server.endpoint(), 1, Integer::sum) - 1;
      var id = new RealServerId(key, server.endpoint(), before);
      positions.put(id, servers.size());
      var name = LogNames.server(server.endpoint(), config.protocol());
      servers.add(RealServerDefinition.of(id, name, server));
    }
    var sorryName =
        config.sorryServer().map(s -> LogNames.server(s.endpoint(), config.protocol())).orElse("");
    return new VirtualServerDefinition(
        key, config, LogNames.service(config), servers, sorryName, positions);
  }

  /// A real server of this virtual server.
  public RealServerDefinition server(RealServerId id) {
    return servers.get(positions.get(id));
  }
}
