package keepalived.healthcheck.engine;

import static keepalived.healthcheck.engine.Configs.endpoint;
import static keepalived.healthcheck.engine.Configs.server;
import static keepalived.healthcheck.engine.Configs.service;
import static keepalived.healthcheck.engine.Configs.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.Check;
import keepalived.core.config.GlobalSettings.LvsGlobals;
import keepalived.core.config.GlobalSettings.LvsTimeouts;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.VirtualServer;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.IpvsException.Reason;
import keepalived.ipvs.MemoryIpvsDriver;
import keepalived.ipvs.Refused;
import keepalived.ipvs.fullnat.FullNatService;
import keepalived.ipvs.fullnat.SourceTranslation;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.Timeouts;
import org.junit.jupiter.api.Test;

/// The kernel's table changes under the engine, refuses commands, and disappears and returns; and
/// an engine starts after a killed one.
class KernelTableTest {

  private static final Check A = tcp("10.1.0.1", 80);
  private static final Check B = tcp("10.1.0.2", 80);
  private static final ServiceKey WEB = key("10.0.0.1");
  private static final List<String> WHOLE =
      List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.1]:80 1", "  [10.1.0.2]:80 1");

  private static ServiceKey key(String address) {
    return new ServiceKey.ByAddress(VirtualServer.Protocol.TCP, endpoint(address, 80));
  }

  private static VirtualServer web() {
    return service("10.0.0.1", 80, server("10.1.0.1", 80, A), server("10.1.0.2", 80, B));
  }

  /// A kernel that fails on demand.
  private static final class Kernel extends ForwardingDriver {
    private final MemoryIpvsDriver table;
    private boolean absent;
    private boolean refuses;
    private int dumps;

    Kernel(MemoryIpvsDriver table) {
      super(table);
      this.table = table;
    }

    private void requirePresent() {
      if (absent) {
        throw new IpvsException("open IPVS", Reason.NO_IPVS, "");
      }
    }

    @Override
    public IpvsTable dump() {
      requirePresent();
      dumps++;
      return super.dump();
    }

    @Override
    public List<Refused> apply(List<Command> plan) {
      requirePresent();
      return refuses
          ? plan.stream().map(c -> new Refused(c, refusal(c))).toList()
          : super.apply(plan);
    }

    @Override
    public void setTimeouts(Timeouts wanted) {
      requirePresent();
      super.setTimeouts(wanted);
    }

    private static IpvsException refusal(Command command) {
      return new IpvsException(command.toString(), Reason.NO_MEMORY, "");
    }
  }

  private final MemoryIpvsDriver table = new MemoryIpvsDriver();
  private final Kernel kernel = new Kernel(table);
  private final FakeNat nat = new FakeNat();
  private final FakeClaims claims = new FakeClaims();

  private EngineStory story() {
    return new EngineStory(table, new LvsEngine.Kernel(kernel, nat, claims));
  }

  private static final class FakeClaims implements Claims {
    private Set<ServiceKey> kept = Set.of();

    @Override
    public Set<ServiceKey> before() {
      return kept;
    }

    @Override
    public void remember(Set<ServiceKey> services) {
      kept = Set.copyOf(services);
    }
  }

  private static final class FakeNat implements SourceTranslation {
    private final Set<ServiceKey> translated = new HashSet<>();
    private Optional<String> failure = Optional.empty();
    private boolean leftOver = true;

    @Override
    public Optional<String> reconcile(List<FullNatService> services) {
      if (services.isEmpty() || failure.isEmpty()) {
        translated.clear();
        services.forEach(s -> translated.add(s.key()));
        return Optional.empty();
      }
      return failure;
    }

    @Override
    public Set<ServiceKey> translated() {
      return Set.copyOf(translated);
    }

    @Override
    public void removeLeftOver() {
      leftOver = false;
    }
  }

  @Test
  void aFlushedTableIsRepairedAtTheReload() {
    var story = story().start(Configs.config(web()));
    story.seconds(3);
    story.log();
    table.flush();
    int dumps = kernel.dumps;
    story.engine.reconfigure(Configs.config(web()), LvsGlobals.DEFAULT);
    assertEquals(WHOLE, story.table());
    assertEquals(1, kernel.dumps - dumps);
    assertEquals(1, story.engine.snapshot().repairs());
    assertTrue(
        story
            .log()
            .contains(
                "IPVS table differs from the desired state, repairing: [add service"
                    + " [10.0.0.1]:tcp:80, add [10.1.0.1]:80 to [10.0.0.1]:tcp:80, add"
                    + " [10.1.0.2]:80 to [10.0.0.1]:tcp:80]"));
  }

  @Test
  void aReloadThatChangesSomethingDoesNotCountThatAsARepair() {
    var story = story().start(Configs.config(web()));
    story.seconds(3);
    var heavier = service("10.0.0.1", 80, Configs.weight(7, server("10.1.0.1", 80, A)));
    story.engine.reconfigure(Configs.config(heavier), LvsGlobals.DEFAULT);
    assertEquals(List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.1]:80 7"), story.table());
    assertEquals(0, story.engine.snapshot().repairs());
  }

  @Test
  void reloadsDoNotPutTheComparisonOff() {
    var story = story().start(Configs.config(web()));
    for (int i = 0; i < 4; i++) {
      story.seconds(9);
      if (i == 2) {
        story.engine.reconfigure(Configs.config(web()), LvsGlobals.DEFAULT);
        table.flush();
      } else {
        story.engine.reconfigure(Configs.config(web()), LvsGlobals.DEFAULT);
      }
      if (i == 2) {
        story.seconds(3.5);
        assertEquals(WHOLE, story.table(), "30 s after the start, 3 s after the reload");
      }
    }
  }

  @Test
  void whatIsRefusedIsNotSaidToBeDoneAndIsTriedAgain() {
    var story = story().start(Configs.config(web()));
    story.prober.fail(A);
    story.seconds(5);
    story.log();
    kernel.refuses = true;
    story.prober.heal(A);
    story.seconds(2.5);
    var log = story.log();
    assertFalse(log.stream().anyMatch(line -> line.startsWith("Adding service")), log::toString);
    assertTrue(
        log.contains(
            "IPVS refused a change, will be retried: adding service"
                + " [10.1.0.1]:tcp:80 to VS [10.0.0.1]:tcp:80"),
        log::toString);
    kernel.refuses = false;
    story.seconds(30);
    assertEquals(Set.copyOf(WHOLE), Set.copyOf(story.table()));
  }

  @Test
  void changesDoNotPutTheRetryOff() {
    var story = story().start(Configs.config(web()));
    story.seconds(3);
    kernel.refuses = true;
    var other = service("10.0.0.2", 80, server("10.1.0.1", 80, A));
    story.engine.reconfigure(Configs.config(web(), other), LvsGlobals.DEFAULT);
    story.prober.fail(A);
    story.prober.fail(B);
    story.seconds(1.9);
    kernel.refuses = false;
    story.seconds(0.2);
    assertTrue(story.table().contains("[10.0.0.2]:tcp:80 wrr"), story.table()::toString);
  }

  @Test
  void ipvsThatComesAgainIsFilledAndHasItsTimeouts() {
    var seconds = Duration.ofSeconds(77);
    var settings =
        new LvsGlobals(
            new LvsTimeouts(Optional.of(seconds), Optional.empty(), Optional.empty()),
            false,
            LvsGlobals.FlushOnStop.NO,
            Optional.empty(),
            false,
            false);
    var story = story();
    story.engine.start(Configs.config(web()), settings);
    story.seconds(3);
    table.flush();
    table.setTimeouts(Timeouts.KERNEL);
    kernel.absent = true;
    story.seconds(40);
    story.prober.fail(A);
    story.seconds(10);
    story.prober.heal(A);
    story.seconds(10);
    assertFalse(story.log().stream().anyMatch(line -> line.startsWith("Adding service")));
    kernel.absent = false;
    story.seconds(30);
    assertEquals(WHOLE, story.table());
    assertEquals(seconds, table.timeouts().tcp());
  }

  @Test
  void whatTheProcessBeforeMadeAndNobodyWantsIsRemoved() {
    var killed = story().start(Configs.config(web(), service("10.0.0.2", 80)));
    killed.seconds(1);
    assertEquals(Set.of(WEB, key("10.0.0.2")), claims.kept);
    table.apply(List.of(new Command.AddService(key("10.0.0.9"), Options.of("rr"))));

    var story = story().start(Configs.config(web()));
    assertFalse(nat.leftOver);
    story.seconds(3);
    assertEquals(
        List.of("[10.0.0.1]:tcp:80 wrr", "[10.0.0.9]:tcp:80 rr"),
        story.table().stream().filter(line -> !line.startsWith(" ")).toList(),
        "what others made stays");
    assertEquals(Set.of(WEB), claims.kept);
    assertTrue(
        story.log().contains("IPVS: removing services of a previous process: [[10.0.0.2]:tcp:80]"));
  }

  @Test
  void servicesAreClaimedBeforeTheyAreMadeAndUntilTheyAreGone() {
    var order = new ArrayList<String>();
    var watching =
        new ForwardingDriver(table) {
          @Override
          public List<Refused> apply(List<Command> plan) {
            for (var command : plan) {
              if (!claims.kept.contains(command.service())) {
                order.add(command.toString());
              }
            }
            return super.apply(plan);
          }
        };
    var story = new EngineStory(table, new LvsEngine.Kernel(watching, nat, claims));
    story.start(Configs.config(web()));
    story.engine.reconfigure(Configs.config(service("10.0.0.2", 80)), LvsGlobals.DEFAULT);
    assertEquals(Set.of(key("10.0.0.2")), claims.kept);
    story.engine.stop(LvsEngine.TableAtStop.REMOVED);
    assertEquals(Set.of(), claims.kept);
    assertEquals(List.of(), order);
  }

  @Test
  void whatCouldNotBeRemovedStaysClaimed() {
    var story = story().start(Configs.config(web()));
    kernel.refuses = true;
    story.engine.reconfigure(Configs.config(), LvsGlobals.DEFAULT);
    assertEquals(Set.of(WEB), claims.kept);
    kernel.refuses = false;
    story.seconds(3);
    assertEquals(Set.of(), claims.kept);
    table.apply(List.of(new Command.AddService(WEB, Options.of("rr"))));
    story.seconds(60);
    assertEquals(List.of("[10.0.0.1]:tcp:80 rr"), story.table(), "another's, now");
  }

  @Test
  void aTableThatStaysIsClaimedOn() {
    var story = story().start(Configs.config(web()));
    story.engine.stop(LvsEngine.TableAtStop.KEPT);
    assertEquals(Set.of(WEB), claims.kept);
  }

  @Test
  void aServiceWhoseFullNatCannotWorkIsNotOffered() {
    nat.failure = Optional.of("no source NAT: Operation not supported");
    var story = story();
    story.start(Configs.config(Configs.fullNat(web()), service("10.0.0.2", 80)));
    assertEquals(List.of("[10.0.0.2]:tcp:80 wrr"), story.table());
    story.prober.fail(A);
    story.seconds(5);
    story.prober.heal(A);
    story.seconds(65);
    assertEquals(List.of("[10.0.0.2]:tcp:80 wrr"), story.table());
    var log = story.log();
    assertEquals(
        List.of(
            "FULLNAT: no source NAT: Operation not supported; disabled until it works:"
                + " [[10.0.0.1]:tcp:80]"),
        log.stream().filter(line -> line.startsWith("FULLNAT")).toList(),
        "once, not at each attempt");
    assertFalse(log.stream().anyMatch(line -> line.startsWith("Adding service")), log::toString);

    nat.failure = Optional.empty();
    story.seconds(30);
    assertTrue(story.table().containsAll(WHOLE), story.table()::toString);
    assertTrue(story.log().contains("FULLNAT: source NAT works again"));
  }

  @Test
  void fullNatThatIsLostTakesTheServiceAway() {
    var story = story().start(Configs.config(Configs.fullNat(web())));
    story.seconds(3);
    assertEquals(WHOLE, story.table());
    nat.failure = Optional.of("refused");
    nat.translated.clear();
    story.seconds(30);
    assertEquals(List.of(), story.table());
    nat.failure = Optional.empty();
    story.engine.reconfigure(Configs.config(Configs.fullNat(web())), LvsGlobals.DEFAULT);
    assertEquals(WHOLE, story.table());
  }

  @Test
  void fullNatThatCannotGrowServesThoseThatHaveIt() {
    var story = story().start(Configs.config(Configs.fullNat(web())));
    nat.failure = Optional.of("refused");
    var more = Configs.fullNat(service("10.0.0.2", 80, server("10.1.0.1", 80, A)));
    story.engine.reconfigure(Configs.config(Configs.fullNat(web()), more), LvsGlobals.DEFAULT);
    assertEquals(WHOLE, story.table());
  }

  /// Without NAT, a server has the port of the group's service.
  @Test
  void aServerFoundInTheTableAtItsServicesPortServed() {
    var group =
        new LvsConfig.VirtualServerGroup(
            "G",
            List.of(
                new LvsConfig.VirtualServerGroup.Member.Range(
                    endpoint("10.0.0.1", 0).address(), endpoint("10.0.0.1", 0).address(), 80)));
    var check = new Check.TcpCheck(Configs.timing(), Configs.connection(endpoint("10.1.0.1", 81)));
    var direct =
        Configs.vary(
            service("10.0.0.1", 80, Configs.directly(server("10.1.0.1", 81, check))),
            p -> p.address(new VirtualServer.Address.Group("G"), VirtualServer.Protocol.TCP));
    var config = new LvsConfig(List.of(direct), Map.of("G", group), Optional.empty());
    story().start(config);
    var before = List.of("[10.0.0.1]:tcp:80 wrr", "  [10.1.0.1]:80 1");
    assertEquals(before, story().start(config).table(), "taken over as it was found");
  }

  @Test
  void foreignServicesNeverCount() {
    table.apply(
        List.of(new Command.AddService(new ServiceKey.ByMark(5, WEB.family()), Options.of("rr"))));
    var story = story().start(Configs.config(web()));
    story.engine.reconfigure(Configs.config(), LvsGlobals.DEFAULT);
    story.seconds(61);
    assertEquals(List.of("FWM 5 rr"), story.table());
    assertEquals(1, table.dump().services().values().stream().map(Service::key).distinct().count());
  }
}
