package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.Machine;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Daemons killed at random moments and restarted: always one master, and nothing left over.
/// Several pairs of nodes run side by side, each with its own random sequence.
@Tag("linux")
class CrashTest {

  private static final int PAIRS = Integer.getInteger("crash.pairs", 5);
  private static final int KILLS = Integer.getInteger("crash.kills", 200);
  private static final long SEED = Long.getLong("crash.seed", 6);

  private static final Duration INTERVAL = Duration.ofMillis(200);

  private static String configuration(int priority) {
    return """
    global_defs {
      router_id R
    }
    vrrp_instance VI_1 {
      version 3
      interface eth0
      virtual_router_id 51
      priority %1$d
      advert_int 0.2
      virtual_ipaddress {
        10.9.0.100/24
      }
      virtual_ipaddress_excluded {
        fd00:9::100/64
      }
      virtual_routes {
        10.77.0.0/24 via 10.9.0.200
      }
      virtual_rules {
        from 10.78.0.0/24 lookup 77 priority 1078
      }
    }
    vrrp_instance VI_2 {
      version 3
      interface eth0
      virtual_router_id 52
      use_vmac
      priority %1$d
      advert_int 0.2
      virtual_ipaddress {
        10.9.0.102/32
      }
    }
    """
        .formatted(priority);
  }

  /// A machine, and the actions of a supervisor on it.
  private static final class Supervised {

    private final Machine machine;
    private final int priority;
    private final List<Run> runs = new ArrayList<>();
    private Program daemon;

    /// A process that has ended, and when its end began.
    private record Run(Program daemon, Instant end) {}

    private Supervised(Machine machine, int priority) {
      this.machine = machine;
      this.priority = priority;
      machine.write("keepalived.conf", configuration(priority));
      daemon = Keepalived.OURS.start(machine, "keepalived.conf");
    }

    private void crash() {
      runs.add(new Run(daemon, Instant.now()));
      daemon.crash();
      daemon = Keepalived.OURS.start(machine, "keepalived.conf");
    }

    /// The runs of one instance that reached their first state.
    private List<MasterBound.Life> lives(String instance, Instant now) {
      var lives = new ArrayList<MasterBound.Life>();
      for (var run : Stream.concat(runs.stream(), Stream.of(new Run(daemon, now))).toList()) {
        run.daemon().said().stream()
            .filter(line -> line.text().contains("(" + instance + ") Entering BACKUP STATE"))
            .findFirst()
            .filter(line -> line.when().isBefore(run.end()))
            .map(line -> life(instance, line.when(), run))
            .ifPresent(lives::add);
      }
      return lives;
    }

    private MasterBound.Life life(String instance, Instant up, Run run) {
      String stall = "(" + instance + ") VRRP thread timer expired";
      var stalls =
          run.daemon().said().stream()
              .filter(line -> line.text().contains(stall))
              .map(Program.Said::when)
              .toList();
      return new MasterBound.Life(priority, up, run.end(), stalls);
    }

    private boolean running() {
      return daemon.alive() && daemon.output().contains("Startup complete");
    }

    /// Whether the machine has each resource of a master exactly once, or none of them; and one
    /// VMAC while the daemon runs.
    private boolean holds(boolean master, boolean runs) {
      String state = state();
      int times = master ? 1 : 0;
      return count(state, " 10.9.0.100/24") == times
          && count(state, " fd00:9::100/64") == times
          && count(state, "10.77.0.0/24 via 10.9.0.200") == times
          && count(state, "from 10.78.0.0/24 lookup 77") == times
          && count(state, " 10.9.0.102/32") == times
          && count(state, ": vrrp.52@") == (runs ? 1 : 0)
          && count(state, ": vrrp.") == (runs ? 1 : 0);
    }

    private String state() {
      return machine.run("sh", "-c", "ip -o link; ip -o addr; ip route show table all; ip rule");
    }

    private static int count(String text, String part) {
      // `ip -o addr` prints the VMAC's link again for each address.
      String links = text.lines().filter(l -> l.contains("link/ether")).reduce("", (a, b) -> a + b);
      String where = part.startsWith(": vrrp.") ? links : text;
      return where.split(Pattern.quote(part), -1).length - 1;
    }
  }

  @Test
  void twoHundredKillsAtRandomMoments() throws Exception {
    System.out.println("CrashTest: seed " + SEED);
    var slowest = new ArrayList<Duration>();
    try (var machine = Lateness.start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var runs = new ArrayList<Future<Duration>>();
      for (int pair = 0; pair < PAIRS; pair++) {
        long seed = SEED + pair;
        runs.add(threads.submit(() -> killPair(seed, KILLS / PAIRS, machine)));
      }
      for (var run : runs) {
        slowest.add(run.get());
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    }
    System.out.println("CrashTest: settled after the last of five starts within " + slowest);
    assertEquals(PAIRS, slowest.size());
  }

  /// @return the longest time until the expected state was reached
  private static Duration killPair(long seed, int kills, Lateness late) {
    var random = new Random(seed);
    var slowest = Duration.ZERO;
    try (var lab = new Lab()) {
      var wire = Adverts.of(lab);
      var a = new Supervised(lab.machine("a", "10.9.0.1/24", "fd00:9::1/64"), 200);
      var b = new Supervised(lab.machine("b", "10.9.0.2/24", "fd00:9::2/64"), 100);
      for (int kill = 1; kill <= kills; kill++) {
        (random.nextInt(3) == 0 ? b : a).crash();
        Await.pass(Duration.ofMillis(random.nextInt(2000)));
        if (kill % 5 == 0) {
          long start = System.nanoTime();
          settle(a, b, "seed " + seed + ", " + kill + " kills");
          var took = Duration.ofNanos(System.nanoTime() - start);
          slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
      }
      judge(wire, a, b, late, "seed " + seed);
      assertEquals(0, a.daemon.stop(), a.daemon.output());
      Await.until("b alone", () -> a.holds(false, false) && b.holds(true, true));
      assertEquals(0, b.daemon.stop(), b.daemon.output());
      assertTrue(a.holds(false, false) && b.holds(false, false), a.state() + b.state());
      assertEquals("", a.machine.run("nft", "list", "tables"));
    }
    return slowest;
  }

  /// From each kill to the next one: one master within the protocol's time, and never two.
  private static void judge(Adverts wire, Supervised a, Supervised b, Lateness late, String when) {
    var now = Instant.now();
    wire.end();
    for (int vrid : List.of(51, 52)) {
      var bound = new MasterBound(a.priority, b.priority, INTERVAL, late);
      String instance = "VI_" + (vrid - 50);
      var lives = new ArrayList<>(a.lives(instance, now));
      lives.addAll(b.lives(instance, now));
      var verdicts = bound.judge(wire.seen(vrid), lives);
      var broken = verdicts.stream().filter(MasterBound.Verdict::broken).toList();
      verdicts.stream()
          .max(Comparator.comparing(v -> v.late().minus(v.allowed())))
          .ifPresent(
              v -> System.out.println("CrashTest: " + when + ", nearest to the bound: " + v));
      assertEquals(List.of(), broken, when + ", " + instance);
    }
  }

  private static void settle(Supervised a, Supervised b, String when) {
    try {
      Await.until(
          when, () -> a.running() && b.running() && a.holds(true, true) && b.holds(false, true));
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage() + a.state() + b.state() + a.daemon.output() + b.daemon.output(), e);
    }
  }
}
