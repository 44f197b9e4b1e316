package keepalived.conf;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import keepalived.conf.reader.ConfigReader;
import keepalived.lab.compare.Allowed;
import keepalived.lab.compare.Snapshot;
import keepalived.lab.compare.Trace;
import org.junit.jupiter.api.Test;

/// Writes every keyword of the manual into its block with good and bad values, and compares the
/// exit status with that of keepalived 2.2.7 for the same text.
class KeywordSweepTest {

  private static final Path DIRECTORY = TestFiles.RESOURCES.resolve("sweep");

  /// @param words the keyword and the value as they are in the block
  /// @param recorded the exit status of the original
  private record Case(String block, String words, String recorded) {}

  @Test
  void agrees_with_the_original() {
    var original = new TreeMap<String, Snapshot>();
    var ours = new TreeMap<String, Snapshot>();
    int compared = 0;
    for (var block : cases().stream().collect(groupingBy(Case::block)).entrySet()) {
      String name = fileName(block.getKey());
      var context = TestFiles.read(DIRECTORY.resolve("contexts/" + name + ".conf"));
      var recorded = new TreeMap<String, String>();
      var found = new TreeMap<String, String>();
      for (var each : block.getValue()) {
        recorded.put(each.words(), each.recorded());
        found.put(each.words(), status(context.replace("@@@", each.words())));
        compared++;
      }
      original.put(block.getKey(), new Snapshot(recorded));
      ours.put(block.getKey(), new Snapshot(found));
    }
    int total = compared;
    assertTrue(total > 6000, () -> "only " + total + " cases");
    var allowed = Allowed.in("-t/sweep");
    assertEquals("", allowed.differences(new Trace(original), new Trace(ours)));
  }

  private static String status(String text) {
    var options = ConfigReader.Options.of("vm").host(TableHost.recorded());
    return Integer.toString(ConfigReader.read("sweep", text, options).testStatus());
  }

  private static String fileName(String block) {
    return block.replaceAll("[()]", "").replace('/', '.');
  }

  /// All cases except keywords that 2.2.7 does not know or that make it crash.
  private static List<Case> cases() {
    var cases = new ArrayList<Case>();
    List<String> values = List.of();
    for (String line : TestFiles.read(DIRECTORY.resolve("recorded.tsv")).lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      var columns = List.of(line.split("\t", -1));
      if (columns.getFirst().equals("values")) {
        values = columns.subList(2, columns.size());
        continue;
      }
      String keyword = columns.get(1);
      for (int i = 0; i < values.size() && !keyword.endsWith("+"); i++) {
        String value = values.get(i).equals("(nothing)") ? "" : values.get(i);
        String recorded = columns.get(i + 2);
        if (recorded.length() < 3) {
          cases.add(new Case(columns.getFirst(), (keyword + " " + value).strip(), recorded));
        }
      }
    }
    return cases;
  }
}
