package keepalived.healthcheck.engine;

import static keepalived.healthcheck.engine.Configs.alpha;
import static keepalived.healthcheck.engine.Configs.connection;
import static keepalived.healthcheck.engine.Configs.directly;
import static keepalived.healthcheck.engine.Configs.endpoint;
import static keepalived.healthcheck.engine.Configs.server;
import static keepalived.healthcheck.engine.Configs.service;
import static keepalived.healthcheck.engine.Configs.tcp;
import static keepalived.healthcheck.engine.Configs.timing;
import static keepalived.healthcheck.engine.Configs.vary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.core.config.Check;
import keepalived.core.config.GlobalSettings.LvsGlobals;
import keepalived.core.config.GlobalSettings.LvsSyncDaemon;
import keepalived.core.config.GlobalSettings.LvsTimeouts;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.LvsConfig.VirtualServerGroup;
import keepalived.core.config.VirtualServer;
import keepalived.core.log.Level;
import keepalived.core.log.LogLine;
import keepalived.core.log.Part;
import keepalived.core.notify.VrrpNotification.State;
import keepalived.ipvs.MemoryIpvsDriver;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Method;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.SyncDaemon;
import org.junit.jupiter.api.Test;

class LvsEngineTest {

  private static final ServiceKey WEB =
      new ServiceKey.ByAddress(VirtualServer.Protocol.TCP, endpoint("10.0.0.1", 80));
  private static final Check A = tcp("10.1.0.1", 80);
  private static final Check B = tcp("10.1.0.2", 80);

  private static VirtualServer web() {
    return service("10.0.0.1", 80, server("10.1.0.1", 80, A), server("10.1.0.2", 80, B));
  }

  private static Service inKernel(String... servers) {
    var destinations =
        java.util.Arrays.stream(servers)
            .map(s -> new Destination(endpoint(s, 80), new Method.Masquerade(), 1))
            .toList();
    return Service.of(WEB, Options.of("wrr"), destinations);
  }

  @Test
  void whatOthersChangedInTheKernelIsRepaired() {
    var story = new EngineStory().start(Configs.config(web()));
    story.seconds(3);
    story.log();
    story.driver.apply(
        List.of(
            new Command.DeleteDestination(WEB, endpoint("10.1.0.1", 80)),
            new Command.AddDestination(
                WEB, new Destination(endpoint("10.6.6.6", 80), new Method.Masquerade(), 1))));
    story.seconds(30);
    assertEquals(
        List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.2]:80 1", "  [10.1.0.1]:80 1"), story.table());
    assertEquals(
        List.of(
            "IPVS table differs from the desired state, repairing: [add [10.1.0.1]:80 to"
                + " [10.0.0.1]:tcp:80, delete [10.6.6.6]:80 from [10.0.0.1]:tcp:80]"),
        story.log());
    story.driver.flush();
    story.seconds(30);
    assertEquals(
        List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.1]:80 1", "  [10.1.0.2]:80 1"), story.table());
    story.seconds(1);
    assertEquals(2, story.engine.snapshot().repairs());
  }

  @Test
  void servicesOfOthersAreLeftAlone() {
    var foreign =
        Service.of(
            new ServiceKey.ByMark(99, keepalived.core.net.Family.IPV4),
            Options.of("rr"),
            List.of());
    var story =
        new EngineStory(new MemoryIpvsDriver(IpvsTable.of(List.of(foreign))))
            .start(Configs.config(web()));
    story.seconds(100);
    story.engine.stop(LvsEngine.TableAtStop.REMOVED);
    assertEquals(List.of("FWM 99 rr"), story.table());
  }

  @Test
  void aKilledProcessLeavesATableThatIsTakenOver() {
    var story = new EngineStory(new MemoryIpvsDriver(IpvsTable.of(List.of(inKernel("10.1.0.2")))));
    story.start(Configs.config(web()));
    assertEquals(List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.2]:80 1"), story.table());
    story.seconds(2);
    assertEquals(
        List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.2]:80 1", "  [10.1.0.1]:80 1"), story.table());
  }

