package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keepalived.lab.Machine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Compares the recorded exit statuses with those of the installed keepalived, on a machine with
/// the interfaces of [TableHost#recorded]. With `-Dupdate` it records them again.
@Tag("linux")
class RealKeepalivedTest {

  private static Machine machine;

  @BeforeAll
  static void makeMachine() {
    assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED: needs root");
    assumeTrue(Files.exists(Path.of("/usr/sbin/keepalived")), "SKIPPED: no keepalived installed");
    machine = Machine.network("configured");
    int n = 0;
    for (String name : TableHost.recorded().interfaces().stream().sorted().toList()) {
      if (!name.equals("lo")) {
        machine.ip("link", "add", name, "type", "veth", "peer", "name", "p" + n);
        machine.ip("addr", "add", "10.250." + n + ".1/24", "dev", name);
        machine.ip("link", "set", name, "up");
        n++;
      }
    }
  }

  @AfterAll
  static void removeMachine() {
    if (machine != null) {
      machine.close();
    }
  }

  @Test
  void own_configurations_give_the_recorded_status() throws Exception {
    var changed = new ArrayList<String>();
    for (String directory : List.of("configs", "broken")) {
      Path table = TestFiles.RESOURCES.resolve(directory + "/recorded.tsv");
      var recorded = TestFiles.table(table);
      var now = new StringBuilder(TestFiles.read(table).lines().findFirst().orElse("#") + "\n");
      for (Path file : TestFiles.configs(directory)) {
        String name = TestFiles.name(file);
        int status =
            machine.status(
                "timeout",
                "15",
                "keepalived",
                "-i",
                "vm",
                "-t",
                "-f",
                file.toAbsolutePath().toString());
        now.append(name).append('\t').append(status).append('\n');
        if (!Integer.toString(status).equals(recorded.get(name))) {
          changed.add(name + ": recorded " + recorded.get(name) + ", now " + status);
        }
      }
      if (TestFiles.UPDATE) {
        TestFiles.write(table, now.toString());
      }
    }
    if (!TestFiles.UPDATE) {
      assertEquals(List.of(), changed);
    }
  }
}
