package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.lab.Await;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Broken files, reloaded by SIGHUP on a master with addresses, a route, a rule and a sync group:
/// the running configuration stays, to the last address, and the log has the reason.
@Tag("linux")
class BrokenReloadTest {

  private static final String GOOD =
      """
      global_defs {
        router_id R
      }
      vrrp_sync_group G {
        group {
          VI_1
          VI_2
        }
      }
      vrrp_instance VI_1 {
        interface eth0
        virtual_router_id 51
        priority 255
        advert_int 1
        virtual_ipaddress {
          10.9.0.100/24
          10.9.0.101/24
        }
        virtual_routes {
          198.51.100.0/24 via 10.9.0.254 dev eth0
        }
        virtual_rules {
          from 192.0.2.0/24 table 100 preference 1000
        }
      }
      vrrp_instance VI_2 {
        interface eth0
        virtual_router_id 52
        priority 255
        advert_int 1
        virtual_ipaddress {
          10.9.0.102/24
        }
      }
      """;

  private static Map<String, String> broken() {
    var files = new LinkedHashMap<String, String>();
    String[][] edits = {
      {"10.9.0.100/24", "10.9.0.88888/24"},
      {"10.9.0.100/24", "10.9.0.100/42"},
      {"virtual_ipaddress", "virtual_ipadress"},
      {"vrrp_instance VI_1", "vrrp_instence VI_1"},
      {"vrrp_instance VI_1", "vrrp_instance"},
      {"vrrp_instance VI_2", "vrrp_instance VI_1"},
      {"vrrp_sync_group", "vrrp_sync_grup"},
      {"    VI_2\n", "    VI_3\n"},
      {"interface eth0", "interface eth00"},
      {"interface eth0", ""},
      {"virtual_router_id 51", "virtual_router_id 511"},
      {"virtual_router_id 51", "virtual_router_id 0"},
      {"virtual_router_id 51", "virtual_router_id 52"},
      {"virtual_router_id 51", "virtual_router_id"},
      {"virtual_router_id", "virtual_router_ld"},
      {"priority 255", "priority 2555"},
      {"priority 255", "priority"},
      {"advert_int 1", "advert_int x"},
      {"virtual_routes", "virtual_route"},
      {"via 10.9.0.254", "via 10.9.0.2540"},
      {"dev eth0", "dve eth0"},
      {"virtual_rules", "virtual_rulez"},
      {"from 192.0.2.0/24", "from 192.0.2.0/240"},
      {"    10.9.0.102/24\n", ""},
      {"global_defs", "global_dfes"},
    };
    for (var edit : edits) {
      files.put(edit[0].strip() + " -> " + edit[1].strip(), GOOD.replaceFirst(edit[0], edit[1]));
    }
    files.put("empty", "");
    files.put("blank lines", "\n\n\n");
    files.put("comments only", "# keepalived\n! nothing\n");
    files.put("globals only", "global_defs {\n router_id R\n}\n");
    files.put("last brace missing", GOOD.substring(0, GOOD.lastIndexOf('}')));
    files.put("first brace missing", GOOD.replaceFirst("\\{", ""));
    files.put("a brace more", GOOD + "}\n");
    files.put("a block never closed", GOOD + "vrrp_instance X {\n");
    files.put("half a file", GOOD.substring(0, GOOD.length() / 2));
    files.put("a merge conflict", "<<<<<<< HEAD\n" + GOOD + ">>>>>>> theirs\n");
    files.put("an open quote", GOOD.replaceFirst("router_id R", "router_id \"R"));
    files.put("noise", "\u0001\u0002 \u00ff\u00fe noise {{{ }}} $$$ ~SEQ(");
    files.put("an include of nothing", GOOD + "include missing.conf\n");
    files.put("itself included", GOOD + "include keepalived.conf\n");
    files.put("a definition in a circle", GOOD + "$A=$B\n$B=$A\n$A\n");
    return files;
  }

  private record State(String addresses, String routes, String rules) {
    static State of(Operated router) {
      return new State(
          router.machine.mustRun("ip", "-o", "addr"),
          router.machine.mustRun("ip", "route"),
          router.machine.mustRun("ip", "rule"));
    }
  }

  private static String since(Program daemon, int mark) {
    return daemon.output().substring(mark);
  }

  private static int states(Program daemon) {
    return daemon.output().split("Entering \\w+ STATE", -1).length;
  }

