package keepalived.healthcheck.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.script.Script;
import keepalived.core.net.Endpoint;
import keepalived.core.notify.Channel;
import keepalived.core.notify.ServiceNotification;
import keepalived.core.notify.ServiceNotification.QuorumChanged;
import keepalived.core.notify.ServiceNotification.RealServerChanged;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.Method;

/// The state machine of one virtual server: its input are results of checks, its output the new
/// state and reports. The destinations for the kernel are derived from the state.
public final class VirtualServerMachine {

  private static final Set<Channel> ALL_BUT_MAIL =
      Set.of(Channel.SCRIPT, Channel.FIFO, Channel.TRAP);

  private VirtualServerMachine() {}

  public record Step(VirtualServerState state, List<Report> reports) {
    public Step {
      reports = List.copyOf(reports);
    }
  }

  /// The state when the program starts, or when a reload adds the service.
  ///
  /// @param announce whether servers that are alive from the start are announced (rs_init_notifies)
  public static Step begin(
      VirtualServerDefinition site, List<RealServerHealth> members, boolean announce) {
    var reports = new ArrayList<Report>();
    for (int i = 0; announce && i < members.size(); i++) {
      if (members.get(i).alive()) {
        reports.add(serverNotice(site, i, true, "", ALL_BUT_MAIL));
      }
    }
    var state = Quorum.begin(site, new VirtualServerState(members, false), reports);
    return new Step(state, reports);
  }

  /// The result of a check of a server.
  ///
  /// @param first whether it is the check's first result: one that confirms down is announced
  /// @param mail text of the mail; empty means that this result is not mailed
  public record Heard(
      RealServerId server,
      CheckId check,
      RealServerHealth.View view,
      boolean first,
      Optional<String> mail) {}

  public static Step heard(VirtualServerDefinition site, VirtualServerState state, Heard heard) {
    int index = site.positions().get(heard.server());
    int check = site.servers().get(index).checks().indexOf(heard.check());
    var before = state.members().get(index);
    var after = before.with(check, heard.view());
    if (before.equals(after) && !heard.first() && heard.mail().isEmpty()) {
      return new Step(state, List.of());
    }
    var reports = new ArrayList<Report>();
    var next = state.with(index, after);
    if (before.views().get(check).up() && heard.view().up()) {
      var server = site.servers().get(index);
      reportWeight(site, new Standing(server, before), new Standing(server, after), reports);
    }
    if (before.alive() != after.alive()) {
      reports.add(Report.ofTable(moved(site, index, after.alive())));
      reports.add(serverNotice(site, index, after.alive(), heard.mail().orElse(""), ALL_BUT_MAIL));
    } else if (heard.first() && !heard.view().up()) {
      reports.add(serverNotice(site, index, false, heard.mail().orElse(""), ALL_BUT_MAIL));
    }
    if (!before.equals(after)) {
      next = Quorum.settle(site, next, reports);
    }
    if (site.servers().get(index).config().mail()) {
      boolean up = after.alive(); // the server's, which depends on all its checks
      var channel = before.alive() == after.alive() ? Channel.CHECKER_MAIL : Channel.MAIL;
      heard
          .mail()
          .ifPresent(text -> reports.add(serverNotice(site, index, up, text, Set.of(channel))));
    }
    return new Step(next, reports);
  }

  /// A reload changed the service, or the weights, thresholds or servers in it.
  ///
  /// @param members the health of the servers of the new configuration
  public static Step reconfigured(
      VirtualServerDefinition old,
      VirtualServerState state,
      VirtualServerDefinition site,
      List<RealServerHealth> members) {
    var reports = new ArrayList<Report>();
    for (var server : old.servers()) {
      if (!site.positions().containsKey(server.id())) {
        serverLeaves(old, state, old.positions().get(server.id()), reports);
      }
    }
    for (int i = 0; i < members.size(); i++) {
      var server = site.servers().get(i);
      var position = old.positions().get(server.id());
      if (position != null) {
        var before = new Standing(old.servers().get(position), state.members().get(position));
        serverStays(site, before, new Standing(server, members.get(i)), reports);
      } else if (members.get(i).alive()) {
        reports.add(Report.ofTable(moved(site, i, true)));
      }
    }
    sorryChanges(old, site, reports);
    var next = new VirtualServerState(members, state.quorum());
    return new Step(Quorum.settle(site, next, reports), reports);
  }

