package keepalived.healthcheck.server;

import static keepalived.healthcheck.engine.Configs.inhibited;
import static keepalived.healthcheck.engine.Configs.notifying;
import static keepalived.healthcheck.engine.Configs.server;
import static keepalived.healthcheck.engine.Configs.service;
import static keepalived.healthcheck.engine.Configs.tcp;
import static keepalived.healthcheck.engine.Configs.vary;
import static keepalived.healthcheck.engine.Configs.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.notify.Channel;
import keepalived.core.notify.ServiceNotification;
import keepalived.healthcheck.engine.Configs;
import org.junit.jupiter.api.Test;

/// The rules of one virtual server, as a table: the event, the reports, the destinations in the
/// kernel.
class VirtualServerMachineTest {

  private static final RealServer A = server("10.1.0.1", 80, tcp("10.1.0.1", 80));
  private static final RealServer B = server("10.1.0.2", 80, tcp("10.1.0.2", 80));
  private static final RealServer C = server("10.1.0.3", 80, tcp("10.1.0.3", 80));

  private VirtualServerDefinition site;
  private VirtualServerState state;
  private List<Report> reports = List.of();

  private void given(VirtualServer config, boolean... up) {
    site = VirtualServerDefinition.of(config);
    var members = new ArrayList<RealServerHealth>();
    for (int i = 0; i < config.realServers().size(); i++) {
      var view = up.length == 0 || up[i] ? RealServerHealth.View.UP : RealServerHealth.View.DOWN;
      members.add(
          new RealServerHealth(
              config.realServers().get(i).checks().stream().map(_ -> view).toList()));
    }
    take(VirtualServerMachine.begin(site, members, false));
  }

  private void take(VirtualServerMachine.Step step) {
    state = step.state();
    reports = step.reports();
  }

  private RealServerId id(int server) {
    return site.servers().get(server).id();
  }

  private CheckId check(int server, int check) {
    return site.servers().get(server).checks().get(check);
  }

  private void hear(int server, RealServerHealth.View view) {
    take(
        VirtualServerMachine.heard(
            site,
            state,
            new VirtualServerMachine.Heard(
                id(server), check(server, 0), view, false, Optional.of("=> why <="))));
  }

  private void down(int server) {
    hear(server, RealServerHealth.View.DOWN);
  }

  private void up(int server) {
    hear(server, RealServerHealth.View.UP);
  }

  private List<String> log() {
    return reports.stream()
        .filter(Report.Logged.class::isInstance)
        .map(r -> ((Report.Logged) r).text())
        .toList();
  }

  private List<String> table() {
    return VirtualServerMachine.desired(site, state).stream()
        .map(d -> d.endpoint() + " " + d.weight())
        .toList();
  }

  private List<String> notices() {
    var lines = new ArrayList<String>();
    for (var report : reports) {
      if (report
          instanceof Report.Notice(ServiceNotification(var what, var script, var channels))) {
        lines.add(
            said(what) + script.map(s -> " runs " + s.text()).orElse("") + " " + sorted(channels));
      }
    }
    return lines;
  }

  private static List<Channel> sorted(Set<Channel> channels) {
    return channels.stream().sorted().toList();
  }

  private static String said(ServiceNotification.Change what) {
    return switch (what) {
      case ServiceNotification.QuorumChanged(var s, boolean up, var reason) ->
          "VS " + (up ? "UP " : "DOWN ") + reason;
      case ServiceNotification.RealServerChanged(_, var server, _, boolean up, var reason) ->
          "RS " + server + (up ? " UP " : " DOWN ") + reason;
    };
  }

  @Test
  void serversCountAsAliveAtFirst() {
    given(service("10.0.0.1", 80, A, B));
    assertEquals(List.of("Gained quorum 1+0=1 <= 2 for VS [10.0.0.1]:tcp:80"), log());
    assertEquals(List.of("[10.1.0.1]:80 1", "[10.1.0.2]:80 1"), table());
    assertEquals(
        List.of("VS UP => Starting with quorum up 1+0=1 <= 2 <= [SCRIPT, FIFO, TRAP]"), notices());
  }

