package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.compare.Allowed;
import keepalived.lab.compare.Snapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The names in `keepalived_check.data`, section by section, compared with the original's file for
/// the same configuration. The first service is suspended, so its section does not depend on when a
/// check runs.
@Tag("uml")
class CheckDumpKeysTest {

  private static final String CONFIGURATION =
      """
      global_defs {
        router_id R
        script_user root
        enable_script_security
        lvs_flush
      }
      track_file tf {
        file /run/tmp/level
        weight 1
      }
      bfd_instance b1 {
        neighbor_ip 127.0.0.9
        source_ip 127.0.0.1
      }
      virtual_server_group G {
        10.9.0.110 80
        10.9.0.111-113 80
        fwmark 7
      }
      virtual_server 10.9.0.100 80 {
        delay_loop 3
        lvs_sched wrr
        lvs_method NAT
        protocol TCP
        persistence_timeout 300
        persistence_granularity 255.255.255.0
        ops
        alpha
        omega
        quorum 2
        hysteresis 1
        quorum_up "/bin/true up"
        quorum_down "/bin/true down"
        ha_suspend
        virtualhost www.example.org
        weight 3
        retry 2
        delay_before_retry 1
        warmup 1
        smtp_alert
        sorry_server 127.0.0.2 80
        sorry_server_inhibit
        real_server 127.0.0.11 80 {
          weight 5
          inhibit_on_failure
          notify_up "/bin/true u"
          notify_down "/bin/true d"
          uthreshold 100
          lthreshold 10
          HTTP_GET {
            url {
              path /a
              digest 0123456789abcdef0123456789abcdef
              status_code 200 204-206
              virtualhost x
            }
            url {
              path /b
              regex "foo.*"
              regex_options caseless
              regex_min_offset 3
              regex_stack 20 40
            }
            connect_timeout 2
            http_protocol 1.1
            fast_recovery
          }
          SSL_GET {
            url {
              path /
            }
            enable_sni
            connect_ip 127.0.0.12
            connect_port 443
            bindto 127.0.0.1
            bind_port 4000
          }
          TCP_CHECK {
            connect_timeout 1
            fwmark 9
          }
        }
        real_server 127.0.0.12 80 {
          SMTP_CHECK {
            helo_name h
            host {
              connect_ip 127.0.0.13
            }
          }
          DNS_CHECK {
            type A
            name a.example.org
          }
          UDP_CHECK {
            payload 0102
            require_reply 0304
            min_reply_length 3
            max_reply_length 10
          }
          PING_CHECK {
            retry 3
          }
          MISC_CHECK {
            misc_path "/bin/true arg"
            misc_timeout 7
            misc_dynamic
            user nobody
          }
          FILE_CHECK {
            track_file tf
            weight 3
          }
          BFD_CHECK {
            name b1
          }
        }
      }
      virtual_server fwmark 9 {
        delay_loop 3
        lb_algo sh
        sh-port
        sh-fallback
        lb_kind DR
        ip_family inet6
        protocol UDP
        real_server ::1 80 {
        }
      }
      virtual_server group G {
        lb_algo mh
        mh-port
        lb_kind TUN
        protocol TCP
        real_server 127.0.0.14 80 {
          lvs_method TUN type gue port 6080
        }
      }
      """;

  private static final String FILE = "/run/tmp/keepalived_check.data";

  @Test
  void sameKeysButForThoseLeftOut() {
    var theirs = dump(Keepalived.ORIGINAL);
    var ours = dump(Keepalived.OURS);
    assertEquals("", Allowed.in("dump/checks").differences("dumped", theirs, ours));
  }

  private static Snapshot dump(Keepalived program) {
    try (var router = new Operated()) {
      router.machine.mustRun("sh", "-c", "echo 5 > /run/tmp/level");
      router.configure(CONFIGURATION);
      var daemon = program.start(router.machine, "keepalived.conf");
      Await.until(
          () -> "the file's value counts\n" + daemon.output(),
          () -> {
            daemon.signal("USR1");
            Await.pass(Duration.ofSeconds(1));
            return router.machine.run("cat", FILE).contains("effective weight = 18");
          });
      var lines = router.read(FILE).lines().toList();
      assertEquals(0, daemon.stop(), daemon.output());
      return DumpKeys.of(lines, 9).with("values", values(lines));
    }
  }

  /// The states of services and servers.
  private static List<String> values(List<String> lines) {
    return lines.stream()
        .filter(
            line ->
                line.matches(
                    "   (RIP|VIP|VIP Range|FWMARK|delay_loop|initial weight|effective weight|alive"
                        + "|num failed checkers|RS set|quorum_state_up|connection limit range"
                        + "|forwarding method|default forwarding method|persistence .*) = .*"))
        .toList();
  }
}
