package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import keepalived.lab.Keepalived;
import keepalived.lab.compare.Allowed;
import keepalived.lab.compare.Snapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The same configuration and the same events for keepalived 2.2.7 and for our daemon: same scripts
/// with the same arguments, same FIFO lines, same mails. Resources have the recorded results of the
/// original; the first test shows that the record is right, the second that our daemon gives the
/// same results.
@Tag("linux")
class NotifyDifferentialTest {

  @Test
  void theOriginalDoesWhatIsRecorded() throws Exception {
    assertEquals(recorded(), play(Keepalived.ORIGINAL));
  }

  @Test
  void weDoTheSame() throws Exception {
    var allowed = Allowed.in(NotifyScenario.STORY.name());
    assertEquals("", allowed.differences("stopped", recorded(), play(Keepalived.OURS)));
  }

  private static Snapshot play(Keepalived kind) throws Exception {
    try (var scenario = new NotifyScenario(kind)) {
      var trace = NotifyScenario.STORY.play(scenario, NotifyScenario::look);
      return trace.stages().get("stopped");
    }
  }

  private static Snapshot recorded() throws IOException {
    var fifo = recorded("fifo-2.2.7.txt", "\n");
    return NotifyScenario.snapshot(
        fifo, fifo, recorded("calls-2.2.7.txt", "\n"), recorded("letters-2.2.7.txt", "\n%\n"));
  }

  private static List<String> recorded(String name, String separator) throws IOException {
    try (var in = NotifyDifferentialTest.class.getResourceAsStream("/notify-scenario/" + name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.split(separator));
    }
  }
}
