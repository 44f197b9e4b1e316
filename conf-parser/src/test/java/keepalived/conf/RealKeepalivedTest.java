package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Takes the recorded exit statuses again from the installed keepalived, in a namespace with the
/// interfaces of [TableHost#recorded]; `-Dupdate` rewrites them.
@Tag("linux")
class RealKeepalivedTest {

  private static final String NAMESPACE = "conf-test-" + ProcessHandle.current().pid();

  @BeforeAll
  static void makeNamespace() throws Exception {
    assumeTrue(run("id", "-u").output().strip().equals("0"), "SKIPPED: needs root");
    assumeTrue(Files.exists(Path.of("/usr/sbin/keepalived")), "SKIPPED: no keepalived installed");
    run("ip", "netns", "add", NAMESPACE);
    int n = 0;
    for (String name : TableHost.recorded().interfaces().stream().sorted().toList()) {
      if (!name.equals("lo")) {
        ip("link", "add", name, "type", "veth", "peer", "name", "p" + n);
        ip("addr", "add", "10.250." + n + ".1/24", "dev", name);
        ip("link", "set", name, "up");
        n++;
      }
    }
    ip("link", "set", "lo", "up");
  }

  @AfterAll
  static void removeNamespace() throws Exception {
    run("ip", "netns", "del", NAMESPACE);
  }

  private static void ip(String... words) throws Exception {
    var command = new ArrayList<>(List.of("ip", "-n", NAMESPACE));
    command.addAll(List.of(words));
    run(command.toArray(String[]::new));
  }

  private record Run(int status, String output) {}

  private static Run run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    return new Run(ended ? process.exitValue() : 124, output);
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
            run(
                    "ip",
                    "netns",
                    "exec",
                    NAMESPACE,
                    "timeout",
                    "15",
                    "keepalived",
                    "-i",
                    "vm",
                    "-t",
                    "-f",
                    file.toAbsolutePath().toString())
                .status();
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
