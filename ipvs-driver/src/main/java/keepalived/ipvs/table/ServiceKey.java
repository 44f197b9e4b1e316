package keepalived.ipvs.table;

import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;

/// How the kernel identifies a service.
public sealed interface ServiceKey {

  /// The family of the service. Destinations have the same family, except behind a tunnel.
  Family family();

  /// 0 for a firewall mark, and for a service on all ports.
  int port();

  /// A service by protocol, address and port; port 0 means all ports.
  record ByAddress(Protocol protocol, Endpoint endpoint) implements ServiceKey {

    public ByAddress {
      if (protocol == Protocol.NONE) {
        throw new IllegalArgumentException("a service by address needs a protocol");
      }
    }

    @Override
    public Family family() {
      return endpoint.address().family();
    }

    @Override
    public int port() {
      return endpoint.port();
    }

    /// As keepalived logs it: `[10.0.0.1]:tcp:80`.
    @Override
    public String toString() {
      return "[" + endpoint.address() + "]:" + protocol.word() + ":" + endpoint.port();
    }
  }

  /// A service by firewall mark: 32 bits, never 0.
  record ByMark(long mark, Family family) implements ServiceKey {

    public ByMark {
      if (mark <= 0 || mark > 0xFFFF_FFFFL) {
        throw new IllegalArgumentException("firewall mark " + mark);
      }
    }

    @Override
    public int port() {
      return 0;
    }

    @Override
    public String toString() {
      return "FWM " + mark;
    }
  }
}
