package keepalived.daemon.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.LvsConfig;
import keepalived.core.time.MonoTime;
import keepalived.healthcheck.engine.LvsSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lines as keepalived 2.2.7 wrote them for the same file on a kernel with IPVS.
class CheckDumpTest {

  private static final String FILE =
      """
      virtual_server_group G1 {
        10.1.0.1 80
        10.1.0.2-5 80
        fwmark 3
      }
      virtual_server group G1 {
        delay_loop 5
        lvs_sched wrr
        lvs_method NAT
        protocol TCP
        real_server 10.2.0.1 80 {
          weight 3
          TCP_CHECK {
            connect_timeout 3
          }
        }
      }
      virtual_server 10.0.0.1 443 {
        delay_loop 6
        lvs_sched wlc
        lvs_method DR
        persistence_timeout 50
        protocol TCP
        quorum 2
        hysteresis 1
        alpha
        sorry_server 127.0.0.1 443
        real_server 10.2.0.1 443 {
          weight 4
          inhibit_on_failure
          SSL_GET {
            url {
              path /x
              status_code 200
            }
            connect_timeout 3
          }
        }
      }
      virtual_server fwmark 7 {
        lvs_sched rr
        lvs_method TUN
        real_server 10.3.0.1 0 {
          weight 5
        }
      }
      """;

  private static final String THEIRS =
      """
      ------< SSL definitions >------
       Using autogen SSL context
      ------< LVS Topology >------
       ------< Virtual server group >------
       Virtual Server Group = G1, IPv4 = no, IPv6 = no
         VIP = 10.1.0.1, VPORT = 80
         VIP Range = 10.1.0.2-10.1.0.5, VPORT = 80
         FWMARK = 3
       ------< Virtual server >------
       VS GROUP = [G1]:0
         Address family = inet
         delay_loop = 5.000000
         lvs_sched = wrr
         flag-1 = disabled
         flag-2 = disabled
         flag-3 = disabled
         One packet scheduling = disabled
         protocol = TCP
         alpha is OFF
         omega is OFF
         quorum = 1, hysteresis = 0
         Using smtp notification = no
         default forwarding method = NAT
         ------< Real server >------
         RIP = 10.2.0.1, RPORT = 80, WEIGHT = 3 EFF WEIGHT = 3
         forwarding method = NAT
         Alpha is OFF
         connection limit range = 0 -> 0
         Inhibit on failure is OFF
         initial weight = 3
         effective weight = 3
       VS VIP = 10.0.0.1, VPORT = 443
         persistence timeout = 50
         alpha is ON
         quorum = 2, hysteresis = 1
         sorry server = [127.0.0.1]:tcp:443
           forwarding method = DR
         Inhibit on failure is ON
       VS FWMARK = 7
         protocol = none
         default forwarding method = TUN, type = IPIP
      ------< Health checkers >------
         Delay loop = 5000000 us
         Warmup = 5000000 us
         Connection
           Dest = [10.2.0.1]:80
           Timeout = 3.000000
         Keepalive method = TCP_CHECK
         Keepalive method = SSL_GET, http protocol 1.0
         Checked url = /x
           HTTP Status Code(s)
             200
      """;

  @Test
  void linesAreTheOriginalsInTheirOrder(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("keepalived.conf"), FILE);
    var config = ConfigReader.read(file, ConfigReader.Options.of("x")).config();
    String dump =
        CheckDump.text(config, snapshot(config.lvs()), new ScriptText(_ -> Optional.empty()));
    int from = 0;
    for (String line : THEIRS.lines().toList()) {
      int at = dump.indexOf(line + "\n", from);
      assertTrue(at >= 0, () -> "missing, or too early: " + line + "\nin\n" + dump);
      from = at;
    }
    assertEquals(
        1, dump.split("\n   alive = 0\n   num failed checkers = 1\n", -1).length - 1, dump);
  }

  /// The second service's server is down, the others are up.
  private static LvsSnapshot snapshot(LvsConfig config) {
    var services = new ArrayList<LvsSnapshot.ServiceView>();
    for (var service : config.virtualServers()) {
      boolean up = service.sorryServer().isEmpty();
      var servers = new ArrayList<LvsSnapshot.ServerView>();
      for (var server : service.realServers()) {
        var checks = new ArrayList<LvsSnapshot.CheckView>();
        for (var check : server.checks()) {
          checks.add(
              new LvsSnapshot.CheckView(
                  check, up, true, 0, 0, Optional.empty(), "", Optional.empty(), false, 1));
        }
        servers.add(new LvsSnapshot.ServerView("server", server, up, server.weight(), up, checks));
      }
      services.add(new LvsSnapshot.ServiceView("[G1]:0", service, List.of(), up, !up, 1, servers));
    }
    return new LvsSnapshot(new MonoTime(0), services, Optional.empty(), 0);
  }
}
