package keepalived.healthcheck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import keepalived.core.config.Check;
import keepalived.core.config.GlobalSettings.LvsGlobals;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.log.LogLine;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.core.loop.SimLoop;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.MemoryIpvsDriver;
import keepalived.ipvs.Refused;
import keepalived.ipvs.plan.Command;
import org.junit.jupiter.api.Test;

/// 100 services of 200 real servers: the cost of a change depends on the size of the change. Counts
/// commands and reports, not time.
class ScaleTest {

  private static final int SERVICES = 100;
  private static final int SERVERS = 200;

  private final List<Command> commands = new ArrayList<>();
  private final List<LogLine> log = new ArrayList<>();
  private final SimLoop loop = new SimLoop();
  private final ScriptedProber prober = new ScriptedProber(loop, Duration.ofMillis(1));
  private final MemoryIpvsDriver table = new MemoryIpvsDriver();
  private final LvsEngine engine =
      new LvsEngine(
          new LvsEngine.Ports(
              loop,
              LvsEngine.Kernel.of(recording()),
              prober,
              new Random(1),
              new PartLog(Part.CHECKER, log::add),
              _ -> {}));

  /// The memory driver, which records its commands.
  private IpvsDriver recording() {
    return new RecordingDriver(table, commands);
  }

  private static LvsConfig config(int firstWeight) {
    var services = new ArrayList<VirtualServer>();
    for (int i = 0; i < SERVICES; i++) {
      var servers = new RealServer[SERVERS];
      for (int j = 0; j < SERVERS; j++) {
        var address = "10.1." + i + "." + (j + 1);
        servers[j] = Configs.server(address, 80, Configs.tcp(address, 80));
      }
      if (i == 0) {
        servers[0] = Configs.weight(firstWeight, servers[0]);
      }
      services.add(Configs.service("10.0.0." + (i + 1), 80, servers));
    }
    return Configs.config(services.toArray(VirtualServer[]::new));
  }

  private static List<Check> checks(LvsConfig config) {
    return config.virtualServers().stream()
        .flatMap(s -> s.realServers().stream())
        .flatMap(r -> r.checks().stream())
        .toList();
  }

  @Test
  void costsWhatChanged() {
    engine.start(config(1), LvsGlobals.DEFAULT);
    assertEquals(SERVICES + SERVICES * SERVERS, commands.size());
    loop.runFor(Duration.ofSeconds(3));
    commands.clear();
    log.clear();

    var changed = config(5);
    engine.reconfigure(changed, LvsGlobals.DEFAULT);
    assertEquals(1, commands.size(), "one changed line, one command: " + commands);
    assertEquals(2, log.size(), "one line about it: " + log);
    commands.clear();

    var checks = checks(changed);
    prober.fail(checks.get(7));
    loop.runFor(Duration.ofSeconds(6));
    assertEquals(1, commands.size(), "one verdict, one command: " + commands);
    commands.clear();

    checks.forEach(prober::fail);
    loop.runFor(Duration.ofSeconds(6));
    assertEquals(SERVICES * SERVERS - 1, commands.size());
    assertTrue(table.dump().services().values().stream().allMatch(s -> s.destinations().isEmpty()));
    commands.clear();

    loop.runFor(Duration.ofSeconds(35));
    assertEquals(List.of(), commands, "nothing changes, nothing is done");
    assertEquals(0, engine.snapshot().repairs());
    assertEquals(SERVICES, engine.snapshot().services().size());
  }

  /// Forwards all calls and records the commands.
  private static final class RecordingDriver extends ForwardingDriver {
    private final List<Command> commands;

    private RecordingDriver(IpvsDriver inner, List<Command> commands) {
      super(inner);
      this.commands = commands;
    }

    @Override
    public List<Refused> apply(List<Command> plan) {
      commands.addAll(plan);
      return super.apply(plan);
    }
  }
}
