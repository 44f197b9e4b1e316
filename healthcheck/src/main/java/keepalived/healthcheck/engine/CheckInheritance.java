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
    var none = Check.Timing.NONE;
    return switch (check) {
      case Check.TcpCheck(_, var connection) -> new Check.TcpCheck(none, connection);
      case Check.HttpCheck(_, var connection, var tls, var version, boolean fast, var urls) ->
          new Check.HttpCheck(none, connection, tls, version, fast, urls);
      case Check.SmtpCheck(_, var connection, var helo) ->
          new Check.SmtpCheck(none, connection, helo);
      case Check.DnsCheck(_, var connection, var type, var name) ->
          new Check.DnsCheck(none, connection, type, name);
      case Check.UdpCheck(_, var connection, var payload, var reply) ->
          new Check.UdpCheck(none, connection, payload, reply);
      case Check.PingCheck(_, var connection) -> new Check.PingCheck(none, connection);
      case Check.MiscCheck(_, var script, var timeout, boolean dynamic) ->
          new Check.MiscCheck(none, script, timeout, dynamic);
      case Check.FileCheck(_, var file, int weight, boolean reverse) ->
          new Check.FileCheck(none, file, weight, reverse);
      case Check.BfdCheck(_, var session) -> new Check.BfdCheck(none, session);
    };
  }
}
