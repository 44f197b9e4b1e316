package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import keepalived.conf.diagnostic.DiagnosticText;
import keepalived.lab.compare.Allowed;
import keepalived.lab.compare.Snapshot;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The project's own configurations, good and bad. A file beside each has the expected messages.
/// The exit status is the one recorded from the original, or a listed deviation.
class OwnConfigsTest {

  @TestFactory
  Stream<DynamicTest> prints_what_the_golden_file_says() {
    return Stream.of("configs", "broken")
        .flatMap(d -> TestFiles.configs(d).stream())
        .map(f -> DynamicTest.dynamicTest(TestFiles.name(f), () -> golden(f)));
  }

  private static void golden(Path file) {
    var result = TestFiles.read(file, TableHost.recorded());
    String directory = file.getParent() + "/";
    String printed =
        DiagnosticText.render(result.diagnostics())
                .replace(directory, "")
                .replace(Path.of("").toAbsolutePath() + "/", "")
            + "exit status "
            + result.testStatus()
            + "\n";
    Path expected = file.resolveSibling(TestFiles.name(file) + ".txt");
    if (TestFiles.UPDATE) {
      TestFiles.write(expected, printed);
    }
    assertEquals(TestFiles.read(expected), printed);
  }

  @Test
  void exit_statuses_are_the_recorded_ones() {
    var original = Snapshot.EMPTY;
    var ours = Snapshot.EMPTY;
    for (String directory : List.of("configs", "broken")) {
      var recorded = TestFiles.table(TestFiles.RESOURCES.resolve(directory + "/recorded.tsv"));
      for (Path file : TestFiles.configs(directory)) {
        String name = TestFiles.name(file);
        int status = TestFiles.read(file, TableHost.recorded()).testStatus();
        original = original.with(name, recorded.getOrDefault(name, "not recorded"));
        ours = ours.with(name, Integer.toString(status));
      }
    }
    assertEquals("", Allowed.in("-t/own configurations").differences("ended", original, ours));
    int compared = ours.parts().size();
    assertTrue(compared >= 80, "only " + compared + " configurations");
  }

  @Test
  void every_diagnostic_is_inside_its_file() {
    for (String directory : List.of("configs", "broken")) {
      for (Path file : TestFiles.configs(directory)) {
        TestFiles.read(file, TableHost.recorded()).diagnostics().forEach(Bounds::check);
      }
    }
  }
}