  /// Changes the file, sends the signal, and waits for the daemon's decision.
  private static String decided(Operated router, Program daemon, Runnable change) {
    int mark = daemon.output().length();
    change.run();
    daemon.signal("HUP");
    Await.until(
        () -> "a decision in\n" + since(daemon, mark),
        () ->
            since(daemon, mark).contains("the running one is kept")
                || since(daemon, mark).contains("Reload complete"));
    return since(daemon, mark);
  }

  @Test
  void noBrokenFileTakesAnythingAway() {
    try (var router = new Operated()) {
      router.configure(GOOD);
      var daemon = router.start();
      Await.until("master of both", () -> router.machine.has("10.9.0.102"));
      Await.until("the route", () -> State.of(router).routes().contains("198.51.100.0/24"));
      Await.until("the rule", () -> State.of(router).rules().contains("192.0.2.0/24"));
      var before = State.of(router);
      int states = states(daemon);
      var wire = Adverts.of(router.lab);
      var wrong = new ArrayList<String>();
      broken()
          .forEach(
              (name, text) -> {
                String said = decided(router, daemon, () -> router.configure(text));
                if (!said.contains("configuration stale since 20")) {
                  wrong.add(name + " was not refused: " + said);
                }
                if (!State.of(router).equals(before)) {
                  wrong.add(name + " changed the kernel: " + State.of(router));
                }
              });
      assertEquals(List.of(), wrong);
      assertEquals(states, states(daemon), daemon::output);
      int adverts = wire.seen(51).size();
      Await.until("adverts go on", () -> wire.seen(51).size() > adverts);
      assertTrue(wire.seen(51).stream().allMatch(advert -> advert.priority() == 255));

      router.configure(GOOD.replace("10.9.0.101", "10.9.0.103"));
      String said = decided(router, daemon, () -> {});
      assertTrue(said.contains("no longer stale"), said);
      Await.until("the new address", () -> router.machine.has("10.9.0.103"));
      assertFalse(router.machine.has("10.9.0.101"));
      assertEquals(states, states(daemon), daemon::output);
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  @Test
  void noOddFileTakesAnythingAway() {
    try (var router = new Operated()) {
      router.configure(GOOD);
      var daemon = router.start();
      Await.until("master of both", () -> router.machine.has("10.9.0.102"));
      var before = State.of(router);
      String good = "/etc/keepalived/keepalived.conf";
      for (String command :
          List.of(
              "rm $F",
              "mkdir $F",
              "rmdir $F; mkfifo $F",
              "rm $F; ln -s /nowhere $F",
              "rm $F; ln -s /dev/zero $F",
              "rm $F; head -c 20000000 /dev/urandom >$F",
              "head -c 2000000 /dev/urandom >$F",
              "truncate -s 100M $F",
              "yes a | head -c 15000000 >$F.new; mv $F.new $F",
              "yes \"interface eth0\" | head -c 9000000 >$F.new; mv $F.new $F")) {
        String said =
            decided(
                router,
                daemon,
                () -> router.machine.mustRun("sh", "-c", "F=" + good + "; " + command));
        assertTrue(said.contains("configuration stale since 20"), command + ": " + said);
        assertEquals(before, State.of(router), command);
      }
      router.machine.mustRun("rm", good);
      router.configure(GOOD);
      assertTrue(decided(router, daemon, () -> {}).contains("no longer stale"));
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  @Test
  void anOldMistakeAndTheLenientOptionGoOnAsTheOriginalDoes() {
    try (var router = new Operated()) {
      String old = GOOD.replaceFirst("priority 255", "tcp_port 80\n priority 255");
      router.configure(old);
      var daemon = router.start();
      Await.until("master of both", () -> router.machine.has("10.9.0.102"));
      String said =
          decided(router, daemon, () -> router.configure(old.replace("10.9.0.101", "10.9.0.104")));
      assertTrue(said.contains("Reload complete"), said);
      Await.until("the new address", () -> router.machine.has("10.9.0.104"));
      String lenient = old.replace("router_id R", "reload_lenient");
      said =
          decided(
              router, daemon, () -> router.configure(lenient.replace("10.9.0.100", "10.9.0.900")));
      assertTrue(said.contains("Reload complete"), said);
      Await.until("the address is gone", () -> !router.machine.has("10.9.0.100"));
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }
}
