package keepalived.ipvs.table;

import java.util.List;

/// A service as it is in the kernel, with its counters and those of its destinations.
///
/// @param service includes the configuration of the destinations
/// @param destinations in the order of the service's
public record ServiceStatus(
    Service service, Statistics statistics, List<DestinationStatus> destinations) {

  public ServiceStatus {
    destinations = List.copyOf(destinations);
  }

  /// @param active connections in an established state
  /// @param inactive other connections
  /// @param persistent persistence templates
  public record DestinationStatus(
      Destination destination,
      long active,
      long inactive,
      long persistent,
      Statistics statistics) {}
}
