package keepalived.daemon.notify;

import java.util.Optional;
import java.util.Set;
import keepalived.core.config.script.Script;
import keepalived.core.event.Notification;

/// Something that happened to a virtual service or one of its servers, and by which ways it is to
/// be told: the checkers know, with `omega`, `alpha` and the many places of `smtp_alert`.
///
/// @param what a change of quorum or of a real server
/// @param script run without arguments, when [Way#SCRIPT] is among the ways
public record ServiceNotice(Notification what, Optional<Script> script, Set<Way> ways) {

  public ServiceNotice {
    ways = Set.copyOf(ways);
  }

  public enum Way {
    SCRIPT,
    FIFO,
    MAIL,
    /// Mail about one check of a server that stayed as it was; not with `no_checker_emails`.
    CHECKER_MAIL
  }
}
