package keepalived.tidy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import keepalived.daemon.command.Commands;
import org.junit.jupiter.api.Test;

/// The outputs in README.md are what the commands print for the files in examples/configs.
class ReadmeTest {

  private static final String CONFIGS = "../examples/configs/haproxy-pair/";

  /// The first block of README.md after `heading`.
  private static String blockAfter(String heading) {
    String readme = Repository.read(Repository.ROOT.resolve("README.md"));
    int at = readme.indexOf(heading);
    assertTrue(at >= 0, () -> "README.md has no " + heading);
    var block = Pattern.compile("(?s)```\\n(.*?)```").matcher(readme);
    assertTrue(block.find(at), () -> "no block after " + heading);
    return block.group(1);
  }

  private static String printed(String command, String... files) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Commands.run(command, List.of(files), out, out);
    return bytes.toString(StandardCharsets.UTF_8).replace("../examples", "examples");
  }

  @Test
  void theDiagnosticIsWhatLintPrints() {
    assertContains(printed("lint", CONFIGS + "alpha.conf"), blockAfter("**Errors that teach.**"));
  }

  @Test
  void theFailoverIsWhatSimulatePrints() {
    assertContains(
        printed("simulate", CONFIGS + "alpha.conf", CONFIGS + "beta.conf"),
        blockAfter("**Failovers before you have them.**"));
  }

  /// A line "..." marks lines that are left out.
  private static void assertContains(String printed, String block) {
    int at = 0;
    for (String piece : block.split("(?m)^ *\\.\\.\\.\n")) {
      int found = printed.indexOf(piece, at);
      assertTrue(found >= 0, () -> "README.md:\n" + piece + "\nprinted:\n" + printed);
      at = found + piece.length();
    }
  }
}
