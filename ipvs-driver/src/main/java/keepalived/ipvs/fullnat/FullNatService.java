package keepalived.ipvs.fullnat;

import java.util.List;
import keepalived.core.net.IpAddress;
import keepalived.ipvs.table.ServiceKey;

/// A service whose clients' addresses are replaced.
///
/// @param locals the new source addresses, used in turn, of the service's family (a local address
///   group); when empty, the address of the interface that a packet leaves by
public record FullNatService(ServiceKey key, List<IpAddress> locals) {

  public FullNatService {
    locals = List.copyOf(locals);
    for (var local : locals) {
      if (local.family() != key.family()) {
        throw new IllegalArgumentException("local address " + local + " for " + key);
      }
    }
  }
}
