package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import keepalived.examples.lab.Keepalived;
import keepalived.examples.lab.Lab;
import keepalived.examples.lab.Machine;
import keepalived.examples.lab.Program;
import keepalived.examples.lab.Waiting;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Killed at any moment and started again: one master, nothing left over. Several pairs of nodes
/// side by side, each with a random sequence of its own.
@Tag("linux")
class CrashTest {

  private static final int PAIRS = Integer.getInteger("crash.pairs", 5);
  private static final int KILLS = Integer.getInteger("crash.kills", 200);
  private static final long SEED = Long.getLong("crash.seed", 6);

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

  /// A machine and what a supervisor does on it.
  private static final class Supervised {

    private final Machine machine;
    private Program daemon;

    private Supervised(Machine machine, int priority) {
      this.machine = machine;
      machine.write("keepalived.conf", configuration(priority));
      daemon = Keepalived.OURS.start(machine, "keepalived.conf");
    }

    private void crash() {
      daemon.crash();
      daemon = Keepalived.OURS.start(machine, "keepalived.conf");
    }

    private boolean running() {
      return daemon.alive() && daemon.output().contains("Startup complete");
    }

    /// Everything of a master once, or nothing of it; and one VMAC while the daemon runs.
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
      // `ip -o addr` names the VMAC's link once more for each address.
      String links = text.lines().filter(l -> l.contains("link/ether")).reduce("", (a, b) -> a + b);
      String where = part.startsWith(": vrrp.") ? links : text;
      return where.split(Pattern.quote(part), -1).length - 1;
    }
  }

  @Test
  void twoHundredKillsAtRandomMoments() throws Exception {
    System.out.println("CrashTest: seed " + SEED);
    var slowest = new ArrayList<Duration>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var runs = new ArrayList<Future<Duration>>();
      for (int pair = 0; pair < PAIRS; pair++) {
        long seed = SEED + pair;
        runs.add(threads.submit(() -> killPair(seed, KILLS / PAIRS)));
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

  /// The longest time until all was as it should be.
  private static Duration killPair(long seed, int kills) {
    var random = new Random(seed);
    var slowest = Duration.ZERO;
    try (var lab = new Lab()) {
      var a = new Supervised(lab.machine("a", "10.9.0.1/24", "fd00:9::1/64"), 200);
      var b = new Supervised(lab.machine("b", "10.9.0.2/24", "fd00:9::2/64"), 100);
      for (int kill = 1; kill <= kills; kill++) {
        (random.nextInt(3) == 0 ? b : a).crash();
        Waiting.pass(Duration.ofMillis(random.nextInt(2000)));
        if (kill % 5 == 0) {
          long start = System.nanoTime();
          settle(a, b, "seed " + seed + ", " + kill + " kills");
          var took = Duration.ofNanos(System.nanoTime() - start);
          slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
      }
      assertEquals(0, a.daemon.stop(), a.daemon.output());
      Waiting.until("b alone", () -> a.holds(false, false) && b.holds(true, true));
      assertEquals(0, b.daemon.stop(), b.daemon.output());
      assertTrue(a.holds(false, false) && b.holds(false, false), a.state() + b.state());
      assertEquals("", a.machine.run("nft", "list", "tables"));
    }
    return slowest;
  }

  private static void settle(Supervised a, Supervised b, String when) {
    try {
      Waiting.until(
          when, () -> a.running() && b.running() && a.holds(true, true) && b.holds(false, true));
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage() + a.state() + b.state() + a.daemon.output() + b.daemon.output(), e);
    }
  }
}
