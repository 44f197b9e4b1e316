package keepalived.healthcheck.server;

import keepalived.core.config.VirtualServer;
import keepalived.core.net.Endpoint;

/// The names of services and servers in logs, mails, FIFOs and dumps.
public final class LogNames {

  private LogNames() {}

  /// `[10.0.0.1]:tcp:80`, `FWM 7` or `[GROUP]:0`.
  public static String service(VirtualServer server) {
    return switch (server.address()) {
      case VirtualServer.Address.Single(var endpoint) -> server(endpoint, server.protocol());
      case VirtualServer.Address.Mark(long mark) -> "FWM " + mark;
      case VirtualServer.Address.Group(var name) -> "[" + name + "]:0";
    };
  }

  /// `[127.0.0.11]:tcp:80`; for a service by firewall mark, `[127.0.0.13]:none:0`.
  public static String server(Endpoint endpoint, VirtualServer.Protocol protocol) {
    return "[" + endpoint.address() + "]:" + protocol.word() + ":" + endpoint.port();
  }
}
