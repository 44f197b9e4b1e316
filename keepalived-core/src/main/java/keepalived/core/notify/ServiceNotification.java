package keepalived.core.notify;

import java.util.Optional;
import java.util.Set;
import keepalived.core.config.script.Script;
import keepalived.core.net.Endpoint;

/// A change of a virtual server or one of its real servers. The checkers choose its channels by
/// `omega`, `alpha` and the levels of `smtp_alert`.
///
/// @param script run without arguments if [Channel#SCRIPT] is among the channels
public record ServiceNotification(Change change, Optional<Script> script, Set<Channel> channels) {

  public ServiceNotification {
    channels = Set.copyOf(channels);
  }

  /// What happened to a virtual server or a real server.
  public sealed interface Change {

    /// Whether it serves now.
    boolean up();
  }

  /// @param service as logged: `[10.0.0.1]:tcp:80`
  public record QuorumChanged(String service, boolean up, String reason) implements Change {}

  /// @param service as logged: `[10.0.0.1]:tcp:80`
  /// @param server as logged
  public record RealServerChanged(
      String service, String server, Endpoint endpoint, boolean up, String reason)
      implements Change {}
}
