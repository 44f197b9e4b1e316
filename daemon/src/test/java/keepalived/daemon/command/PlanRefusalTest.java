package keepalived.daemon.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `plan` for a file that a running daemon would refuse.
class PlanRefusalTest {

  private static final String GOOD =
      """
      vrrp_instance VI_1 {
        interface eth0
        virtual_router_id 51
        priority 100
        virtual_ipaddress {
          192.0.2.1/24
        }
      }
      """;

  @TempDir Path directory;

  private record Answer(int status, String out, String err) {}

  private Answer plan(String before, String after) throws IOException {
    var old = Files.writeString(directory.resolve("old.conf"), before);
    var next = Files.writeString(directory.resolve("new.conf"), after);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        PlanCommand.run(
            List.of("--from", old.toString(), next.toString()),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Answer(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aFileWithANewMistakeWouldBeRefused() throws IOException {
    var answer = plan(GOOD, GOOD.replace("virtual_ipaddress", "virtual_ipadress"));
    assertEquals(3, answer.status());
    assertTrue(answer.out().startsWith("a reload would be refused: ("), answer.out());
    assertTrue(
        answer.out().contains("new.conf:5:3) unknown keyword 'virtual_ipadress'"), answer.out());
    assertEquals(3, plan(GOOD, "").status());
  }

  @Test
  void aMistakeThatRunsAlreadyIsPlanned() throws IOException {
    String old = GOOD.replace("priority 100", "tcp_port 80\n  priority 100");
    var answer = plan(old, old.replace("priority 100", "priority 90"));
    assertEquals(0, answer.status(), answer.out());
    assertTrue(answer.out().contains("priority"), answer.out());
  }

  @Test
  void aFileThatIsNotThereIsSaid() throws IOException {
    Files.writeString(directory.resolve("old.conf"), GOOD);
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertEquals(
        3,
        PlanCommand.run(
            List.of(
                "--from",
                directory.resolve("old.conf").toString(),
                directory.resolve("missing.conf").toString()),
            stream,
            stream));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("missing.conf"));
  }
}
