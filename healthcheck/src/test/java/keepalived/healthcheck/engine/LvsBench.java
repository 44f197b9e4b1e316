package keepalived.healthcheck.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.healthcheck.probe.TlsClients;
import keepalived.healthcheck.registry.Probes;
import keepalived.ipvs.MemoryIpvsDriver;
import keepalived.ipvs.Refused;
import keepalived.ipvs.plan.Command;
import keepalived.linux.loop.EpollLoop;

/// Runs our checkers with an IPVS table in memory, controlled by lines: `start FILE`, `reload
/// FILE`, `await N` (until the table has N destinations). Each line is answered by one line:
/// milliseconds elapsed, commands to the table, milliseconds of CPU time, milliseconds for reading
/// the file. Run by scripts/bench-lvs.
final class LvsBench {

  private final EpollLoop loop = EpollLoop.start("lvs", Throwable::printStackTrace);
  private final MemoryIpvsDriver table = new MemoryIpvsDriver();
  private final AtomicLong commands = new AtomicLong();

  /// Number of destinations in the table.
  private final AtomicInteger destinations = new AtomicInteger();

  private final LvsEngine engine = onLoop(this::engine);
  private long reading;

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
            plan.forEach(command -> destinations.addAndGet(added(command)));
            return super.apply(plan);
          }
        };
    return new LvsEngine(
        new LvsEngine.Ports(
            loop,
            LvsEngine.Kernel.of(counting),
            probes,
            random,
            new PartLog(Part.CHECKER, _ -> {}),
            _ -> {}));
  }

  private static int added(Command command) {
    return switch (command) {
      case Command.AddDestination _ -> 1;
      case Command.DeleteDestination _ -> -1;
      case Command.AddService _,
          Command.EditService _,
          Command.DeleteService _,
          Command.EditDestination _ ->
          0;
    };
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
    long began = System.nanoTime();
    var read = ConfigReader.read(Path.of(file), ConfigReader.Options.of("bench"));
    var config = read.config();
    reading = System.nanoTime() - began;
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

  private void await(int wanted) {
    while (destinations.get() != wanted) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
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

  /// CPU time of this process, in nanoseconds.
  private static long processor() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  public static void main(String[] arguments) throws IOException {
    var bench = new LvsBench();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      var words = line.split(" ");
      long before = System.nanoTime();
      long busy = processor();
      bench.commands.set(0);
      bench.reading = 0;
      bench.obey(words[0], words[1]);
      System.out.printf(
          "%d %d %d %d%n",
          (System.nanoTime() - before) / 1_000_000,
          bench.commands.get(),
          (processor() - busy) / 1_000_000,
          bench.reading / 1_000_000);
    }
    System.exit(0);
  }
}
