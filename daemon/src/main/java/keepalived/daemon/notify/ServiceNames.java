package keepalived.daemon.notify;

import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;

/// Services and servers as keepalived prints them in logs, FIFO lines and mail.
public final class ServiceNames {

  private ServiceNames() {}

  /// `[10.0.0.1]:tcp:80`, `FWM 7`, or `[NAME]:0` for a group.
  public static String of(VirtualServer service) {
    return switch (service.address()) {
      case VirtualServer.Address.Single(var endpoint) ->
          "[" + endpoint.address() + "]:" + protocol(service) + port(endpoint.port());
      case VirtualServer.Address.Mark(var mark) -> "FWM " + mark;
      case VirtualServer.Address.Group(var name) -> "[" + name + "]:0";
    };
  }

  public static String of(VirtualServer service, RealServer server) {
    var endpoint = server.endpoint();
    return "[" + endpoint.address() + "]:" + protocol(service) + port(endpoint.port());
  }

  private static String protocol(VirtualServer service) {
    return service.protocol().word();
  }

  private static String port(int port) {
    return port == 0 ? "" : ":" + port;
  }
}
