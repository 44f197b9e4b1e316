package keepalived.ipvs.table;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import keepalived.core.config.Ordered;

/// All services, in order. Equality ignores the order.
public record IpvsTable(Map<ServiceKey, Service> services) {

  public static final IpvsTable EMPTY = new IpvsTable(Map.of());

  public IpvsTable {
    services = Ordered.copyOf(services);
  }

  public static IpvsTable of(Collection<Service> services) {
    var byKey = new LinkedHashMap<ServiceKey, Service>();
    for (var service : services) {
      if (byKey.put(service.key(), service) != null) {
        throw new IllegalArgumentException("service " + service.key() + " twice");
      }
    }
    return new IpvsTable(byKey);
  }
}
