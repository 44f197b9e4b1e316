package keepalived.daemon.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Check;
import keepalived.core.config.Config;
import keepalived.daemon.host.UsableScripts;
import keepalived.daemon.script.FileStatus;
import keepalived.daemon.script.ScriptBook;
import org.junit.jupiter.api.Test;

/// The log lines about a script that cannot run, and the effect.
class UsableScriptsTest {

  private static final String TEXT =
      """
      vrrp_script track {
        script /s/missing
      }
      vrrp_instance V {
        interface eth0
        virtual_router_id 1
        track_script {
          track
        }
        virtual_ipaddress {
          192.0.2.9
        }
      }
      virtual_server 192.0.2.9 80 {
        protocol TCP
        real_server 192.0.2.10 80 {
          MISC_CHECK {
            misc_path "/s/missing one"
          }
        }
        real_server 192.0.2.11 80 {
          MISC_CHECK {
            misc_path /s/there
          }
          MISC_CHECK {
            misc_path /s/missing
          }
          TCP_CHECK {
          }
        }
      }
      """;

  private final Config config =
      ConfigReader.read("test.conf", TEXT, ConfigReader.Options.of("vm")).config();

  private List<List<Check>> checks(Config of) {
    return of.lvs().virtualServers().getFirst().realServers().stream()
        .map(server -> server.checks())
        .toList();
  }

  private static ScriptBook book(Config config, int mode) {
    return Books.of(
        config,
        new Books.Modes() {
          @Override
          public Optional<FileStatus> status(Path path) {
            boolean suspect = path.endsWith("missing");
            return suspect && mode == 0
                ? Optional.empty()
                : Optional.of(
                    new FileStatus(
                        suspect ? mode : path.getNameCount() == 2 ? 0100755 : 0040755, 0, 0));
          }
        });
  }

  /// The server is up without the check whose script is missing, as the log states.
  @Test
  void aCheckWhoseScriptIsMissingIsOff() {
    assertEquals(List.of(1, 3), checks(config).stream().map(List::size).toList());
    for (int mode : List.of(0, 0100644)) {
      var usable = UsableScripts.of(config, book(config, mode));
      assertEquals(List.of(0, 2), checks(usable).stream().map(List::size).toList());
      assertTrue(usable.vrrp().scripts().isEmpty());
      assertTrue(usable.vrrp().instances().get("V").tracking().scripts().isEmpty());
    }
  }

  @Test
  void whatCanRunStays() {
    assertEquals(config, UsableScripts.of(config, Books.permissive(config)));
  }

  @Test
  void whatIsSaidIsWhatIsDone() {
    var remarks = book(config, 0100644).remarks().stream().map(ScriptBook.Remark::text).toList();
    assertTrue(
        remarks.contains(
            "WARNING - script '/s/missing' is not executable for uid:gid 0:0 - disabling."),
        remarks.toString());
  }
}