  @Test
  void alphaServersStayOutAndNothingIsSaid() {
    given(service("10.0.0.1", 80, A, B), false, false);
    assertEquals(List.of(), reports);
    assertEquals(List.of(), table());
    up(1);
    assertEquals(
        List.of(
            "Adding service [10.1.0.2]:tcp:80 to VS [10.0.0.1]:tcp:80",
            "Gained quorum 1+0=1 <= 1 for VS [10.0.0.1]:tcp:80"),
        log());
    assertEquals(List.of("[10.1.0.2]:80 1"), table());
  }

  @Test
  void alphaWithASorryServerStartsWithIt() {
    given(vary(service("10.0.0.1", 80, A), p -> p.sorry("10.9.0.9", 80, false)), false);
    assertEquals(
        List.of(
            "Starting with quorum down 1-0=1 > 0 for VS [10.0.0.1]:tcp:80",
            "Adding sorry server [10.9.0.9]:tcp:80 to VS [10.0.0.1]:tcp:80",
            "Removing alive servers from the pool for VS [10.0.0.1]:tcp:80"),
        log());
    assertEquals(List.of("[10.9.0.9]:80 1"), table());
  }

  @Test
  void aServerWithoutChecksIsAlwaysAlive() {
    given(service("10.0.0.1", 80, server("10.1.0.7", 80)));
    assertEquals(List.of("[10.1.0.7]:80 1"), table());
  }

  @Test
  void aServerIsAliveWhenAllItsChecksAre() {
    given(
        service("10.0.0.1", 80, server("10.1.0.1", 80, tcp("10.1.0.1", 80), tcp("10.1.0.1", 81))));
    take(
        VirtualServerMachine.heard(
            site,
            state,
            new VirtualServerMachine.Heard(
                id(0), check(0, 0), RealServerHealth.View.DOWN, false, Optional.empty())));
    assertEquals(List.of(), table());
    take(
        VirtualServerMachine.heard(
            site,
            state,
            new VirtualServerMachine.Heard(
                id(0), check(0, 1), RealServerHealth.View.DOWN, false, Optional.empty())));
    assertEquals(List.of(), log());
    take(
        VirtualServerMachine.heard(
            site,
            state,
            new VirtualServerMachine.Heard(
                id(0), check(0, 0), RealServerHealth.View.UP, false, Optional.empty())));
    assertEquals(List.of(), log());
    take(
        VirtualServerMachine.heard(
            site,
            state,
            new VirtualServerMachine.Heard(
                id(0), check(0, 1), RealServerHealth.View.UP, false, Optional.empty())));
    assertEquals("Adding service [10.1.0.1]:tcp:80 to VS [10.0.0.1]:tcp:80", log().getFirst());
  }

  @Test
  void aFailedServerIsRemovedAndToldInOrder() {
    given(service("10.0.0.1", 80, notifying(A), B));
    down(0);
    assertEquals(List.of("Removing service [10.1.0.1]:tcp:80 from VS [10.0.0.1]:tcp:80"), log());
    assertEquals(
        List.of(
            "RS [10.1.0.1]:tcp:80 DOWN => why <= runs down [10.1.0.1]:80 [SCRIPT, FIFO, TRAP]",
            "RS [10.1.0.1]:tcp:80 DOWN => why <= runs down [10.1.0.1]:80 [MAIL]"),
        notices());
    assertEquals(List.of("[10.1.0.2]:80 1"), table());
  }

  @Test
  void anInhibitedServerStaysWithWeightZero() {
    given(service("10.0.0.1", 80, inhibited(weight(3, A)), B));
    down(0);
    assertEquals(List.of("Disabling service [10.1.0.1]:tcp:80 of VS [10.0.0.1]:tcp:80"), log());
    assertEquals(List.of("[10.1.0.1]:80 0", "[10.1.0.2]:80 1"), table());
    up(0);
    assertEquals(List.of("Enabling service [10.1.0.1]:tcp:80 of VS [10.0.0.1]:tcp:80"), log());
    assertEquals(List.of("[10.1.0.1]:80 3", "[10.1.0.2]:80 1"), table());
  }

