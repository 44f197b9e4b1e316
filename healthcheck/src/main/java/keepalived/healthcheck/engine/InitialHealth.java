package keepalived.healthcheck.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import keepalived.core.config.RealServer;
import keepalived.healthcheck.registry.CheckTypes;
import keepalived.healthcheck.server.VirtualServerKey;
import keepalived.healthcheck.verdict.Health;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;

/// Derives the first health of servers from the IPVS table found at start. A process that was
/// killed left its table behind: a server in the table was up, a server missing from its service
/// was down. Without a service in the table, the configuration decides.
record InitialHealth(IpvsTable found, Function<VirtualServerKey, List<ServiceKey>> serviceKeys) {

  Health health(CheckPlace place) {
    var check = place.check().key().check();
    var server = place.server().config();
    boolean alpha =
        serviceKeys.apply(place.service().key()).stream()
            .map(key -> Optional.ofNullable(found.services().get(key)))
            .flatMap(Optional::stream)
            .filter(service -> !service.destinations().isEmpty())
            .findFirst()
            .map(service -> !serves(service, server))
            .orElse(check.timing().alpha());
    return Health.atStart(alpha, CheckTypes.policy(check));
  }

  private static boolean serves(Service service, RealServer server) {
    var there = VirtualServerRuntime.at(service.key(), Destination.of(server, server.weight()));
    var destination = service.destinations().get(there.endpoint());
    return destination != null && (destination.weight() > 0 || server.weight() == 0);
  }
}
