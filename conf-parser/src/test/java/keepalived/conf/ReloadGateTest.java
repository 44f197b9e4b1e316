package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.host.HostFacts;
import keepalived.conf.reader.ConfigReader;
import keepalived.conf.reader.ReloadGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which files a daemon that runs something refuses to reload.
class ReloadGateTest {

  private static final String RUNNING =
      """
      global_defs {
          router_id R
      }
      track_file load {
          file /run/load
      }
      vrrp_script chk {
          script "/bin/true"
          interval 2
          weight 10
      }
      vrrp_sync_group G {
          group {
              VI_1
              VI_2
          }
      }
      vrrp_instance VI_1 {
          state BACKUP
          interface eth0
          virtual_router_id 51
          priority 150
          advert_int 1
          authentication {
              auth_type PASS
              auth_pass secret
          }
          virtual_ipaddress {
              172.16.9.4/16
              172.16.9.5/16 dev eth0 label eth0:1
          }
          virtual_routes {
              198.51.100.0/24 via 172.16.0.1 dev eth0
          }
          virtual_rules {
              from 192.0.2.0/24 table 100 preference 1000
          }
          track_script {
              chk
          }
          track_interface {
              eth0 weight 5
          }
      }
      vrrp_instance VI_2 {
          interface eth0
          virtual_router_id 52
          priority 100
          unicast_src_ip 172.16.0.2
          unicast_peer {
              172.16.0.3
          }
          virtual_ipaddress {
              172.16.9.6/16
          }
      }
      virtual_server 172.16.9.4 80 {
          delay_loop 5
          lb_algo wlc
          lb_kind NAT
          protocol TCP
          real_server 192.0.2.1 80 {
              weight 2
              TCP_CHECK {
                  connect_timeout 3
              }
          }
          real_server 192.0.2.2 80 {
              HTTP_GET {
                  url {
                      path /
                      status_code 200
                  }
              }
          }
      }
      """;

  private static final HostFacts HOST = machine("eth0");

  private static HostFacts machine(String... interfaces) {
    return new TableHost(Set.of(interfaces), Set.of("/bin/true"), Set.of());
  }

  private static ConfigReader.Result read(String text) {
    return ConfigReader.read("keepalived.conf", text, ConfigReader.Options.of("node").host(HOST));
  }