  @Test
  void quorumIsLostBelowQuorumMinusHysteresisAndGainedAtQuorumPlusHysteresis() {
    given(vary(service("10.0.0.1", 80, weight(2, A), weight(2, B), C), p -> p.quorum(3, 1)));
    assertTrue(state.quorum());
    down(0);
    assertTrue(state.quorum(), "weight 3");
    down(2);
    assertTrue(state.quorum(), "weight 2 is not below 3 - 1");
    hear(1, new RealServerHealth.View(true, -1));
    assertFalse(state.quorum(), "weight 1");
    assertEquals(
        List.of(
            "Changing weight from 2 to 1 for active service [10.1.0.2]:tcp:80 of VS"
                + " [10.0.0.1]:tcp:80",
            "Lost quorum 3-1=2 > 1 for VS [10.0.0.1]:tcp:80"),
        log());
    up(2);
    assertFalse(state.quorum(), "weight 2");
    hear(1, RealServerHealth.View.UP);
    assertFalse(state.quorum(), "weight 3 is below 3 + 1");
    up(0);
    assertTrue(state.quorum(), "weight 5");
    assertEquals(
        List.of(
            "Adding service [10.1.0.1]:tcp:80 to VS [10.0.0.1]:tcp:80",
            "Gained quorum 3+1=4 <= 5 for VS [10.0.0.1]:tcp:80"),
        log());
  }

  @Test
  void aServiceThatNeverHadQuorumSaysNothing() {
    given(vary(service("10.0.0.1", 80, A, B), p -> p.quorum(2, 1)));
    assertEquals(List.of(), reports);
    assertEquals(List.of("[10.1.0.1]:80 1", "[10.1.0.2]:80 1"), table());
    down(0);
    assertEquals(1, log().size(), "no quorum to lose");
  }

  @Test
  void withoutASorryServerThoseThatRemainServeOn() {
    given(vary(service("10.0.0.1", 80, A, B), p -> p.quorum(2, 0)));
    down(0);
    assertFalse(state.quorum());
    assertEquals(List.of("[10.1.0.2]:80 1"), table());
  }

  @Test
  void quorumIsLostWhenNothingLivesWhateverTheHysteresis() {
    given(vary(service("10.0.0.1", 80, A), p -> p.quorum(1, 1)), true);
    assertFalse(state.quorum());
    given(vary(service("10.0.0.1", 80, weight(2, A)), p -> p.quorum(1, 1)));
    assertTrue(state.quorum());
    down(0);
    assertFalse(state.quorum());
  }

  @Test
  void theSorryServerServesWhileQuorumIsLost() {
    given(
        vary(
            service("10.0.0.1", 80, A, inhibited(B)),
            p -> p.quorum(2, 0).sorry("10.9.0.9", 80, false)));
    down(0);
    assertEquals(
        List.of(
            "Removing service [10.1.0.1]:tcp:80 from VS [10.0.0.1]:tcp:80",
            "Lost quorum 2-0=2 > 1 for VS [10.0.0.1]:tcp:80",
            "Adding sorry server [10.9.0.9]:tcp:80 to VS [10.0.0.1]:tcp:80",
            "Removing alive servers from the pool for VS [10.0.0.1]:tcp:80"),
        log());
    assertEquals(List.of("[10.9.0.9]:80 1", "[10.1.0.2]:80 0"), table());
    assertEquals(
        List.of(
            "RS [10.1.0.1]:tcp:80 DOWN => why <= [SCRIPT, FIFO, TRAP]",
            "VS DOWN => Lost quorum 2+0=2 <= 1 <= runs quorum down [SCRIPT, FIFO, TRAP]",
            "RS [10.1.0.1]:tcp:80 DOWN => why <= [MAIL]"),
        notices());
    down(1);
    assertEquals(List.of("Disabling service [10.1.0.2]:tcp:80 of VS [10.0.0.1]:tcp:80"), log());
    up(0);
    assertEquals(List.of("Adding service [10.1.0.1]:tcp:80 to VS [10.0.0.1]:tcp:80"), log());
    assertEquals(List.of("[10.9.0.9]:80 1", "[10.1.0.2]:80 0"), table(), "only marked alive");
    up(1);
    assertEquals(
        List.of(
            "Enabling service [10.1.0.2]:tcp:80 of VS [10.0.0.1]:tcp:80",
            "Gained quorum 2+0=2 <= 2 for VS [10.0.0.1]:tcp:80",
            "Removing sorry server [10.9.0.9]:tcp:80 from VS [10.0.0.1]:tcp:80",
            "Adding alive servers to the pool for VS [10.0.0.1]:tcp:80"),
        log());
    assertEquals(List.of("[10.1.0.1]:80 1", "[10.1.0.2]:80 1"), table());
  }

