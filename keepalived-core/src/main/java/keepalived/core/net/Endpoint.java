package keepalived.core.net;

/// An address and a port (0 = any or none). Printed as keepalived logs it: `[10.0.0.1]:80`.
public record Endpoint(IpAddress address, int port) implements Comparable<Endpoint> {

  public Endpoint {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port);
    }
  }

  @Override
  public int compareTo(Endpoint other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
  }

  @Override
  public String toString() {
    return "[" + address + "]:" + port;
  }
}
