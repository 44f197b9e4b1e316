package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Random;
import keepalived.examples.lab.Keepalived;
import keepalived.examples.lab.Lab;
import keepalived.examples.lab.Machine;
import keepalived.examples.lab.Program;
import keepalived.examples.lab.Waiting;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Killed at any moment and started again: one master, nothing left over.
@Tag("linux")
class CrashTest {

  private static final int KILLS = 40;
  private static final String VIP = "10.9.0.100";

  private static String configuration(int priority) {
    return """
    global_defs {
      router_id R
    }
    vrrp_instance VI_1 {
      version 3
      interface eth0
      virtual_router_id 51
      priority %d
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

    /// All of what a master has, or nothing of it.
    private boolean holds(boolean master) {
      String rules = machine.run("ip", "rule");
      String routes = machine.run("ip", "route");
      return machine.has(VIP) == master
          && machine.has("fd00:9::100") == master
          && routes.contains("10.77.0.0/24") == master
          && rules.contains("10.78.0.0/24") == master
          && (rules.split("10.78.0.0/24", -1).length <= 2);
    }
  }

  @Test
  void fortyKillsAtRandomMoments() {
    var random = new Random(6);
    try (var lab = new Lab()) {
      var a = new Supervised(lab.machine("a", "10.9.0.1/24", "fd00:9::1/64"), 200);
      var b = new Supervised(lab.machine("b", "10.9.0.2/24", "fd00:9::2/64"), 100);
      for (int kill = 1; kill <= KILLS; kill++) {
        var victim = random.nextInt(3) == 0 ? b : a;
        victim.crash();
        Waiting.pass(Duration.ofMillis(random.nextInt(2000)));
        if (kill % 5 == 0) {
          Waiting.until(
              "after " + kill + " kills: " + a.daemon.output() + b.daemon.output(),
              () -> a.holds(true) && b.holds(false) && running(a, b));
        }
      }
      assertEquals(0, a.daemon.stop(), a.daemon.output());
      Waiting.until("b alone", () -> a.holds(false) && b.holds(true));
      assertEquals(0, b.daemon.stop(), b.daemon.output());
      assertEquals(true, a.holds(false) && b.holds(false), "nothing stays behind");
    }
  }

  private static boolean running(Supervised a, Supervised b) {
    return a.daemon.output().contains("Startup complete")
        && b.daemon.output().contains("Startup complete")
        && a.daemon.alive()
        && b.daemon.alive();
  }
}