  private static Optional<Diagnostic> refusal(String running, String next) {
    return read(running).gate().refusal(read(next));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          172.16.9.4/16                | 172.16.9.88888/16
          172.16.9.4/16                | 172.16.9.4/61
          172.16.9.4/16                | 172.16.9/16
          172.16.9.5/16 dev eth0 label | 172.16.9.5/16 dve eth0 label
          virtual_ipaddress {          | virtual_ipadress {
          virtual_ipaddress {          | virtual_ipaddress
          vrrp_instance VI_1 {         | vrrp_instence VI_1 {
          vrrp_instance VI_1 {         | vrrp_instance {
          vrrp_instance VI_2 {         | vrrp_instance VI_1 {
          vrrp_sync_group G {          | vrrp_sync_grup G {
          '        VI_2\\n'            | '        VI_22\\n'
          interface eth0               | interface eth00
          interface eth0               | interfase eth0
          virtual_router_id 51         | virtual_router_id 511
          virtual_router_id 51         | virtual_router_id 5l
          virtual_router_id 51         | virtual_router_id 0
          virtual_router_id 51         | virtual_router_id
          priority 150                 | priority 1500
          priority 150                 | priority high
          priority 150                 | prioritty 150
          advert_int 1                 | advert_int 1s
          advert_int 1                 | advert_int -1
          auth_type PASS               | auth_type PAS
          virtual_routes {             | virtual_routs {
          via 172.16.0.1               | via 172.16.0.256
          via 172.16.0.1               | vai 172.16.0.1
          from 192.0.2.0/24            | form 192.0.2.0/24
          from 192.0.2.0/24            | from 192.0.2.0/240
          '        chk\\n'             | '        chkk\\n'
          vrrp_script chk              | vrrp_skript chk
          eth0 weight 5                | eth00 weight 5
          eth0 weight 5                | eth0 wieght 5
          172.16.0.3                   | 172.16.0.333
          unicast_peer {               | unicast_pear {
          virtual_server 172.16.9.4 80 | virtual_server 172.16.9.444 80
          virtual_server 172.16.9.4 80 | virtual_sever 172.16.9.4 80
          virtual_server 172.16.9.4 80 | virtual_server 172.16.9.4 80000
          real_server 192.0.2.1 80     | real_sever 192.0.2.1 80
          real_server 192.0.2.1 80     | real_server 192.0.2.1111 80
          lb_algo wlc                  | lb_allgo wlc
          lb_kind NAT                  | lb_kind NAAT
          protocol TCP                 | protocol TPC
          TCP_CHECK {                  | TCP_CHEK {
          HTTP_GET {                   | HTTP_GETT {
          connect_timeout 3            | connect_timeout three
          weight 2                     | weight 2x
          status_code 200              | status_code 2000
          global_defs {                | global_def {
          router_id R                  | router_idd R
          """)
  void aMistypedWordIsRefused(String right, String wrong) {
    String next = RUNNING.replace(right.replace("\\n", "\n"), wrong.replace("\\n", "\n"));
    assertTrue(!next.equals(RUNNING), right);
    assertTrue(refusal(RUNNING, next).isPresent(), () -> right + " -> " + wrong);
    assertEquals(Optional.empty(), refusal(next, next), "a file that runs goes on reloading");
  }

  @Test
  void brokenStructureIsRefused() {
    int closing = RUNNING.lastIndexOf('}');
    for (var next :
        List.of(
            "",
            "\n\n",
            "# nothing\n",
            "global_defs {\n}\n",
            RUNNING.substring(0, closing),
            RUNNING + "}\n",
            RUNNING + "vrrp_instance X {\n",
            RUNNING.replaceFirst("\\}\nvrrp_sync", "vrrp_sync"),
            RUNNING.substring(0, RUNNING.length() / 2),
            RUNNING.replace("\"/bin/true\"", "\"/bin/true"),
            RUNNING.replace("router_id R", "router_id \0R"),
            "\u0001\u0002\u0003 garbage \u0004",
            "<<<<<<< HEAD\n" + RUNNING + ">>>>>>> other\n")) {
      assertTrue(refusal(RUNNING, next).isPresent(), next);
    }
  }

  @Test
  void whatRunsWithMistakesGoesOnReloading() {
    String old = RUNNING.replace("connect_timeout 3", "connect_timeout 3\ntcp_port 80");
    assertTrue(refusal(RUNNING, old).isPresent());
    assertEquals(Optional.empty(), refusal(old, old));
    assertEquals(Optional.empty(), refusal(old, "# one line more\n\n" + old));
    assertEquals(Optional.empty(), refusal(old, RUNNING));
    assertEquals(Optional.empty(), refusal(old, old.replace("tcp_port 80", "tcp_port 81 # new")));
    String twice = old.replace("path /", "path /\ntcp_port 80");
    assertEquals(Code.UNKNOWN_KEYWORD, refusal(old, twice).orElseThrow().code());
  }

  @Test
  void aChangeWithoutMistakesIsTaken() {
    for (var next :
        List.of(
            RUNNING.replace("priority 150", "priority 50"),
            RUNNING.replace("172.16.9.4/16\n", "172.16.9.14/16\n"),
            RUNNING.replaceAll("(?s)vrrp_sync_group.*?\\n\\}\\n", ""),
            RUNNING.replaceAll("(?s)virtual_server .*", ""))) {
      assertEquals(Optional.empty(), refusal(RUNNING, next));
    }
  }

  @Test
  void aProgramThatHasGoneMeanwhileIsNoMistakeOfTheFile() {
    String next = RUNNING.replace("priority 150", "priority 140");
    var bare = new TableHost(Set.of("eth0"), Set.of(), Set.of());
    var options = ConfigReader.Options.of("node").host(bare);
    var later = ConfigReader.read("keepalived.conf", next, options);
    var codes = later.diagnostics().stream().map(Diagnostic::code).toList();
    assertTrue(codes.contains(Code.SCRIPT_NOT_FOUND), codes::toString);
    assertEquals(Optional.empty(), read(RUNNING).gate().refusal(later));
    String mistyped = RUNNING.replace("/bin/true", "/bin/ture");
    assertEquals(Code.SCRIPT_NOT_FOUND, refusal(RUNNING, mistyped).orElseThrow().code());
  }

  @Test
  void aFileThatWasIncludedMustBeThere(@TempDir Path directory) throws IOException {
    var main = directory.resolve("keepalived.conf");
    var part = directory.resolve("part.conf");
    Files.writeString(main, "include part.conf\ninclude conf.d/*.conf\n" + RUNNING);
    Files.writeString(part, "vrrp_script other {\n script /bin/true\n interval 1\n}\n");
    var options = ConfigReader.Options.of("node").host(HOST);
    var before = ConfigReader.read(main, options);
    assertEquals(Optional.empty(), before.gate().refusal(ConfigReader.read(main, options)));
    Files.delete(part);
    assertEquals(
        Code.INCLUDE_NO_MATCH,
        before.gate().refusal(ConfigReader.read(main, options)).orElseThrow().code());
    Files.createDirectory(part);
    assertEquals(
        Code.INCLUDE_UNREADABLE,
        before.gate().refusal(ConfigReader.read(main, options)).orElseThrow().code());
    Files.delete(part);
    Files.writeString(part, "include keepalived.conf\n");
    assertTrue(before.gate().refusal(ConfigReader.read(main, options)).isPresent());
  }

  @Test
  void aDirectoryOfFilesThatIsEmptyNowIsALoss(@TempDir Path directory) throws IOException {
    var main = directory.resolve("keepalived.conf");
    var part = Files.createDirectory(directory.resolve("conf.d")).resolve("a.conf");
    Files.writeString(main, "include conf.d/*.conf\n" + RUNNING);
    var options = ConfigReader.Options.of("node").host(HOST);
    var empty = ConfigReader.read(main, options);
    assertEquals(Optional.empty(), empty.gate().refusal(ConfigReader.read(main, options)));
    Files.writeString(part, "vrrp_script other {\n script /bin/true\n interval 1\n}\n");
    var filled = ConfigReader.read(main, options);
    assertEquals(Optional.empty(), empty.gate().refusal(filled));
    assertEquals(Code.INCLUDE_NO_MATCH, filled.gate().refusal(empty).orElseThrow().code());
  }

  /// Each mistake removes something, although at a start it is at most a warning.
  @Test
  void whatIsLeftOutWithAWarningIsALoss() {
    String told = RUNNING.replace("priority 150", "priority 150\n notify_master \"/bin/true M\"");
    for (var next :
        List.of(
            told.replace("/bin/true M", "/bin/ture M"),
            told.replace("172.16.9.5/16 dev eth0 label eth0:1", "172.16.9.4/16"),
            told.replaceAll("(?s)virtual_ipaddress \\{\\s+172.16.9.6/16\\s+\\}", ""),
            told.replace(
                "virtual_ipaddress {\n        172.16.9.6", "virtual_ipaddress 172.16.9.6 {"),
            told.replace("172.16.9.5/16 dev eth0 label eth0:1", "2001:db8::5/64"),
            told.replace("unicast_src_ip 172.16.0.2", "unicast_src_ip 2001:db8::2"),
            told.replace("real_server 192.0.2.2 80", "real_server 192.0.2.1 80"),
            told.replace("real_server 192.0.2.2 80", "real_server 2001:db8::2 80"))) {
      assertTrue(!next.equals(told));
      assertTrue(refusal(told, next).isPresent(), next);
      assertEquals(Optional.empty(), refusal(next, next));
    }
  }

  /// A unicast instance needs no interface, but its addresses do.
  @Test
  void anAddressWithoutInterfaceIsALoss() {
    String head = "vrrp_instance VI_2 {\n    interface eth0\n";
    assertTrue(RUNNING.contains(head));
    String next = RUNNING.replace(head, "vrrp_instance VI_2 {\n");
    assertEquals(Code.DROPPED, refusal(RUNNING, next).orElseThrow().code());
    String named = next.replace("172.16.9.6/16", "172.16.9.6/16 dev eth0");
    assertEquals(Optional.empty(), refusal(RUNNING, named));
  }

  @Test
  void aWarningAloneIsNoLoss() {
    for (var next :
        List.of(
            RUNNING.replace("auth_pass secret", "auth_pass muchtoolongsecret"),
            RUNNING.replace("state BACKUP", "state MASTER\n nopreempt"),
            RUNNING.replace("priority 150", "priority 150\n native_ipv6"),
            RUNNING.replace("delay_loop 5", "delay_loop 5\n quorum 99"))) {
      assertTrue(!next.equals(RUNNING));
      assertTrue(read(next).diagnostics().size() > read(RUNNING).diagnostics().size(), next);
      assertEquals(Optional.empty(), refusal(RUNNING, next));
    }
  }

  @Test
  void aStartKnowsNoFormerFile() {
    assertEquals(Set.of(), ReloadGate.NONE.mistakes().keySet());
  }
}