  @Test
  void anAlphaServerThatServedBeforeTheCrashServesOn() {
    var check = new Check.TcpCheck(alpha(timing()), connection(endpoint("10.1.0.1", 80)));
    var config = Configs.config(service("10.0.0.1", 80, server("10.1.0.1", 80, check)));
    var story = new EngineStory(new MemoryIpvsDriver(IpvsTable.of(List.of(inKernel("10.1.0.1")))));
    story.start(config);
    assertEquals(List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.1]:80 1"), story.table());
    story.prober.fail(check);
    story.seconds(2);
    assertEquals(List.of("[10.0.0.1]:tcp:80 wrr"), story.table());
  }

  @Test
  void flushAtStartTakesEverythingAway() {
    var story = new EngineStory(new MemoryIpvsDriver(IpvsTable.of(List.of(inKernel("10.6.6.6")))));
    story.engine.start(
        Configs.config(),
        new LvsGlobals(
            LvsTimeouts.KERNEL, true, LvsGlobals.FlushOnStop.NO, Optional.empty(), false, false));
    assertEquals(List.of(), story.table());
  }

  @Test
  void theTableStaysWhereAskedFor() {
    var story = new EngineStory().start(Configs.config(web()));
    story.engine.stop(LvsEngine.TableAtStop.KEPT);
    assertEquals(3, story.table().size());
    story.seconds(100);
    assertEquals(0, story.prober.attempts.size(), "no check after the stop");
  }

