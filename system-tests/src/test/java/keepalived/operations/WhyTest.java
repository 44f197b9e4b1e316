package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.Machine;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `keepalived why` on the router that took over, for each thing that happens to the other one,
/// which is keepalived 2.2.7 or one of ours.
@Tag("linux")
class WhyTest {

  private static final String VIP = "10.9.0.100";
  private static final String SIGNED = "10.9.0.102";

  private static String configuration(int priority, int weight, String secret) {
    return """
    global_defs {
      router_id R
      script_user root
      enable_script_security
    }
    vrrp_script chk {
      script "/usr/bin/test -e /run/flag"
      interval 1
      weight %2$d
      fall 1
      rise 1
    }
    vrrp_instance VI_1 {
      version 3
      interface eth0
      virtual_router_id 51
      priority %1$d
      advert_int 0.3
      track_script {
        chk
      }
      virtual_ipaddress {
        10.9.0.100/24
      }
    }
    vrrp_instance VI_2 {
      interface eth0
      virtual_router_id 52
      priority %1$d
      advert_int 1
      authentication {
        auth_type PASS
        auth_pass %3$s
      }
      virtual_ipaddress {
        10.9.0.102/24
      }
    }
    """
        .formatted(priority, weight, secret);
  }

  /// A lab with the survivor, which is ours, and the master, which has the higher priority.
  private static final class Pair implements AutoCloseable {
    private final Lab lab = new Lab();
    private final Machine survivor = lab.machine("survivor", "10.9.0.1/24");
    private final Machine master = lab.machine("master", "10.9.0.2/24");
    private final Program masters;

    Pair(Keepalived kind) {
      master.mustRun("touch", "/run/flag");
      master.write("keepalived.conf", configuration(110, -30, "secret12"));
      survivor.write("keepalived.conf", configuration(100, 30, "secret12"));
      Keepalived.OURS.start(survivor, "keepalived.conf");
      masters = kind.start(master, "keepalived.conf");
      back();
    }

    /// Until the master holds both addresses and the survivor none.
    void back() {
      Await.until(
          () -> "the master again, but the survivor has\n" + events(),
          () ->
              master.has(VIP) && master.has(SIGNED) && !survivor.has(VIP) && !survivor.has(SIGNED));
    }

    void takenOver(String address) {
      Await.until(() -> "taken over, but\n" + events(), () -> survivor.has(address));
    }

    String events() {
      return survivor.run(Keepalived.OURS.program(), "events");
    }

    /// What `why` prints, with words instead of numbers that differ from run to run.
    String why(String... words) {
      var command = new ArrayList<String>();
      command.add(Keepalived.OURS.program());
      command.add("why");
      command.addAll(List.of(words));
      return survivor
          .mustRun(command.toArray(String[]::new))
          .replaceAll("[0-9-]{10} [0-9:.]{12}", "TIME")
          .replaceAll("[0-9a-f]{4}-[0-9]+", "ID")
          .replaceAll("adverts: [0-9. ]+", "adverts: N ")
          .replaceAll("[0-9]+\\.[0-9]+ s", "N s")
          // True on a loaded machine.
          .replace("its adverts were irregular before: overload or loss. ", "");
    }

    @Override
    public void close() {
      lab.close();
    }
  }

  private static final String SILENT =
      """
      VI_1  BACKUP -> MASTER   TIME   (event ID)
        cause:   master timeout, no advert from 10.9.0.2 for N s
        timer:   10.9.0.2 had priority 110 and interval N s; the timer expired N s late
        adverts: N s apart, then none
        verdict: 10.9.0.2 fell silent without resigning: it stands still, has crashed, is cut off, or its adverts are filtered on the way.
      """;

  private static final String RETURNED =
      """
      VI_1  BACKUP -> MASTER   TIME   (event ID)
        cause:   master timeout, no advert from 10.9.0.2 for N s
        timer:   10.9.0.2 had priority 110 and interval N s; the timer expired N s late
        adverts: N s apart, then none
        after:   BACKUP N s later (event ID): higher priority heard, 10.9.0.2 advertises priority 110, ours is 100
        verdict: 10.9.0.2 was silent, and advertised again N s later: it stood still, was cut off, or started again. It did not resign.
      VI_1  MASTER -> BACKUP   TIME   (event ID)
        cause:   higher priority heard, 10.9.0.2 advertises priority 110, ours is 100
        verdict: the other router is the better one and takes over.
      """;

