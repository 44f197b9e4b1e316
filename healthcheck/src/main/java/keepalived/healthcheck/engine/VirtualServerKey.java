package keepalived.healthcheck.engine;

import keepalived.core.config.VirtualServer;
import keepalived.core.net.Family;

/// What makes a virtual server of the old configuration and one of the new the same one.
///
/// @param before how many blocks of the same stand before it in the file
record VirtualServerKey(
    VirtualServer.Address address, VirtualServer.Protocol protocol, Family family, int before) {

  static VirtualServerKey of(VirtualServer server) {
    return new VirtualServerKey(server.address(), server.protocol(), server.family(), 0);
  }

  VirtualServerKey next() {
    return new VirtualServerKey(address, protocol, family, before + 1);
  }
}
