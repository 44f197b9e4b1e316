package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import keepalived.lab.Keepalived;
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
    try (var scenario = new NotifyScenario()) {
      var observed = scenario.run(List.of(Keepalived.ORIGINAL.program(), "-n", "-l", "-D"));
      compare(recorded("fifo-2.2.7.txt", "\n"), observed);
      // Mails about the stop are lost with the process that should send them.
      assertEquals(sorted(recorded("letters-2.2.7.txt", "\n%\n")), sorted(observed.letters()));
    }
  }

  @Test
  void weDoTheSame() throws Exception {
    try (var scenario = new NotifyScenario()) {
      var observed = scenario.run(List.of(Keepalived.OURS.program(), "-n", "-l", "-D"));
      compare(groupAfterItsMembers(recorded("fifo-2.2.7.txt", "\n")), observed);
      var letters = observed.letters().stream().filter(l -> !l.contains(" - Stopping\n")).toList();
      assertEquals(sorted(recorded("letters-2.2.7.txt", "\n%\n")), sorted(letters));
      assertEquals(4, observed.letters().size() - letters.size(), "letters about stopping");
    }
  }

  /// Compares FIFO lines in their order, and calls in the order of each script: the original runs
  /// different scripts in parallel, and either may come first.
  private static void compare(List<String> lines, NotifyScenario.Observed observed)
      throws IOException {
    assertEquals(lines, observed.fifo());
    assertEquals(lines, observed.common());
    assertEquals(byScript(recorded("calls-2.2.7.txt", "\n")), byScript(observed.calls()));
  }

  /// The one difference: at start the original notifies about a group before its members, at any
  /// other time after them. We always notify about it after them.
  private static List<String> groupAfterItsMembers(List<String> recorded) {
    var lines = new ArrayList<>(recorded);
    lines.add(2, lines.removeFirst());
    return lines;
  }

  private static Map<String, List<String>> byScript(List<String> calls) {
    return calls.stream()
        .collect(Collectors.groupingBy(c -> c.split(" ")[0], TreeMap::new, Collectors.toList()));
  }

  private static List<String> sorted(List<String> all) {
    return all.stream().map(String::strip).sorted().toList();
  }

  private static List<String> recorded(String name, String separator) throws IOException {
    try (var in = NotifyDifferentialTest.class.getResourceAsStream("/notify-scenario/" + name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.split(separator));
    }
  }
}
