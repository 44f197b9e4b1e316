package keepalived.vrrp.net;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.event.Recorder;
import keepalived.core.time.MonoTime;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.vrrp.engine.VrrpEngine;
import keepalived.vrrp.port.VrrpPorts;

/// One router on real sockets, for tests that run it in a network namespace: prints each log line
/// and notification, and stops in order at SIGTERM.
public final class TestRouter {

  private TestRouter() {}

  public static void main(String[] arguments) throws Exception {
    var instances = new LinkedHashMap<String, VrrpInstance>();
    for (var text : arguments) {
      var instance = TestInstances.parse(text);
      instances.put(instance.name(), instance);
    }
    var none = VrrpConfig.EMPTY;
    var config =
        new Config(
            GlobalSettings.DEFAULT,
            new VrrpConfig(
                instances,
                Map.of(),
                Map.of(),
                Map.of(),
                none.statics(),
                Map.of(),
                Map.of(),
                none.garpGroups(),
                Map.of(),
                false),
            Config.EMPTY.lvs(),
            Map.of(),
            Map.of());
    var loop =
        EpollLoop.start(
            "vrrp",
            thrown -> {
              thrown.printStackTrace();
              Runtime.getRuntime().halt(70);
            });
    loop.post(() -> run(loop, config));
  }

  private static void run(EpollLoop loop, Config config) {
    var network =
        new LinuxVrrpNetwork(
            loop,
            NetlinkSocket.Options.DEFAULT,
            report -> System.out.println(report.level() + " " + report.text()));
    var engine =
        new VrrpEngine(
            new VrrpPorts(
                loop,
                new MonoTime(0),
                InstantSource.system(),
                network,
                notice -> System.out.println("NOTICE " + notice),
                report -> System.out.println(report.level() + " " + report.text()),
                Recorder.counting()));
    network.start(engine);
    engine.reconfigure(config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> shutdown(loop, engine, network)));
  }

  private static void shutdown(EpollLoop loop, VrrpEngine engine, LinuxVrrpNetwork network) {
    var stopped = new CountDownLatch(1);
    loop.post(
        () -> {
          engine.shutdown();
          network.close();
          stopped.countDown();
        });
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
