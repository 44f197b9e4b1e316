package keepalived.healthcheck.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import keepalived.core.config.RealServer;
import keepalived.healthcheck.verdict.CheckKey;

/// A real server with its identity and the name that log lines use, made once per configuration.
///
/// @param checks in the order of the configuration
public record RealServerDefinition(
    RealServerId id, String name, RealServer config, List<CheckId> checks) {

  public RealServerDefinition {
    checks = List.copyOf(checks);
  }

  static RealServerDefinition of(RealServerId id, String name, RealServer config) {
    var seen = new HashMap<CheckKey, Integer>();
    var checks = new ArrayList<CheckId>(config.checks().size());
    for (var check : config.checks()) {
      var key = CheckKey.of(check);
      checks.add(new CheckId(key, seen.merge(key, 1, Integer::sum) - 1));
    }
    return new RealServerDefinition(id, name, config, checks);
  }
}
