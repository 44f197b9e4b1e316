package keepalived.healthcheck.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.core.net.Endpoint;
import keepalived.healthcheck.server.VirtualServerKey;

/// Finds the checker of the previous configuration that checked the same server in the same way,
/// apart from the timing. Its verdict is kept: a reload that changes only `delay_loop` must not
/// bring a dead server back into the table.
final class CheckInheritance {

  /// @param question the check without its timing
  private record Asked(VirtualServerKey service, Endpoint server, Check question) {

    static Asked of(CheckPlace place) {
      return new Asked(
          place.service().key(),
          place.server().id().endpoint(),
          place.check().key().check().with(Check.Timing.NONE));
    }
  }

  private final List<Checker> running;
  private Optional<Map<Asked, Checker>> index = Optional.empty();

  /// @param running the checkers of the previous configuration, with their places in it
  CheckInheritance(Collection<Checker> running) {
    this.running = List.copyOf(running);
  }

  Optional<Checker> of(CheckPlace place) {
    return Optional.ofNullable(index().get(Asked.of(place)));
  }

  /// Builds the index for the first new check, since most reloads have few of them.
  private Map<Asked, Checker> index() {
    if (index.isEmpty()) {
      var made = new HashMap<Asked, Checker>();
      for (var checker : running) {
        checker.places().forEach(place -> made.putIfAbsent(Asked.of(place), checker));
      }
      index = Optional.of(made);
    }
    return index.get();
  }
}