  /// A reload removed the service.
  public static Step removed(VirtualServerDefinition site, VirtualServerState state) {
    var reports = new ArrayList<Report>();
    reports.add(Report.info("Removing Virtual Server " + site.name()));
    for (int i = 0; i < state.members().size(); i++) {
      reports.add(Report.info(leaving("Removing ", site, state, i)));
      notifyDown(site, state, i, "=> Removing <=", reports);
    }
    if (state.quorum()) {
      Quorum.tell(site, false, Quorum.notifyDown(site), reports);
    }
    return new Step(new VirtualServerState(state.members(), false), reports);
  }

  /// The program stops. Only services with `omega` notify by script, FIFO and mail; traps are
  /// always sent.
  public static Step stopped(VirtualServerDefinition site, VirtualServerState state) {
    var reports = new ArrayList<Report>();
    for (int i = 0; i < state.members().size(); i++) {
      reports.add(Report.info(leaving("Shutting down ", site, state, i)));
      if (site.config().omega()) {
        notifyDown(site, state, i, "=> Shutting down <=", reports);
      } else if (state.members().get(i).alive()) {
        reports.add(serverNotice(site, i, false, "=> Shutting down <=", Set.of(Channel.TRAP)));
      }
    }
    if (state.quorum()) {
      if (site.config().omega()) {
        Quorum.tell(site, false, "=> Shutting down <=", reports);
      } else {
        var event = new QuorumChanged(site.name(), false, "=> Shutting down <=");
        reports.add(
            new Report.Notice(
                new ServiceNotification(event, Optional.empty(), Set.of(Channel.TRAP))));
      }
    }
    return new Step(new VirtualServerState(state.members(), false), reports);
  }

  /// The destinations that the kernel should have for the service: the sorry server first while it
  /// serves, then the real servers in their order.
  public static List<Destination> desired(VirtualServerDefinition site, VirtualServerState state) {
    var destinations = new LinkedHashMap<Endpoint, Destination>();
    var sorry = site.config().sorryServer();
    boolean sorryServes = sorry.isPresent() && !state.quorum();
    sorry
        .filter(server -> sorryServes || server.inhibit())
        .map(server -> sorryDestination(server, sorryServes ? 1 : 0))
        .ifPresent(destination -> destinations.put(destination.endpoint(), destination));
    var servers = site.config().realServers();
    var serving = new HashSet<Endpoint>();
    for (int i = 0; i < servers.size(); i++) {
      var server = servers.get(i);
      var member = state.members().get(i);
      boolean serves = member.alive() && !sorryServes;
      // Two ports of one host may be one destination: the first gives the weight.
      if (serves && serving.add(server.endpoint())) {
        destinations.put(server.endpoint(), Destination.of(server, member.kernelWeight(server)));
      } else if (server.inhibitOnFailure()) {
        destinations.putIfAbsent(server.endpoint(), Destination.of(server, 0));
      }
    }
    return List.copyOf(destinations.values());
  }

  /// A server that failed a check, as a destination without weight.
  ///
  /// @param stays whether it stays in the table (inhibit_on_failure)
  public record Dead(Destination destination, boolean stays) {}

  public static List<Dead> dead(VirtualServerDefinition site, VirtualServerState state) {
    var dead = new ArrayList<Dead>();
    var servers = site.config().realServers();
    for (int i = 0; i < servers.size(); i++) {
      if (!state.members().get(i).alive()) {
        var server = servers.get(i);
        dead.add(new Dead(Destination.of(server, 0), server.inhibitOnFailure()));
      }
    }
    return List.copyOf(dead);
  }

