package keepalived.ipvs.table;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import keepalived.core.config.Ordered;
import keepalived.core.net.Endpoint;

/// A service with its destinations, in order.
public record Service(ServiceKey key, Options options, Map<Endpoint, Destination> destinations) {

  public Service {
    destinations = Ordered.copyOf(destinations);
  }

  public static Service of(ServiceKey key, Options options, Collection<Destination> destinations) {
    var byEndpoint = new LinkedHashMap<Endpoint, Destination>();
    for (var destination : destinations) {
      if (byEndpoint.put(destination.endpoint(), destination) != null) {
        throw new IllegalArgumentException(destination.endpoint() + " twice in " + key);
      }
    }
    return new Service(key, options, byEndpoint);
  }
}
