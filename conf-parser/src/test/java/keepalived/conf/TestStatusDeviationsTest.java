package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import keepalived.conf.reader.ConfigReader;
import org.junit.jupiter.api.Test;

/// Configuration tests whose status differs from that of 2.2.7 on purpose (docs/deviations.md).
class TestStatusDeviationsTest {

  private static final String INSTANCE =
      """
      vrrp_instance VI_1 {
        interface eth0
        virtual_router_id 51
        virtual_ipaddress {
          10.0.0.100
        }
        %s
      }
      """;

  private static int status(String globals, String instance) {
    var text = "global_defs {\n" + globals + "\n}\n" + INSTANCE.formatted(instance);
    var options = ConfigReader.Options.of("vm").host(TableHost.recorded());
    return ConfigReader.read("test", text, options).testStatus();
  }

  /// D-091: keepalived 2.2.7 ends with 5.
  @Test
  void keywordsNewerThanTheReferenceAreNoMistake() {
    assertEquals(0, status("", ""));
    assertEquals(0, status("vrrp_delay_after_boot 5", ""));
    assertEquals(0, status("json_version 2", ""));
    assertEquals(0, status("vrrp_owner_ignore_adverts", ""));
    assertEquals(0, status("", "timer_expired_backup 50"));
    assertEquals(5, status("vrrp_delay_after_bot 5", ""));
  }

  /// D-092: keepalived 2.2.7 ends with 143, because it sends itself a signal.
  @Test
  void scriptsOfAnUnprivilegedUserAreJudgedAsAnyOther() {
    String user = "script_user nobody";
    String script = "notify_master \"/usr/bin/logger master\"";
    assertEquals(6, status(user, script));
    assertEquals(0, status(user + "\nenable_script_security", script));
  }
}
