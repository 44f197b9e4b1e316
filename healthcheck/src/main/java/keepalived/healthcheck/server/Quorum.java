package keepalived.healthcheck.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.script.Script;
import keepalived.core.notify.Channel;
import keepalived.core.notify.ServiceNotification;
import keepalived.core.notify.ServiceNotification.QuorumChanged;

/// Decides whether a service has enough live servers, with hysteresis, and reports changes.
final class Quorum {

  private Quorum() {}

  /// Compares the live weight with the thresholds after a change.
  static VirtualServerState settle(
      VirtualServerDefinition site, VirtualServerState state, List<Report> reports) {
    long weight = state.liveWeight(site);
    if (state.quorum()) {
      return missing(site, weight) ? lose(site, state, "Lost quorum", reports) : state;
    }
    return weight >= upper(site) ? gain(site, state, weight, reports) : state;
  }

  /// The first evaluation. A service that starts without quorum reports it only if it has a sorry
  /// server.
  static VirtualServerState begin(
      VirtualServerDefinition site, VirtualServerState state, List<Report> reports) {
    long weight = state.liveWeight(site);
    if (weight >= upper(site)) {
      reports.add(Report.info(gained("Gained quorum", site, weight)));
      tell(site, true, letter("Starting with quorum up", site, upper(site), weight), reports);
      return state.withQuorum(true);
    }
    if (site.config().sorryServer().isPresent()) {
      return lose(site, state, "Starting with quorum down", reports);
    }
    return state.withQuorum(false);
  }

  static void tell(VirtualServerDefinition site, boolean up, String reason, List<Report> reports) {
    var config = site.config();
    Optional<Script> script = up ? config.quorum().up() : config.quorum().down();
    var channels =
        config.mail()
            ? Set.of(Channel.SCRIPT, Channel.FIFO, Channel.TRAP, Channel.MAIL)
            : Set.of(Channel.SCRIPT, Channel.FIFO, Channel.TRAP);
    reports.add(
        new Report.Notice(
            new ServiceNotification(new QuorumChanged(site.name(), up, reason), script, channels)));
  }

  private static VirtualServerState gain(
      VirtualServerDefinition site, VirtualServerState state, long weight, List<Report> reports) {
    var text = gained("Gained quorum", site, weight);
    reports.add(Report.info(text));
    site.config()
        .sorryServer()
        .ifPresent(
            sorry -> {
              reports.add(Report.ofTable(sorryLeaves(site, sorry)));
              reports.add(Report.ofTable("Adding alive servers to the pool for VS " + site.name()));
            });
    tell(site, true, letter("Gained quorum", site, upper(site), weight), reports);
    return state.withQuorum(true);
  }

  private static VirtualServerState lose(
      VirtualServerDefinition site, VirtualServerState state, String what, List<Report> reports) {
    long weight = state.liveWeight(site);
    var text = lost(what, site, weight);
    reports.add(Report.info(text));
    site.config()
        .sorryServer()
        .ifPresent(
            sorry -> {
              reports.add(Report.ofTable(sorryEnters(site, sorry)));
              reports.add(
                  Report.ofTable("Removing alive servers from the pool for VS " + site.name()));
            });
    tell(site, false, letter(what, site, lower(site), weight), reports);
    return state.withQuorum(false);
  }

  private static boolean missing(VirtualServerDefinition site, long weight) {
    return weight == 0 || weight < lower(site);
  }

  private static long upper(VirtualServerDefinition site) {
    var quorum = site.config().quorum();
    return (long) quorum.quorum() + quorum.hysteresis();
  }

  private static long lower(VirtualServerDefinition site) {
    var quorum = site.config().quorum();
    return (long) quorum.quorum() - quorum.hysteresis();
  }

  private static String gained(String what, VirtualServerDefinition site, long weight) {
    var quorum = site.config().quorum();
    return "%s %d+%d=%d <= %d for VS %s"
        .formatted(what, quorum.quorum(), quorum.hysteresis(), upper(site), weight, site.name());
  }

  private static String lost(String what, VirtualServerDefinition site, long weight) {
    var quorum = site.config().quorum();
    return "%s %d-%d=%d > %d for VS %s"
        .formatted(what, quorum.quorum(), quorum.hysteresis(), lower(site), weight, site.name());
  }

  /// The reason in the notification when a service with quorum is removed.
  static String notifyDown(VirtualServerDefinition site) {
    return letter("Lost quorum", site, lower(site), 0);
  }

  /// The body of a mail, as in the original: with the same signs whether quorum comes or goes.
  private static String letter(
      String what, VirtualServerDefinition site, long threshold, long weight) {
    var quorum = site.config().quorum();
    return "=> %s %d+%d=%d <= %d <="
        .formatted(what, quorum.quorum(), quorum.hysteresis(), threshold, weight);
  }

  private static String sorryEnters(VirtualServerDefinition site, VirtualServer.SorryServer sorry) {
    return (sorry.inhibit() ? "Enabling" : "Adding")
        + " sorry server "
        + site.sorryName()
        + " to VS "
        + site.name();
  }

  private static String sorryLeaves(VirtualServerDefinition site, VirtualServer.SorryServer sorry) {
    return (sorry.inhibit() ? "Disabling" : "Removing")
        + " sorry server "
        + site.sorryName()
        + " from VS "
        + site.name();
  }
}
