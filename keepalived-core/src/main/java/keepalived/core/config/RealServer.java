package keepalived.core.config;

import java.util.List;
import java.util.Optional;
import keepalived.core.config.script.Script;
import keepalived.core.net.Endpoint;

/// One `real_server`.
///
/// @param weight 0 and more
/// @param inhibitOnFailure weight 0 instead of removal
/// @param upperThreshold connection limit; 0 means none
/// @param alpha starts as down until its checks pass
public record RealServer(
    Endpoint endpoint,
    Forwarding forwarding,
    int weight,
    boolean inhibitOnFailure,
    int upperThreshold,
    int lowerThreshold,
    boolean alpha,
    Optional<Script> notifyUp,
    Optional<Script> notifyDown,
    boolean mail,
    Optional<String> snmpName,
    List<Check> checks) {

  public RealServer {
    checks = List.copyOf(checks);
  }
}
