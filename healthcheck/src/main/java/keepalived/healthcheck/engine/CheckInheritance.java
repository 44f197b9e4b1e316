package keepalived.healthcheck.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.core.net.Endpoint;

/// Which checker of the configuration before asked the same of the same server, though at other
/// times: a reload that changes `delay_loop` must not bring a dead server back into the table.
final class CheckInheritance {

  /// @param question the check without its timing
  private record Asked(VirtualServerKey service, Endpoint server, Check question) {}

  private final List<Checker> running;
  private Optional<Map<Asked, Checker>> index = Optional.empty();

  /// @param running those of the configuration before, with their subscribers of then
  CheckInheritance(Collection<Checker> running) {
    this.running = List.copyOf(running);
  }

  Optional<Checker> of(Checkers.Place place) {
    var servers = place.pool().site().config().realServers();
    var endpoint = servers.get(place.server()).endpoint();
    var asked = new Asked(place.pool().key(), endpoint, question(place.check()));
    return Optional.ofNullable(index().get(asked));
  }

  /// Made when the first new check comes: most reloads have few.
  private Map<Asked, Checker> index() {
    if (index.isEmpty()) {
      var made = new HashMap<Asked, Checker>();
      for (var checker : running) {
        var question = question(checker.key().check());
        for (var subscriber : checker.subscribers()) {
          var pool = subscriber.pooled();
          var server = pool.site().config().realServers().get(subscriber.server());
          made.putIfAbsent(new Asked(pool.key(), server.endpoint(), question), checker);
        }
      }
      index = Optional.of(made);
    }
    return index.get();
  }

  private static Check question(Check check) {
    return check.with(Check.Timing.NONE);
  }
}
