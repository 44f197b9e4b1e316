package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keepalived.conf.reader.ConfigReader;
import org.junit.jupiter.api.Test;

/// Every keyword of the manual in its block with a row of values, good and bad, against what
/// keepalived 2.2.7 answered to the same text.
class KeywordSweepTest {

  private static final Path DIRECTORY = TestFiles.RESOURCES.resolve("sweep");

  private record Case(String block, String keyword, String value, String recorded, boolean newer) {}

  @Test
  void agrees_with_the_original() {
    var deviations =
        Set.copyOf(TestFiles.read(DIRECTORY.resolve("deviations.tsv")).lines().toList());
    var found = new ArrayList<String>();
    Map<String, String> contexts = new HashMap<>();
    int compared = 0;
    for (var c : cases()) {
      boolean crashed = c.recorded().length() == 3;
      if (c.newer() || crashed) {
        continue;
      }
      var context =
          contexts.computeIfAbsent(
              c.block(),
              b -> TestFiles.read(DIRECTORY.resolve("contexts/" + fileName(b) + ".conf")));
      String text = context.replace("@@@", (c.keyword() + " " + c.value()).strip());
      var options = ConfigReader.Options.of("vm").host(TableHost.recorded());
      int status = ConfigReader.read("sweep", text, options).testStatus();
      compared++;
      if (!c.recorded().equals(Integer.toString(status))) {
        found.add(
            String.join(
                "\t", c.block(), c.keyword(), c.value(), c.recorded(), Integer.toString(status)));
      }
    }
    if (TestFiles.UPDATE) {
      TestFiles.write(DIRECTORY.resolve("deviations.tsv"), String.join("\n", found) + "\n");
      return;
    }
    int total = compared;
    assertTrue(total > 6000, () -> "only " + total + " cases");
    var news = found.stream().filter(f -> !deviations.contains(f)).toList();
    assertEquals(List.of(), news, "block, keyword, value, recorded, ours");
    assertEquals(deviations.size(), found.size(), "a listed deviation is gone: -Dupdate");
  }

  private static String fileName(String block) {
    return block.replaceAll("[()]", "").replace('/', '.');
  }

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
      boolean newer = keyword.endsWith("+");
      for (int i = 0; i < values.size(); i++) {
        String value = values.get(i).equals("(nothing)") ? "" : values.get(i);
        cases.add(
            new Case(
                columns.getFirst(),
                newer ? keyword.substring(0, keyword.length() - 1) : keyword,
                value,
                columns.get(i + 2),
                newer));
      }
    }
    return cases;
  }
}
