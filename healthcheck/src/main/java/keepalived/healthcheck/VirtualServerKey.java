package keepalived.healthcheck;

import keepalived.core.config.VirtualServer;
import keepalived.core.net.Family;

/// What makes a virtual server of the old configuration and one of the new the same one.
public record VirtualServerKey(
    VirtualServer.Address address, VirtualServer.Protocol protocol, Family family) {

  public static VirtualServerKey of(VirtualServer server) {
    return new VirtualServerKey(server.address(), server.protocol(), server.family());
  }
}
