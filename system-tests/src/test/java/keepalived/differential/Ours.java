package keepalived.differential;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Config;
import keepalived.core.config.script.Script;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.core.net.IpAddress;
import keepalived.core.notify.Channel;
import keepalived.core.notify.ServiceNotification;
import keepalived.healthcheck.engine.LvsEngine;
import keepalived.healthcheck.probe.TlsClients;
import keepalived.healthcheck.registry.Probes;
import keepalived.ipvs.kernel.KernelIpvsDriver;
import keepalived.ipvs.kernel.ModuleLoader;
import keepalived.linux.child.Children;
import keepalived.linux.child.Command;
import keepalived.linux.loop.EpollLoop;

/// Our engine on the real kernel: configuration reader, probes, IPVS driver and a loop, all inside
/// the machine.
final class Ours extends Subject {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

  private final List<String> fifo = new CopyOnWriteArrayList<>();
  private final EpollLoop loop;
  private final KernelIpvsDriver driver;
  private final LvsEngine engine;
  private final Children children;

  Ours(Scenario scenario) {
    super(scenario, "n");
    loop = machine.call(() -> EpollLoop.start(name, Throwable::printStackTrace));
    driver = machine.call(() -> KernelIpvsDriver.open(ModuleLoader.NONE));
    children = new Children(loop);
    var made = new CompletableFuture<LvsEngine>();
    loop.post(() -> made.complete(engine()));
    engine = made.join();
  }

  private LvsEngine engine() {
    var random = new Random();
    var probes =
        new Probes(
            loop,
            (script, timeout, ended) -> children.spawn(command(script).within(timeout), ended),
            TlsClients.anonymous(),
            random);
    return new LvsEngine(
        new LvsEngine.Ports(
            loop,
            LvsEngine.Kernel.of(driver),
            probes,
            random,
            new PartLog(Part.CHECKER, _ -> {}),
            this::notify));
  }

  private static Command command(Script script) {
    return Command.of(script.words(), ENVIRONMENT);
  }

  private void notify(ServiceNotification notice) {
    if (notice.channels().contains(Channel.FIFO)) {
      fifo.add(line(notice.change()));
    }
    if (notice.channels().contains(Channel.SCRIPT)) {
      notice.script().ifPresent(s -> children.spawn(command(s), _ -> {}));
    }
  }

  private static String line(ServiceNotification.Change what) {
    return switch (what) {
      case ServiceNotification.QuorumChanged(var service, boolean up, _) ->
          "VS " + service + (up ? " UP" : " DOWN");
      case ServiceNotification.RealServerChanged(var service, var server, _, boolean up, _) ->
          "RS " + server + " " + service + (up ? " UP" : " DOWN");
    };
  }

  private Config read(String text) {
    return ConfigReader.read(scenario.name(), configuration(text), ConfigReader.Options.of("test"))
        .config();
  }

  private void onLoop(Runnable task) {
    var done = new CompletableFuture<Boolean>();
    loop.post(
        () -> {
          task.run();
          done.complete(true);
        });
    done.join();
  }

  @Override
  void start() {
    var config = read(scenario.config());
    onLoop(
        () -> {
          engine.fileRead("tf", 0);
          engine.start(config.lvs(), config.global().lvs());
        });
  }

  @Override
  void reload(String text) {
    var config = read(text);
    onLoop(() -> engine.reconfigure(config.lvs(), config.global().lvs()));
  }

  @Override
  void stop() {
    onLoop(() -> engine.stop(LvsEngine.TableAtStop.REMOVED));
  }

  @Override
  void addressChanged(String address, boolean there) {
    var parsed = IpAddress.parse(address).orElseThrow();
    if (engine == null) {
      return;
    }
    onLoop(
        () -> {
          if (there) {
            engine.addressAppeared(parsed);
          } else {
            engine.addressVanished(parsed);
          }
        });
  }

  @Override
  void fileChanged(long value) {
    onLoop(() -> engine.fileRead("tf", value));
  }

  @Override
  List<String> fifo() {
    return List.copyOf(fifo);
  }

  @Override
  void clean() {
    loop.close();
    driver.close();
    super.clean();
  }
}
