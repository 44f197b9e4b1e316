package keepalived.healthcheck.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import keepalived.core.config.GlobalSettings.LvsGlobals;
import keepalived.core.config.LvsConfig;
import keepalived.core.log.LogLine;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.core.loop.SimLoop;
import keepalived.core.notify.Channel;
import keepalived.core.notify.ServiceNotification;
import keepalived.ipvs.MemoryIpvsDriver;

/// An engine on virtual time that records its log, its FIFO lines and its table.
final class EngineStory {

  final SimLoop loop = new SimLoop();
  final MemoryIpvsDriver driver;
  final ScriptedProber prober = new ScriptedProber(loop, Duration.ofMillis(1));
  final List<LogLine> log = new ArrayList<>();
  private final List<ServiceNotification> notices = new ArrayList<>();
  final LvsEngine engine;

  EngineStory() {
    this(new MemoryIpvsDriver());
  }

  EngineStory(MemoryIpvsDriver driver) {
    this(driver, LvsEngine.Kernel.of(driver));
  }

  /// @param driver the driver below `kernel`'s, whose table the test inspects
  EngineStory(MemoryIpvsDriver driver, LvsEngine.Kernel kernel) {
    this.driver = driver;
    this.engine =
        new LvsEngine(
            new LvsEngine.Ports(
                loop,
                kernel,
                prober,
                new Random(1),
                new PartLog(Part.CHECKER, log::add),
                notices::add));
  }

  EngineStory start(LvsConfig config) {
    engine.start(config, LvsGlobals.DEFAULT);
    return this;
  }

  void run(Duration time) {
    loop.runFor(time);
  }

  void seconds(double seconds) {
    run(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  /// The log since the last call.
  List<String> log() {
    var lines = log.stream().map(LogLine::text).toList();
    log.clear();
    return lines;
  }

  /// The FIFO lines since the last call.
  List<String> fifo() {
    return notices(Channel.FIFO);
  }

  List<String> mail() {
    return notices(Channel.MAIL);
  }

  private List<String> notices(Channel channel) {
    var lines = new ArrayList<String>();
    for (var notice : notices) {
      if (notice.channels().contains(channel)) {
        lines.add(text(notice.change(), channel == Channel.MAIL));
      }
    }
    return lines;
  }

  private static String text(ServiceNotification.Change what, boolean withReason) {
    return switch (what) {
      case ServiceNotification.QuorumChanged(var service, boolean up, var reason) ->
          "VS " + service + (up ? " UP" : " DOWN") + (withReason ? " " + reason : "");
      case ServiceNotification.RealServerChanged(
              var service,
              var server,
              _,
              boolean up,
              var reason) ->
          "RS "
              + server
              + " "
              + service
              + (up ? " UP" : " DOWN")
              + (withReason ? " " + reason : "");
    };
  }

  void forget() {
    log.clear();
    notices.clear();
  }

  /// The kernel's table, one line each: `[10.0.0.1]:tcp:80 -> [127.0.0.11]:80 1`.
  List<String> table() {
    var lines = new ArrayList<String>();
    driver
        .dump()
        .services()
        .forEach(
            (key, service) -> {
              lines.add(key + " " + service.options().scheduler());
              service
                  .destinations()
                  .values()
                  .forEach(d -> lines.add("  " + d.endpoint() + " " + d.weight()));
            });
    return lines;
  }
}
