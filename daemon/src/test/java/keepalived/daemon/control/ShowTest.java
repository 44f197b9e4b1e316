package keepalived.daemon.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import keepalived.daemon.command.Commands;
import keepalived.daemon.show.Value;
import keepalived.lab.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `keepalived show` against a status socket.
class ShowTest {

  private static final String SCREEN =
      """
      NAME  VRID  IF       STATE   SINCE     PRIO          MASTER              LAST CHANGE
      VI_1  51    eth0     MASTER  03:11:05  113=100+3+10  self, and another   master timeout, no advert from 10.9.0.2 for 3.61 s (event a1f3-2291)
      VI_2  52    eth0     BACKUP  03:11:05  87=90+5-8     10.9.0.2 0.3 s ago  higher priority heard, 10.9.0.2 advertises priority 120, ours is 87
      VI_3  53    vrrp.53  FAULT   03:11:05  80            -                   script db
      [10.0.0.1]:tcp:443 UP: 2 of 2 servers up, weight 5, quorum 2, wlc
        SERVER              STATE  WEIGHT  CHECKS
        [10.2.0.1]:tcp:443  up     4       TCP_CHECK up, connected 1.0 s ago
        [10.2.0.2]:tcp:443  up     1       MISC_CHECK up, connected 1.0 s ago
      configuration stale for 02:11:05: line 3: unknown keyword
      IPVS: no IPVS in the kernel
      """;

  @TempDir Path directory;

  private record Shown(int status, String out, String err) {}

  private Shown show(String... words) {
    var arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--socket", directory.resolve("status.sock").toString()));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        Commands.run(
            "show",
            arguments,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Shown(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theOverviewIsOneScreen() throws IOException {
    try (var _ = new Served(directory)) {
      var shown = show();
      assertEquals(0, shown.status(), shown.err());
      assertEquals(SCREEN, shown.out());
      String readme = Files.readString(Path.of("../README.md"));
      String instances = SCREEN.substring(0, SCREEN.indexOf("[10.0.0.1]"));
      assertTrue(readme.contains("```\n" + instances), "README.md shows\n" + instances);
    }
  }

  @Test
  void everySubjectHasAScreen() {
    try (var _ = new Served(directory)) {
      assertTrue(show("vrrp", "--wide").out().contains("10.9.0.100/24"));
      assertFalse(show("vrrp").out().contains("SERVER"));
      assertTrue(show("groups").out().contains("G1     MIXED  VI_1 MASTER, VI_2 BACKUP"));
      String trackers = show("trackers").out();
      assertTrue(trackers.contains("script     db     down   VI_3\n"), trackers);
      assertTrue(show("servers").out().contains("[10.2.0.2]:tcp:443"));
      String config = show("config").out();
      assertTrue(config.contains("vrrp_instance {\n  name VI_1\n"), config);
      assertFalse(config.contains(SampleNode.SECRET), config);
      String one = show("VI_3").out();
      assertTrue(one.contains("missing      script db\n"), one);
      assertTrue(one.contains("interface    vrrp.53 on eth0, adverts from 10.9.0.1\n"), one);
      assertEquals(one, show("vrrp", "VI_3").out());
    }
  }

  @Test
  void jsonIsWhatTheDaemonAnswers() {
    try (var served = new Served(directory)) {
      assertEquals(served.get("/v1/vrrp").body(), show("vrrp", "--json").out());
      assertEquals(served.get("/v1/vrrp/VI_1").body(), show("VI_1", "--json").out());
      var all = Value.parse(show("--json").out());
      assertEquals(3, all.list("vrrp").size());
      assertEquals("0.1.0", all.text("status.version").orElseThrow());
    }
  }

  @Test
  void exitStatusesTellWhatIsWrong() throws IOException {
    var socket = directory.resolve("status.sock");
    var none = show();
    assertEquals(2, none.status());
    assertTrue(none.err().startsWith("no daemon listens at " + socket), none.err());
    assertEquals(1, show("--colour").status());
    assertEquals(1, show("VI_1", "VI_2").status());
    try (var served = new Served(directory)) {
      var mistyped = show("VI_4");
      assertEquals(4, mistyped.status());
      assertEquals("no instance VI_4; did you mean VI_1?\n", mistyped.err());
      assertEquals("no instance grups; did you mean groups?\n", show("grups").err());
      assertEquals(4, show("../status").status());
      served.node.vrrp = new CompletableFuture<>();
      // The answer before stays for a second.
      Await.until("silence", () -> show("vrrp").status() != 0);
      var silent = show("vrrp");
      assertEquals(6, silent.status());
      assertEquals("the vrrp loop does not answer\n", silent.err());
    }
    assertFalse(Files.exists(socket));
  }

  @Test
  void watchingEndsWithTheReader() {
    try (var _ = new Served(directory)) {
      var seen = new StringBuilder();
      var pipe =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              seen.append((char) b);
              if (seen.toString().split("NAME", -1).length > 2) {
                throw new IOException("closed");
              }
            }
          };
      var out = new PrintStream(pipe, false, StandardCharsets.UTF_8);
      var words = List.of("vrrp", "--watch", "--socket", directory.resolve("status.sock") + "");
      assertEquals(0, Commands.run("show", words, out, out));
      assertTrue(seen.toString().startsWith("\u001b[H\u001b[2JNAME"), seen.toString());
    }
  }
}
