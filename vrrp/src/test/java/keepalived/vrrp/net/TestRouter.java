package keepalived.vrrp.net;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.time.MonoTime;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.vrrp.engine.VrrpEngine;
import keepalived.vrrp.engine.VrrpPorts;

/// One router on real sockets, for tests that run it in a network namespace: prints each log line
/// and notification, ends in good order when its standard input does.
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
              System.exit(70);
            });
    var stopped = new CountDownLatch(1);
    loop.post(() -> run(loop, config, stopped));
    stopped.await();
    loop.close();
  }

  private static void run(EpollLoop loop, Config config, CountDownLatch stopped) {
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
                report -> System.out.println(report.level() + " " + report.text())));
    network.start(engine);
    engine.reconfigure(config);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
              loop.post(
                  () -> {
                    engine.shutdown();
                    engine.snapshot();
                    network.close();
                    stopped.countDown();
                  });
            });
    loop.after(Duration.ofHours(1), stopped::countDown);
  }
}