  @ParameterizedTest
  @EnumSource(Keepalived.class)
  void theSurvivorKnowsWhy(Keepalived kind) {
    try (var pair = new Pair(kind)) {
      frozen(pair);
      cutOff(pair);
      filtered(pair);
      lowered(pair);
      raised(pair);
      otherSecret(pair);
      afterACrash(pair);
    }
  }

  private static void frozen(Pair pair) {
    pair.master.mustRun("pkill", "-STOP", "-x", "keepalived");
    pair.takenOver(VIP);
    assertEquals(SILENT, pair.why("VI_1"));
    pair.master.mustRun("pkill", "-CONT", "-x", "keepalived");
    pair.back();
    assertEquals(RETURNED, pair.why("VI_1", "-n", "2"));
  }

  private static void cutOff(Pair pair) {
    pair.lab.unplug(pair.master);
    pair.takenOver(VIP);
    assertEquals(SILENT, pair.why("VI_1"));
    pair.lab.plug(pair.master);
    pair.back();
  }

  private static void filtered(Pair pair) {
    pair.survivor.mustRun(
        "nft",
        "table ip f { chain c { type filter hook input priority 0; ip protocol 112 drop; }; }");
    pair.takenOver(VIP);
    assertTrue(pair.master.has(VIP), "two masters");
    assertEquals(SILENT, pair.why("VI_1"));
    pair.survivor.mustRun("nft", "delete table ip f");
    pair.back();
    assertEquals(RETURNED, pair.why("VI_1", "-n", "2"));
  }

  private static void lowered(Pair pair) {
    pair.master.mustRun("rm", "/run/flag");
    pair.takenOver(VIP);
    assertEquals(
        """
        VI_1  BACKUP -> MASTER   TIME   (event ID)
          cause:   preemption, 10.9.0.2 advertises priority 80 (110 before), ours is 100
          timer:   10.9.0.2 had priority 110 and interval N s; the timer expired N s late
          adverts: N s apart, then none
          verdict: the priority of the other router fell: a tracker or a change of configuration there.
        """,
        pair.why("VI_1"));
    pair.master.mustRun("touch", "/run/flag");
    pair.back();
  }

  private static void raised(Pair pair) {
    pair.survivor.mustRun("touch", "/run/flag");
    pair.takenOver(VIP);
    var up = pair.why("VI_1");
    assertTrue(
        up.contains(
            "verdict: our own priority changed from 100 to 130, because script chk: down -> up."),
        up);
    pair.survivor.mustRun("rm", "/run/flag");
    pair.back();
    assertEquals(
        """
        VI_1  MASTER -> BACKUP   TIME   (event ID)
          cause:   higher priority heard, 10.9.0.2 advertises priority 110, ours is 100
          before:  N s earlier: script chk: up -> down
          before:  N s earlier: VI_1: priority 130 -> 100
          verdict: our own priority changed from 130 to 100, because script chk: up -> down.
        """,
        pair.why("VI_1"));
  }

  private static void otherSecret(Pair pair) {
    pair.master.write("keepalived.conf", configuration(110, -30, "another1"));
    pair.masters.signal("HUP");
    pair.takenOver(SIGNED);
    var why = pair.why("VI_2");
    assertTrue(
        why.contains(
            "  verdict: the adverts of 10.9.0.2 arrive, but are refused (auth failure): compare"
                + " both configurations.\n"),
        why);
    assertTrue(why.contains("VI_2: advert of 10.9.0.2 refused (auth failure)"), why);
  }

  /// What a killed daemon recorded is still there.
  private static void afterACrash(Pair pair) {
    var before = pair.why("VI_2");
    pair.survivor.mustRun("pkill", "-KILL", "-x", "keepalived");
    Await.until("killed", () -> pair.survivor.status("pgrep", "-x", "keepalived") != 0);
    assertEquals(before, pair.why("VI_2"));
    assertEquals(before, pair.why("VI_2", "--file", "/run/keepalived/keepalived.events"));
  }
}