  @Test
  void aReloadTouchesOnlyWhatChanged() {
    var story = new EngineStory().start(Configs.config(web()));
    story.prober.fail(A);
    story.seconds(5);
    var attempts = story.prober.attempts.size();
    var other = service("10.0.0.2", 80, server("10.1.0.1", 80, A));
    story.engine.reconfigure(Configs.config(web(), other), LvsGlobals.DEFAULT);
    assertEquals(
        List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.2]:80 1", "[10.0.0.2]:tcp:80 wrr"),
        story.table(),
        "the verdict survives, also for a new service of the same server");
    story.seconds(1.9);
    assertEquals(2, story.prober.attempts.size() - attempts, "the schedule survives");
  }

  @Test
  void aCheckAtOtherTimesKeepsItsVerdict() {
    var story = new EngineStory().start(Configs.config(web()));
    story.prober.fail(A);
    story.seconds(5);
    var slower = new Check.TcpCheck(Configs.retries(5), connection(endpoint("10.1.0.1", 80)));
    story.prober.fail(slower);
    story.forget();
    story.engine.reconfigure(
        Configs.config(
            service(
                "10.0.0.1",
                80,
                server("10.1.0.1", 80, slower),
                server("10.1.0.2", 80, tcp("10.1.0.2", 80)))),
        LvsGlobals.DEFAULT);
    assertEquals(List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.2]:80 1"), story.table());
    story.seconds(20);
    assertEquals(List.of(), story.fifo(), "dead it was, dead it is");
    story.prober.heal(slower);
    story.seconds(3);
    assertEquals(3, story.table().size());
  }

  @Test
  void aCheckWithOtherParametersStartsAnewWithItsRetries() {
    var story = new EngineStory().start(Configs.config(web()));
    story.seconds(3);
    var changed = new Check.TcpCheck(Configs.retries(2), connection(endpoint("10.1.0.1", 81)));
    story.prober.fail(changed);
    story.engine.reconfigure(
        Configs.config(service("10.0.0.1", 80, server("10.1.0.1", 80, changed))),
        LvsGlobals.DEFAULT);
    story.seconds(2.5);
    assertEquals(List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.1]:80 1"), story.table());
    story.seconds(2);
    assertEquals(List.of("[10.0.0.1]:tcp:80 wrr"), story.table());
  }

  @Test
  void aServiceThatIsGoneLeavesTheTable() {
    var story = new EngineStory().start(Configs.config(web()));
    story.engine.reconfigure(Configs.config(), LvsGlobals.DEFAULT);
    assertEquals(List.of(), story.table());
    story.seconds(60);
    assertEquals(0, story.prober.attempts.size());
  }

  @Test
  void checksPauseWhileTheAddressIsElsewhere() {
    var story = new EngineStory();
    story.start(Configs.config(vary(web(), Configs.Parts::withSuspend)));
    assertEquals(
        List.of(
            "Initializing ipvs",
            "Gained quorum 1+0=1 <= 2 for VS [10.0.0.1]:tcp:80",
            "Deactivating healthchecker for service [10.1.0.1]:tcp:80 for VS [10.0.0.1]:tcp:80",
            "Deactivating healthchecker for service [10.1.0.2]:tcp:80 for VS [10.0.0.1]:tcp:80"),
        story.log());
    story.seconds(10);
    assertEquals(List.of(), story.prober.attempts);
    story.engine.addressAppeared(endpoint("10.0.0.1", 0).address());
    assertEquals(
        List.of(
            "Netlink reflector reports IP 10.0.0.1 added",
            "Activating healthchecker for service [10.1.0.1]:tcp:80 for VS [10.0.0.1]:tcp:80",
            "Activating healthchecker for service [10.1.0.2]:tcp:80 for VS [10.0.0.1]:tcp:80"),
        story.log());
    story.seconds(3);
    assertTrue(story.prober.attempts.size() >= 2);
    story.engine.addressVanished(endpoint("10.0.0.1", 0).address());
    var attempts = story.prober.attempts.size();
    story.seconds(20);
    assertEquals(attempts, story.prober.attempts.size());
    assertTrue(
        story
            .log()
            .contains(
                "Suspending healthchecker for service [10.1.0.2]:tcp:80 for VS [10.0.0.1]:tcp:80"));
  }

  @Test
  void aGroupStandsForEachOfItsMembers() {
    var group =
        new VirtualServerGroup(
            "G",
            List.of(
                new VirtualServerGroup.Member.Range(
                    endpoint("10.0.1.254", 0).address(), endpoint("10.0.2.1", 0).address(), 80),
                new VirtualServerGroup.Member.Mark(9, Optional.empty())));
    var server =
        vary(
            web(),
            p -> p.address(new VirtualServer.Address.Group("G"), VirtualServer.Protocol.TCP));
    var story = new EngineStory();
    story.start(new LvsConfig(List.of(server), Map.of("G", group), Optional.empty()));
    assertEquals(
        Set.of(
            "[10.0.1.254]:tcp:80 wrr",
            "[10.0.1.255]:tcp:80 wrr",
            "[10.0.2.0]:tcp:80 wrr",
            "[10.0.2.1]:tcp:80 wrr",
            "FWM 9 wrr",
            "  [10.1.0.1]:80 1",
            "  [10.1.0.2]:80 1"),
        Set.copyOf(story.table()));
    var smaller = new VirtualServerGroup("G", List.of(group.members().get(1)));
    story.log();
    story.engine.reconfigure(
        new LvsConfig(List.of(server), Map.of("G", smaller), Optional.empty()), LvsGlobals.DEFAULT);
    assertEquals(List.of("FWM 9 wrr", "  [10.1.0.1]:80 1", "  [10.1.0.2]:80 1"), story.table());
    assertTrue(story.log().contains("VS [10.0.1.254-10.0.2.1,80] in group G no longer exists"));
  }

  @Test
  void withoutNatEachServiceOfAGroupKeepsItsPort() {
    var web = endpoint("10.0.1.1", 0).address();
    var group =
        new VirtualServerGroup(
            "G",
            List.of(
                new VirtualServerGroup.Member.Range(web, web, 80),
                new VirtualServerGroup.Member.Range(web, web, 443),
                new VirtualServerGroup.Member.Mark(9, Optional.empty())));
    var mixed =
        service(
            "10.0.0.1",
            80,
            directly(server("10.1.0.1", 80)),
            directly(server("10.1.0.1", 81)),
            server("10.1.0.2", 80));
    var grouped =
        vary(
            mixed,
            p -> p.address(new VirtualServer.Address.Group("G"), VirtualServer.Protocol.TCP));
    var story = new EngineStory();
    story.start(new LvsConfig(List.of(grouped), Map.of("G", group), Optional.empty()));
    assertEquals(
        List.of(
            "[10.0.1.1]:tcp:80 wrr",
            "  [10.1.0.1]:80 1",
            "  [10.1.0.2]:80 1",
            "[10.0.1.1]:tcp:443 wrr",
            "  [10.1.0.1]:443 1",
            "  [10.1.0.2]:80 1",
            "FWM 9 wrr",
            "  [10.1.0.1]:0 1",
            "  [10.1.0.2]:80 1"),
        story.table());
  }

  private static LvsGlobals syncing(Optional<String> instance) {
    var daemon =
        new LvsSyncDaemon(
            "eth0",
            instance,
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty());
    return new LvsGlobals(
        LvsTimeouts.KERNEL, false, LvsGlobals.FlushOnStop.NO, Optional.of(daemon), false, false);
  }

  private static List<String> daemons(EngineStory story) {
    return story.driver.syncDaemons().stream()
        .map(d -> d.role() + " " + d.interfaceName() + " " + d.id())
        .toList();
  }

  @Test
  void theSyncDaemonFollowsWhatWasToldBeforeTheConfiguration() {
    var story = new EngineStory();
    story.engine.instanceEntered("VI_1", State.BACKUP, OptionalInt.of(51));
    story.engine.instanceEntered("VI_2", State.MASTER, OptionalInt.of(52));
    story.engine.start(LvsConfig.EMPTY, syncing(Optional.of("VI_1")));
    assertEquals(List.of("BACKUP eth0 51"), daemons(story));
    story.engine.reconfigure(LvsConfig.EMPTY, syncing(Optional.of("VI_2")));
    assertEquals(List.of("MASTER eth0 52"), daemons(story));
    story.engine.instanceEntered("VI_2", State.STOP, OptionalInt.of(52));
    story.engine.reconfigure(LvsConfig.EMPTY, syncing(Optional.of("VI_1")));
    story.engine.reconfigure(LvsConfig.EMPTY, syncing(Optional.of("VI_2")));
    assertEquals(List.of(), daemons(story));
  }

  @Test
  void theSyncDaemonFollowsItsInstance() {
    var story = new EngineStory();
    story.engine.start(LvsConfig.EMPTY, syncing(Optional.of("VI_1")));
    assertEquals(List.of(), daemons(story));
    story.engine.instanceEntered("VI_2", State.MASTER, OptionalInt.of(52));
    assertEquals(List.of(), daemons(story));
    story.engine.instanceEntered("VI_1", State.BACKUP, OptionalInt.of(51));
    assertEquals(List.of("BACKUP eth0 51"), daemons(story));
    story.engine.instanceEntered("VI_1", State.MASTER, OptionalInt.of(51));
    assertEquals(List.of("MASTER eth0 51"), daemons(story));
    story.engine.instanceEntered("VI_1", State.FAULT, OptionalInt.of(51));
    assertEquals(List.of("BACKUP eth0 51"), daemons(story));
    story.engine.stop(LvsEngine.TableAtStop.REMOVED);
    assertEquals(List.of(), daemons(story));
  }

  @Test
  void withoutAnInstanceBothDirectionsRun() {
    var story = new EngineStory();
    story.driver.start(SyncDaemon.of(SyncDaemon.Role.MASTER, "eth7", 3));
    story.engine.start(LvsConfig.EMPTY, syncing(Optional.empty()));
    assertEquals(List.of("MASTER eth0 0", "BACKUP eth0 0"), daemons(story));
  }

  @Test
  void timeoutsAreSet() {
    var story = new EngineStory();
    story.engine.start(
        LvsConfig.EMPTY,
        new LvsGlobals(
            new LvsTimeouts(
                Optional.of(Duration.ofSeconds(77)), Optional.empty(), Optional.empty()),
            false,
            LvsGlobals.FlushOnStop.NO,
            Optional.empty(),
            false,
            false));
    assertEquals(Duration.ofSeconds(77), story.driver.timeouts().tcp());
    assertEquals(Duration.ofSeconds(300), story.driver.timeouts().udp());
    story.engine.stop(LvsEngine.TableAtStop.REMOVED);
    assertEquals(Duration.ofSeconds(900), story.driver.timeouts().tcp(), "as they were found");
  }

  @Test
  void aBfdSessionAndAFileDecide() {
    var bfd = new Check.BfdCheck(alpha(timing()), "peer");
    var file = new Check.FileCheck(timing(), "maintenance", 0, false);
    var story = new EngineStory();
    story.start(
        Configs.config(
            service("10.0.0.1", 80, server("10.1.0.1", 80, bfd), server("10.1.0.2", 80, file))));
    assertEquals(List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.2]:80 1"), story.table());
    story.engine.sessionChanged("peer", true);
    story.engine.fileRead("maintenance", 1);
    assertEquals(List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.1]:80 1"), story.table());
    assertTrue(story.log().contains("BFD check of [peer] RS([10.1.0.1]:tcp:80) is UP"));
    story.engine.sessionChanged("peer", false);
    story.engine.fileRead("maintenance", 0);
    assertEquals(List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.2]:80 1"), story.table());
  }

  @Test
  void theSnapshotSaysWhyAndSince() {
    var story = new EngineStory().start(Configs.config(web()));
    story.prober.fail(A);
    story.seconds(4);
    var view = story.engine.snapshot().services().getFirst();
    assertEquals("[10.0.0.1]:tcp:80", view.name());
    assertEquals(List.of(WEB), view.keys());
    assertEquals(1, view.liveWeight());
    var failed = view.servers().getFirst();
    assertEquals(false, failed.alive());
    assertEquals("connection refused", failed.checks().getFirst().lastResult());
    var fine = view.servers().getLast();
    assertEquals("fine", fine.checks().getFirst().lastResult());
    assertTrue(fine.checks().getFirst().lastAt().isPresent());
  }

  @Test
  void firstChecksAreSpreadOverTheWarmUp() {
    var timing =
        new Check.Timing(
            Duration.ofSeconds(60), 1, Duration.ofSeconds(1), Duration.ofSeconds(60), false, false);
    var servers = new keepalived.core.config.RealServer[100];
    for (int i = 0; i < servers.length; i++) {
      servers[i] =
          server(
              "10.1.0." + i,
              80,
              new Check.TcpCheck(timing, connection(endpoint("10.1.0." + i, 80))));
    }
    var story = new EngineStory().start(Configs.config(service("10.0.0.1", 80, servers)));
    story.seconds(1);
    assertEquals(0, story.prober.attempts.size());
    story.seconds(30);
    int half = story.prober.attempts.size();
    assertTrue(30 < half && half < 70, half + " of 100 in the first half");
    story.seconds(30.001);
    assertEquals(100, story.prober.attempts.size());
  }

  @Test
  void aServiceConfiguredTwiceIsSaidOnce() {
    var single = web();
    var group =
        new VirtualServerGroup(
            "G",
            List.of(
                new VirtualServerGroup.Member.Range(
                    endpoint("10.0.0.1", 0).address(), endpoint("10.0.0.1", 0).address(), 80)));
    var again =
        vary(
            web(),
            p ->
                p.address(new VirtualServer.Address.Group("G"), VirtualServer.Protocol.TCP)
                    .scheduler("rr"));
    var story = new EngineStory();
    story.start(new LvsConfig(List.of(single, again), Map.of("G", group), Optional.empty()));
    assertEquals("[10.0.0.1]:tcp:80 wrr", story.table().getFirst());
    story.prober.fail(A);
    story.seconds(5);
    assertEquals("[10.0.0.1]:tcp:80 wrr", story.table().getFirst(), "also after a verdict");
    assertTrue(
        story.log.contains(
            new LogLine(
                Part.CHECKER,
                Level.WARNING,
                "VS [G]:0: [[10.0.0.1]:tcp:80] also belong to an earlier virtual server, their real"
                    + " servers are combined, scheduler and flags are those of the first")));
  }
}