  @Test
  void anInhibitedSorryServerStaysWithWeightZero() {
    given(vary(service("10.0.0.1", 80, A), p -> p.sorry("10.9.0.9", 80, true)));
    assertEquals(List.of("[10.9.0.9]:80 0", "[10.1.0.1]:80 1"), table());
    down(0);
    assertEquals("Enabling sorry server [10.9.0.9]:tcp:80 to VS [10.0.0.1]:tcp:80", log().get(2));
    assertEquals(List.of("[10.9.0.9]:80 1"), table());
    up(0);
    assertEquals(
        "Disabling sorry server [10.9.0.9]:tcp:80 from VS [10.0.0.1]:tcp:80", log().get(2));
    assertEquals(List.of("[10.9.0.9]:80 0", "[10.1.0.1]:80 1"), table());
  }

  @Test
  void theSorryServerMayBeARealServer() {
    given(
        vary(
            service("10.0.0.1", 80, weight(5, inhibited(A)), B),
            p -> p.quorum(2, 0).sorry("10.1.0.1", 80, true)));
    assertEquals(List.of("[10.1.0.1]:80 5", "[10.1.0.2]:80 1"), table());
    down(0);
    assertEquals(List.of("[10.1.0.1]:80 1"), table(), "serves as sorry server");
  }

  @Test
  void weightsThatChangeAreClampedForTheKernelAndNegativeOnesCountNothing() {
    given(service("10.0.0.1", 80, A, B));
    hear(0, new RealServerHealth.View(true, -11));
    assertEquals(
        "Changing weight from 1 to 0 for active service [10.1.0.1]:tcp:80 of VS"
            + " [10.0.0.1]:tcp:80",
        log().getFirst());
    assertEquals(1, state.liveWeight(site));
    hear(0, new RealServerHealth.View(true, 70000));
    assertEquals(List.of("[10.1.0.1]:80 70001", "[10.1.0.2]:80 1"), table());
    assertEquals(70002, state.liveWeight(site));
  }

  @Test
  void aFirstFailureOfAnAlphaServerIsTold() {
    given(service("10.0.0.1", 80, A), false);
    take(
        VirtualServerMachine.heard(
            site,
            state,
            new VirtualServerMachine.Heard(
                id(0), check(0, 0), RealServerHealth.View.DOWN, true, Optional.empty())));
    assertEquals(List.of("RS [10.1.0.1]:tcp:80 DOWN  [SCRIPT, FIFO, TRAP]"), notices());
    assertEquals(List.of(), log());
  }

  @Test
  void aResultThatChangesNothingSaysNothing() {
    given(service("10.0.0.1", 80, A));
    take(
        VirtualServerMachine.heard(
            site,
            state,
            new VirtualServerMachine.Heard(
                id(0), check(0, 0), RealServerHealth.View.UP, false, Optional.empty())));
    assertEquals(List.of(), reports);
  }

  @Test
  void mailAboutACheckThatChangesNoServerIsMarkedAsSuch() {
    given(
        service("10.0.0.1", 80, server("10.1.0.1", 80, tcp("10.1.0.1", 80), tcp("10.1.0.1", 81))));
    down(0);
    take(
        VirtualServerMachine.heard(
            site,
            state,
            new VirtualServerMachine.Heard(
                id(0), check(0, 1), RealServerHealth.View.DOWN, false, Optional.of("=> why <="))));
    assertEquals(List.of("RS [10.1.0.1]:tcp:80 DOWN => why <= [CHECKER_MAIL]"), notices());
    // The other check still fails: the mail reports the state of the server, not of the check.
    take(
        VirtualServerMachine.heard(
            site,
            state,
            new VirtualServerMachine.Heard(
                id(0), check(0, 1), RealServerHealth.View.UP, false, Optional.of("=> fine <="))));
    assertEquals(List.of("RS [10.1.0.1]:tcp:80 DOWN => fine <= [CHECKER_MAIL]"), notices());
  }

