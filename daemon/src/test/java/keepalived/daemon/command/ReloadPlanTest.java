package keepalived.daemon.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Config;
import org.junit.jupiter.api.Test;

/// Changes one keyword at a time: the plan reports it with both values, and nothing else.
class ReloadPlanTest {

  private static final Path DIRECTORY = Path.of("src/test/resources/plan");

  /// Old text, new text, and the lines of the plan below the titles; `\n` means a new line.
  private static final Path CHANGES = DIRECTORY.resolve("changes.tsv");

  private static Config read(String text) {
    return ConfigReader.read("plan.conf", text, ConfigReader.Options.of("vm")).config();
  }

  private static List<String> plan(String before, String after) {
    return ReloadPlan.of(read(before), read(after)).lines();
  }

  private static String details(List<String> lines) {
    return String.join("\\n", lines.stream().filter(ReloadPlanTest::isDetail).toList());
  }

  /// Whether the line is not the title of a block with further lines.
  private static boolean isDetail(String line) {
    return !line.strip().startsWith("~ ") || line.contains(" -> ") || line.contains("order");
  }

  @Test
  void namesTheChangedKeywordWithBothValuesAndNothingElse() throws IOException {
    String base = Files.readString(DIRECTORY.resolve("base.conf"));
    var found = new ArrayList<String>();
    for (String row : Files.readAllLines(CHANGES)) {
      var columns = row.split("\t");
      String old = columns[0].replace("\\n", "\n");
      String next = columns[1].replace("\\n", "\n");
      String changed = base.replaceFirst("(?m)\\Q" + old + "\\E$|\\Q" + old + "\\E", next);
      assertFalse(changed.equals(base), "nothing was changed by " + row);
      var lines = plan(base, changed);
      assertFalse(lines.isEmpty(), "no line for " + row);
      found.add(columns[0] + "\t" + columns[1] + "\t" + details(lines));
    }
    if (Boolean.getBoolean("update")) {
      Files.write(CHANGES, found);
    }
    assertEquals(String.join("\n", Files.readAllLines(CHANGES)), String.join("\n", found));
    assertTrue(found.size() > 100, found.size() + " changes");
  }

  @Test
  void nothingIsSaidOfWhatStays() throws IOException {
    String base = Files.readString(DIRECTORY.resolve("base.conf"));
    assertEquals(List.of(), plan(base, base + "\n# a remark\n"));
  }

  @Test
  void secretsAreMasked() {
    String text =
        """
        vrrp_instance A {
          interface eth0
          virtual_router_id 1
          authentication {
            auth_type PASS
            auth_pass hidden
          }
          virtual_ipaddress {
            192.0.2.1
          }
        }
        """;
    var lines = plan(text, text.replace("hidden", "secret"));
    assertEquals(
        List.of(
            "~ vrrp_instance A: state and timers are kept",
            "    auth_pass: ******** -> ********; the pair must change together"),
        lines);
  }

  @Test
  void anInstanceThatStartsAnewSaysWhy() {
    String text =
        """
        vrrp_instance A {
          interface eth0
          virtual_router_id 1
          virtual_ipaddress {
            192.0.2.1
          }
        }
        """;
    var lines = plan(text, text.replace("id 1", "id 2"));
    assertEquals(2, lines.size(), lines.toString());
    assertTrue(lines.getFirst().startsWith("~ vrrp_instance A: replaced; "));
    assertEquals("    virtual_router_id: 1 -> 2; the pair must change together", lines.getLast());
    assertEquals(
        List.of("~ vrrp_instance B, until now A: state and timers are kept", "    name: A -> B"),
        plan(text, text.replace("instance A", "instance B")));
  }

  @Test
  void aValueTakenOverFromAroundIsSaidOnce() {
    String text =
        """
        virtual_server 192.0.2.1 80 {
          delay_loop 5
          real_server 192.0.2.2 80 {
            UDP_CHECK {
            }
            MISC_CHECK {
              misc_path /bin/true
            }
          }
        }
        """;
    assertEquals(
        List.of(
            "~ virtual_server 192.0.2.1 80 udp: connections are kept", "    delay_loop: 5 -> 6"),
        plan(text, text.replace("loop 5", "loop 6")));
  }

  @Test
  void whatOnlyARestartChangesRefusesTheReload() {
    var outcome = ReloadPlan.of(read("instance a\n"), read("instance b\n"));
    assertEquals(List.of("instance"), outcome.refusals());
  }
}
