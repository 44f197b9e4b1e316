package keepalived.healthcheck.server;

import java.util.List;
import keepalived.core.config.VirtualServer;

/// A virtual server with the names its reports use, made once per configuration.
///
/// @param name of the service
/// @param serverNames of the real servers, in their order
/// @param sorryName of the sorry server; empty text where there is none
public record VirtualServerDefinition(
    VirtualServer config, String name, List<String> serverNames, String sorryName) {

  public static VirtualServerDefinition of(VirtualServer config) {
    var protocol = config.protocol();
    return new VirtualServerDefinition(
        config,
        LogNames.service(config),
        config.realServers().stream().map(s -> LogNames.server(s.endpoint(), protocol)).toList(),
        config.sorryServer().map(s -> LogNames.server(s.endpoint(), protocol)).orElse(""));
  }

  public VirtualServerDefinition {
    serverNames = List.copyOf(serverNames);
  }
}