  /// The sorry server while it serves.
  public static Optional<Destination> standIn(
      VirtualServerDefinition site, VirtualServerState state) {
    return site.config()
        .sorryServer()
        .filter(_ -> !state.quorum())
        .map(server -> sorryDestination(server, 1));
  }

  private static Destination sorryDestination(VirtualServer.SorryServer server, int weight) {
    return new Destination(server.endpoint(), Method.of(server.forwarding()), weight);
  }

  private static void serverLeaves(
      VirtualServerDefinition old, VirtualServerState state, int index, List<Report> reports) {
    reports.add(Report.info("service " + old.servers().get(index).name() + " no longer exist"));
    reports.add(Report.info(leaving("Removing ", old, state, index)));
    notifyDown(old, state, index, "=> Removing <=", reports);
  }

  /// A real server of one configuration and its health.
  private record Standing(RealServerDefinition server, RealServerHealth health) {

    boolean alive() {
      return health.alive();
    }

    int weight() {
      return health.kernelWeight(server.config());
    }
  }

  private static void serverStays(
      VirtualServerDefinition site, Standing before, Standing after, List<Report> reports) {
    int index = site.positions().get(after.server().id());
    if (before.alive() != after.alive()) {
      reports.add(Report.ofTable(moved(site, index, after.alive())));
      reports.add(serverNotice(site, index, after.alive(), "", ALL_BUT_MAIL));
    }
    reportWeight(site, before, after, reports);
  }

  private static void sorryChanges(
      VirtualServerDefinition old, VirtualServerDefinition site, List<Report> reports) {
    boolean gone =
        old.config().sorryServer().isPresent() && !site.sorryName().equals(old.sorryName());
    if (gone) {
      reports.add(
          Report.info("Removing sorry server " + old.sorryName() + " from VS " + old.name()));
    }
  }

  private static void notifyDown(
      VirtualServerDefinition site,
      VirtualServerState state,
      int index,
      String reason,
      List<Report> reports) {
    if (!state.members().get(index).alive()) {
      return;
    }
    reports.add(serverNotice(site, index, false, reason, ALL_BUT_MAIL));
    if (site.servers().get(index).config().mail()) {
      reports.add(serverNotice(site, index, false, reason, Set.of(Channel.MAIL)));
    }
  }

  private static void reportWeight(
      VirtualServerDefinition site, Standing before, Standing after, List<Report> reports) {
    if (before.weight() != after.weight()) {
      reports.add(
          Report.ofTable(
              "Changing weight from %d to %d for %s service %s of VS %s"
                  .formatted(
                      before.weight(),
                      after.weight(),
                      after.alive() ? "active" : "inactive",
                      after.server().name(),
                      site.name())));
    }
  }

  private static String moved(VirtualServerDefinition site, int index, boolean up) {
    boolean inhibit = site.servers().get(index).config().inhibitOnFailure();
    var verb = inhibit ? (up ? "Enabling" : "Disabling") : (up ? "Adding" : "Removing");
    var relation = inhibit ? " of VS " : up ? " to VS " : " from VS ";
    return verb + " service " + site.servers().get(index).name() + relation + site.name();
  }

  private static String leaving(
      String verb, VirtualServerDefinition site, VirtualServerState state, int index) {
    boolean inhibited =
        site.servers().get(index).config().inhibitOnFailure()
            && !state.members().get(index).alive();
    return verb
        + (inhibited ? "(inhibited) " : "")
        + "service "
        + site.servers().get(index).name()
        + " from VS "
        + site.name();
  }

  private static Report serverNotice(
      VirtualServerDefinition site, int index, boolean up, String reason, Set<Channel> channels) {
    RealServer config = site.servers().get(index).config();
    Optional<Script> script = up ? config.notifyUp() : config.notifyDown();
    var event =
        new RealServerChanged(
            site.name(), site.servers().get(index).name(), config.endpoint(), up, reason);
    return new Report.Notice(new ServiceNotification(event, script, channels));
  }
}
