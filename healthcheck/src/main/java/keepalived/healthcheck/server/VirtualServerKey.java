package keepalived.healthcheck.server;

import keepalived.core.config.VirtualServer;
import keepalived.core.net.Family;

/// Identifies a virtual server across reloads.
///
/// @param before how many blocks with the same address, protocol and family precede it in the file
public record VirtualServerKey(
    VirtualServer.Address address, VirtualServer.Protocol protocol, Family family, int before) {

  /// The key of the first block with this address, protocol and family.
  public static VirtualServerKey of(VirtualServer server) {
    return new VirtualServerKey(server.address(), server.protocol(), server.family(), 0);
  }

  /// The key of the next block with the same address, protocol and family.
  public VirtualServerKey next() {
    return new VirtualServerKey(address, protocol, family, before + 1);
  }
}
