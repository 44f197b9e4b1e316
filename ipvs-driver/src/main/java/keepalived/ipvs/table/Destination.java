package keepalived.ipvs.table;

import keepalived.core.config.RealServer;
import keepalived.core.net.Endpoint;

/// A real server of a service, identified by its address and port.
///
/// @param weight 0 takes no new connections
/// @param upperThreshold number of connections at which it takes no more; 0 means no limit
/// @param lowerThreshold number of connections below which it takes new ones again; 0 means three
///   quarters of the upper threshold
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

  /// A destination without thresholds.
  public Destination(Endpoint endpoint, Method method, int weight) {
    this(endpoint, method, weight, 0, 0);
  }

  /// A configured real server with its current weight.
  public static Destination of(RealServer server, int weight) {
    return new Destination(
        server.endpoint(),
        Method.of(server.forwarding()),
        weight,
        server.upperThreshold(),
        server.lowerThreshold());
  }

  /// The same destination with another port.
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
