package keepalived.healthcheck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import keepalived.core.config.Check;
import keepalived.core.config.GlobalSettings.LvsGlobals;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.Endpoint;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.ipvs.MemoryIpvsDriver;
import keepalived.ipvs.Refused;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;
import org.junit.jupiter.api.Test;

/// Random services, flapping servers, reloads, changes of the kernel's table by another program,
/// crashes: after each event the table must be what an independent implementation of the rules
/// computes.
class SimulationTest {

  private static final int SEEDS = 300;
  private static final int EVENTS = 60;

  @Test
  void theTableIsAlwaysWhatTheRulesSay() {
    LongStream.range(0, SEEDS)
        .parallel()
        .forEach(
            seed -> {
              try {
                new Run(seed).go();
              } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
              }
            });
  }

  private static final class Run {
    private final Random random;
    private final SimLoop loop = new SimLoop();
    private final GuardedDriver driver = new GuardedDriver();
    private final ScriptedProber prober = new ScriptedProber(loop, Duration.ofMillis(20));
    private LvsEngine engine;
    private long meddlings;
    private LvsConfig config;

    private Run(long seed) {
      random = new Random(seed);
      config = randomConfig();
      engine = engine();
    }

    private LvsEngine engine() {
      return new LvsEngine(
          new LvsEngine.Ports(
              loop,
              LvsEngine.Kernel.of(driver),
              prober,
              new Random(random.nextLong()),
              new PartLog(Part.CHECKER, _ -> {}),
              _ -> {}));
    }

    private void go() {
      engine.start(config, LvsGlobals.DEFAULT);
      check();
      for (int i = 0; i < EVENTS; i++) {
        step();
      }
      heal();
      engine.stop(LvsEngine.TableAtStop.REMOVED);
      assertEquals(IpvsTable.EMPTY, driver.dump());
      assertEquals(0, prober.running);
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0 -> reload();
        case 1 -> meddle();
        case 2 -> crash();
        case 3, 4, 5, 6 -> flap();
        default -> {
          // Only time passes.
        }
      }
      var until = loop.now().plus(Duration.ofMillis(random.nextInt(3000)));
      while (loop.now().isBefore(until) && loop.runNext()) {
        check();
      }
    }

    private void flap() {
      var checks = allChecks();
      if (checks.isEmpty()) {
        return;
      }
      var check = checks.get(random.nextInt(checks.size()));
      switch (random.nextInt(4)) {
        case 0 -> prober.heal(check);
        case 1 ->
            prober.answer(
                check, new ProbeResult.Success(OptionalInt.of(random.nextInt(4)), "weight"));
        default -> prober.answer(check, ProbeResult.failure(new FailureReason.Refused()));
      }
    }

    private List<Check> allChecks() {
      return config.virtualServers().stream()
          .flatMap(s -> s.realServers().stream())
          .flatMap(r -> r.checks().stream())
          .toList();
    }

    private void reload() {
      config = randomConfig();
      engine.reconfigure(config, LvsGlobals.DEFAULT);
      check();
    }

    private void crash() {
      var left = driver.dump();
      engine.stop(LvsEngine.TableAtStop.KEPT);
      assertEquals(left, driver.dump());
      engine = engine();
      meddlings = 0;
      engine.start(config, LvsGlobals.DEFAULT);
      check();
    }

    /// Changes the kernel's table as another program would; the next comparison repairs it.
    private void meddle() {
      var before = driver.dump();
      if (random.nextBoolean()) {
        driver.flush();
      } else {
        for (var service : driver.dump().services().values()) {
          for (var endpoint : service.destinations().keySet()) {
            if (random.nextInt(3) == 0) {
              driver.apply(List.of(new Command.DeleteDestination(service.key(), endpoint)));
            }
          }
        }
      }
      meddlings += driver.dump().equals(before) ? 0 : 1;
      engine.resync();
      check();
    }

    private void heal() {
      allChecks().forEach(prober::heal);
      loop.runFor(Duration.ofSeconds(60));
      check();
      for (var view : engine.snapshot().services()) {
        for (var server : view.servers()) {
          assertTrue(server.alive(), server.name());
        }
      }
    }

    /// The model: applies the rules to the configuration and the verdicts in the snapshot.
    private void check() {
      engine.resync();
      var snapshot = engine.snapshot();
      assertEquals(meddlings, snapshot.repairs(), "the engine never repairs its own work");
      var expected = new LinkedHashMap<ServiceKey, Map<Endpoint, Integer>>();
      for (var view : snapshot.services()) {
        checkQuorum(view);
        for (var key : view.keys()) {
          expected.put(key, expected(view));
        }
      }
      var actual = new LinkedHashMap<ServiceKey, Map<Endpoint, Integer>>();
      driver.dump().services().forEach((key, service) -> actual.put(key, weights(service)));
      assertEquals(expected, actual);
    }

    private static Map<Endpoint, Integer> weights(Service service) {
      var weights = new HashMap<Endpoint, Integer>();
      service.destinations().values().forEach(d -> weights.put(d.endpoint(), d.weight()));
      return weights;
    }

    private void checkQuorum(LvsSnapshot.ServiceView view) {
      var rule = view.config().quorum();
      long live =
          view.servers().stream()
              .filter(LvsSnapshot.ServerView::alive)
              .mapToLong(s -> Math.max(0, s.weight()))
              .sum();
      assertEquals(live, view.liveWeight());
      if (live >= rule.quorum() + rule.hysteresis()) {
        assertTrue(view.quorum(), view.name() + " has enough");
      }
      if (live == 0 || live < rule.quorum() - rule.hysteresis()) {
        assertTrue(!view.quorum(), view.name() + " has too little");
      }
    }

    private static Map<Endpoint, Integer> expected(LvsSnapshot.ServiceView view) {
      var table = new HashMap<Endpoint, Integer>();
      var sorry = view.config().sorryServer();
      boolean sorryServes = sorry.isPresent() && !view.quorum();
      for (var server : view.servers()) {
        for (var check : server.checks()) {
          assertTrue(check.up() || !server.alive(), "alive though a check failed");
        }
        if (server.alive() && !sorryServes) {
          table.put(server.config().endpoint(), Math.max(0, server.weight()));
        } else if (server.config().inhibitOnFailure()) {
          table.put(server.config().endpoint(), 0);
        }
      }
      if (sorryServes) {
        table.put(sorry.get().endpoint(), 1);
      } else if (sorry.isPresent() && sorry.get().inhibit()) {
        table.putIfAbsent(sorry.get().endpoint(), 0);
      }
      return table;
    }

    private LvsConfig randomConfig() {
      var services = new ArrayList<VirtualServer>();
      for (int i = 0; i < 4; i++) {
        if (random.nextInt(4) > 0) {
          services.add(randomService(i));
        }
      }
      return new LvsConfig(services, Map.of(), Optional.empty());
    }

    private VirtualServer randomService(int number) {
      var servers = new ArrayList<RealServer>();
      for (int i = 1; i <= 5; i++) {
        if (random.nextInt(3) > 0) {
          servers.add(randomServer(i));
        }
      }
      var plain = Configs.service("10.0.0." + number, 80, servers.toArray(RealServer[]::new));
      int total = servers.stream().mapToInt(RealServer::weight).sum();
      int quorum = total == 0 ? 1 : 1 + random.nextInt(total);
      int hysteresis = random.nextInt(quorum);
      boolean sorry = random.nextInt(3) > 0;
      boolean inhibit = random.nextBoolean();
      return Configs.vary(
          plain,
          p -> {
            var parts = p.quorum(quorum, Math.min(hysteresis, Math.max(0, total - quorum)));
            return sorry ? parts.sorry("10.9.0.9", 80, inhibit) : parts;
          });
    }

    private RealServer randomServer(int number) {
      var address = "10.1.0." + number;
      var checks = new ArrayList<Check>();
      for (int i = random.nextInt(3); i > 0; i--) {
        var timing = Configs.retries(random.nextInt(2));
        checks.add(
            new Check.TcpCheck(
                random.nextInt(4) == 0 ? Configs.alpha(timing) : timing,
                Configs.connection(Configs.endpoint(address, 79 + i))));
      }
      var server = Configs.server(address, 80, checks.toArray(Check[]::new));
      server = Configs.weight(1 + random.nextInt(3), server);
      return random.nextInt(3) == 0 ? Configs.inhibited(server) : server;
    }
  }

  /// A table that checks each plan: no command is refused, and a service with a destination of
  /// positive weight before and after a plan has one at every moment in between.
  private static final class GuardedDriver extends ForwardingDriver {

    private GuardedDriver() {
      super(new MemoryIpvsDriver());
    }

    @Override
    public List<Refused> apply(List<Command> plan) {
      var before = dump();
      var refused = new ArrayList<Refused>();
      var willing = new ArrayList<Map<ServiceKey, Boolean>>();
      for (var command : plan) {
        refused.addAll(super.apply(List.of(command)));
        willing.add(willing(dump()));
      }
      assertEquals(List.of(), refused);
      var after = willing(dump());
      willing(before)
          .forEach(
              (key, was) -> {
                if (was && after.getOrDefault(key, false)) {
                  for (var moment : willing) {
                    assertTrue(moment.get(key), key + " was empty during " + plan);
                  }
                }
              });
      return refused;
    }

    private static Map<ServiceKey, Boolean> willing(IpvsTable table) {
      var willing = new HashMap<ServiceKey, Boolean>();
      table
          .services()
          .forEach(
              (key, service) ->
                  willing.put(
                      key, service.destinations().values().stream().anyMatch(d -> d.weight() > 0)));
      return willing;
    }
  }
}