  @Test
  void initialNotifiesAreMadeWhereAskedFor() {
    site = VirtualServerDefinition.of(service("10.0.0.1", 80, notifying(A), B));
    var members =
        List.of(
            new RealServerHealth(List.of(RealServerHealth.View.UP)),
            new RealServerHealth(List.of(RealServerHealth.View.DOWN)));
    take(VirtualServerMachine.begin(site, members, true));
    assertEquals(
        List.of(
            "RS [10.1.0.1]:tcp:80 UP  runs up [10.1.0.1]:80 [SCRIPT, FIFO, TRAP]",
            "VS UP => Starting with quorum up 1+0=1 <= 1 <= [SCRIPT, FIFO, TRAP]"),
        notices());
  }

  @Test
  void atTheStopOnlyOmegaServicesTellMoreThanTraps() {
    given(vary(service("10.0.0.1", 80, A, inhibited(B)), p -> p.withOmega().withMail()));
    down(1);
    take(VirtualServerMachine.stopped(site, state));
    assertEquals(
        List.of(
            "Shutting down service [10.1.0.1]:tcp:80 from VS [10.0.0.1]:tcp:80",
            "Shutting down (inhibited) service [10.1.0.2]:tcp:80 from VS [10.0.0.1]:tcp:80"),
        log());
    assertEquals(
        List.of(
            "RS [10.1.0.1]:tcp:80 DOWN => Shutting down <= [SCRIPT, FIFO, TRAP]",
            "RS [10.1.0.1]:tcp:80 DOWN => Shutting down <= [MAIL]",
            "VS DOWN => Shutting down <= [SCRIPT, FIFO, TRAP, MAIL]"),
        notices());
    given(service("10.0.0.1", 80, A));
    take(VirtualServerMachine.stopped(site, state));
    assertEquals(
        List.of(
            "RS [10.1.0.1]:tcp:80 DOWN => Shutting down <= [TRAP]",
            "VS DOWN => Shutting down <= [TRAP]"),
        notices());
  }

  @Test
  void aServiceThatAReloadRemovesIsAlwaysTold() {
    given(service("10.0.0.1", 80, A, B));
    down(1);
    take(VirtualServerMachine.removed(site, state));
    assertEquals(
        List.of(
            "Removing Virtual Server [10.0.0.1]:tcp:80",
            "Removing service [10.1.0.1]:tcp:80 from VS [10.0.0.1]:tcp:80",
            "Removing service [10.1.0.2]:tcp:80 from VS [10.0.0.1]:tcp:80"),
        log());
    assertEquals(
        List.of(
            "RS [10.1.0.1]:tcp:80 DOWN => Removing <= [SCRIPT, FIFO, TRAP]",
            "RS [10.1.0.1]:tcp:80 DOWN => Removing <= [MAIL]",
            "VS DOWN => Lost quorum 1+0=1 <= 0 <= [SCRIPT, FIFO, TRAP]"),
        notices());
  }

  @Test
  void namesOfMarksAndGroups() {
    var marked =
        vary(
            service("10.0.0.1", 80, server("10.1.0.1", 0)),
            p -> p.address(new VirtualServer.Address.Mark(7), VirtualServer.Protocol.NONE));
    assertEquals("FWM 7", VirtualServerDefinition.of(marked).name());
    assertEquals(
        List.of("[10.1.0.1]:none:0"),
        VirtualServerDefinition.of(marked).servers().stream()
            .map(RealServerDefinition::name)
            .toList());
    var group =
        vary(
            service("10.0.0.1", 80),
            p -> p.address(new VirtualServer.Address.Group("G"), VirtualServer.Protocol.TCP));
    assertEquals("[G]:0", VirtualServerDefinition.of(group).name());
    assertEquals(
        "[fe80::1]:tcp:80",
        LogNames.server(Configs.endpoint("fe80::1", 80), VirtualServer.Protocol.TCP));
  }
}
