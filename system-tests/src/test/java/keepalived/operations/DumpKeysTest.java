package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.compare.Allowed;
import keepalived.lab.compare.Snapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The names in `keepalived.data`, section by section, compared with the original's file for the
/// same configuration.
@Tag("linux")
class DumpKeysTest {

  private static final String CONFIGURATION =
      """
      global_defs {
        router_id R
        script_user root
        enable_script_security
        vrrp_garp_master_repeat 3
      }
      vrrp_script chk {
        script "/bin/true arg"
        interval 2
        timeout 1
        weight 5
        rise 2
        fall 3
        user nobody
      }
      vrrp_track_process ping {
        process sleep
        weight 3
      }
      track_file tf {
        file /run/tmp/level
        weight 1
      }
      static_ipaddress {
        10.5.0.1/24 dev eth0
      }
      static_routes {
        10.6.0.0/24 via 10.9.0.254 dev eth0
      }
      static_rules {
        from 10.7.0.0/24 table 7
      }
      bfd_instance b1 {
        neighbor_ip 10.9.0.9
        source_ip 10.9.0.1
      }
      vrrp_sync_group G {
        group {
          A
          B
        }
        notify_master "/bin/true m"
        notify "/bin/true g"
        track_script {
          chk
        }
      }
      vrrp_instance A {
        state MASTER
        interface eth0
        virtual_router_id 51
        priority 150
        advert_int 1
        authentication {
          auth_type PASS
          auth_pass 1111
        }
        virtual_ipaddress {
          10.9.0.100/24
          10.9.0.101/24 dev eth0 label eth0:1
        }
        virtual_ipaddress_excluded {
          10.9.1.100/24
          fd00:9::100/64
        }
        virtual_routes {
          10.77.0.0/24 via 10.9.0.200
        }
        virtual_rules {
          from 10.78.0.0/24 table 77
        }
        track_interface {
          eth0 weight 2
        }
        track_file {
          tf weight 1
        }
        track_process {
          ping
        }
        track_bfd {
          b1
        }
        notify_master "/bin/true"
        notify_backup "/bin/true b"
        notify_fault "/bin/true f"
        notify_stop "/bin/true s"
        notify "/bin/true n"
        preempt_delay 5
      }
      vrrp_instance B {
        version 3
        interface eth0
        virtual_router_id 52
        priority 100
        advert_int 0.5
        use_vmac
        nopreempt
        unicast_src_ip 10.9.0.1
        unicast_peer {
          10.9.0.2
          10.9.0.3 min_ttl 250 max_ttl 255
        }
        virtual_ipaddress {
          10.9.0.102/24
        }
      }
      vrrp_instance C {
        version 3
        interface eth0
        virtual_router_id 53
        advert_int 1
        accept
        garp_master_delay 2
        garp_master_repeat 2
        virtual_ipaddress {
          fe80::1:1/64
          fd00:9::101/64
        }
      }
      """;

  @Test
  void sameKeysButForThoseLeftOut() {
    var theirs = dump(Keepalived.ORIGINAL);
    var ours = dump(Keepalived.OURS);
    assertEquals("", Allowed.in("dump/vrrp").differences("dumped", theirs, ours));
  }

  private static Snapshot dump(Keepalived program) {
    try (var router = new Operated()) {
      router.machine.mustRun("sh", "-c", "echo 5 > /run/tmp/level");
      router.machine.mustRun("ip", "addr", "add", "fd00:9::1/64", "dev", "eth0", "nodad");
      router.configure(CONFIGURATION);
      var daemon = program.start(router.machine, "keepalived.conf");
      Await.until(program + " is master", () -> router.machine.has("fd00:9::101"));
      Await.until("judged", () -> daemon.output().contains("VRRP_Script(chk) succeeded"));
      daemon.signal("USR1");
      router.awaitFile("/run/tmp/keepalived.data");
      Await.until(
          "all written",
          () -> router.read("/run/tmp/keepalived.data").contains("------< VRRP Track BFDs >"));
      var lines = router.read("/run/tmp/keepalived.data").lines().toList();
      assertEquals(0, daemon.stop(), daemon.output());
      return DumpKeys.of(lines, 5).with("values", values(lines));
    }
  }

  /// Numbers that depend on the whole configuration, and the accounts of scripts.
  private static List<String> values(List<String> lines) {
    var values = new ArrayList<String>();
    for (String line : lines) {
      boolean number =
          List.of("Effective priority", "Gratuitous ARP", "Script uid:gid").stream()
              .anyMatch(name -> line.startsWith("   " + name));
      if (number) {
        values.add(line.strip());
      } else if (line.contains("state transition script")) {
        values.add(line.replaceAll(".*, ", ""));
      }
    }
    return values;
  }
}
