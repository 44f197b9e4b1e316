package keepalived.ipvs.table;

import keepalived.core.config.RealServer;
import keepalived.core.net.Endpoint;

/// A real server of a service, known by its address and port.
///
/// @param weight 0 takes no new connections
/// @param upperThreshold connections at which it takes no more; 0 means no bound
/// @param lowerThreshold connections below which it takes some again; 0 means three quarters
public record Destination(
    Endpoint endpoint, Method method, int weight, long upperThreshold, long lowerThreshold) {

  public Destination {
    if (weight < 0) {
      throw new IllegalArgumentException("weight " + weight + " of " + endpoint);
    }
    if (upperThreshold < 0 || lowerThreshold < 0) {
      throw new IllegalArgumentException("negative threshold of " + endpoint);
    }
  }

  /// Without thresholds.
  public Destination(Endpoint endpoint, Method method, int weight) {
    this(endpoint, method, weight, 0, 0);
  }

  /// A configured real server at the weight it has now.
  public static Destination of(RealServer server, int weight) {
    return new Destination(
        server.endpoint(),
        Method.of(server.forwarding()),
        weight,
        server.upperThreshold(),
        server.lowerThreshold());
  }

  /// The same server at another port.
  public Destination at(int port) {
    return port == endpoint.port()
        ? this
        : new Destination(
            new Endpoint(endpoint.address(), port), method, weight, upperThreshold, lowerThreshold);
  }

  public Destination withWeight(int newWeight) {
    return new Destination(endpoint, method, newWeight, upperThreshold, lowerThreshold);
  }
}
