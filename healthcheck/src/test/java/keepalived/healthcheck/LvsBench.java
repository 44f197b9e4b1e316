package keepalived.healthcheck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import keepalived.conf.ConfigReader;
import keepalived.healthcheck.probe.Probes;
import keepalived.healthcheck.probe.TlsClients;
import keepalived.ipvs.MemoryIpvsDriver;
import keepalived.ipvs.Refused;
import keepalived.ipvs.plan.Command;
import keepalived.linux.loop.EpollLoop;

/// Our checkers with an IPVS table in memory, told what to do by lines, each answered by one:
/// `start FILE` and `reload FILE` (milliseconds, commands to the table), `await N` (milliseconds
/// until the table has N destinations). Run by scripts/bench-lvs.
final class LvsBench {

  private final EpollLoop loop = EpollLoop.start("lvs", Throwable::printStackTrace);
  private final MemoryIpvsDriver table = new MemoryIpvsDriver();
  private final AtomicLong commands = new AtomicLong();
  private final LvsEngine engine = onLoop(this::engine);

  private LvsEngine engine() {
    var random = new Random();
    var probes =
        new Probes(
            loop,
            (_, _, _) -> {
              throw new IllegalStateException("no scripts here");
            },
            TlsClients.anonymous(),
            random);
    var counting =
        new ForwardingDriver(table) {
          @Override
          public List<Refused> apply(List<Command> plan) {
            commands.addAndGet(plan.size());
            return super.apply(plan);
          }
        };
    return new LvsEngine(new LvsEngine.Ports(loop, counting, probes, random, _ -> {}));
  }

  private <T> T onLoop(Supplier<T> task) {
    var done = new CompletableFuture<T>();
    loop.post(
        () -> {
          try {
            done.complete(task.get());
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    return done.join();
  }

  private void configure(String file, boolean first) {
    var read = ConfigReader.read(Path.of(file), ConfigReader.Options.of("bench"));
    var config = read.config();
    onLoop(
        () -> {
          if (first) {
            engine.start(config.lvs(), config.global().lvs());
          } else {
            engine.reconfigure(config.lvs(), config.global().lvs());
          }
          return true;
        });
  }

  private int destinations() {
    return onLoop(
        () ->
            table.dump().services().values().stream().mapToInt(s -> s.destinations().size()).sum());
  }

  private void await(int wanted) {
    while (destinations() != wanted) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private void obey(String verb, String argument) {
    switch (verb) {
      case "start" -> configure(argument, true);
      case "reload" -> configure(argument, false);
      case "await" -> await(Integer.parseInt(argument));
      default -> throw new IllegalArgumentException(verb);
    }
  }

  public static void main(String[] arguments) throws IOException {
    var bench = new LvsBench();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      var words = line.split(" ");
      long before = System.nanoTime();
      bench.commands.set(0);
      bench.obey(words[0], words[1]);
      System.out.printf("%d %d%n", (System.nanoTime() - before) / 1_000_000, bench.commands.get());
    }
    System.exit(0);
  }
}
