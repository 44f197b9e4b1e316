package keepalived.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/adr/README.md lists every decision record with its title, date and status, and every
/// reference to a record leads to an existing one.
class DecisionRecordsTest {

  private static final Path DIRECTORY = Repository.ROOT.resolve("docs/adr");
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| (\\d+) \\| \\[(.*)\\]\\((\\d{4}-[a-z0-9-]+\\.md)\\)"
              + " \\| (\\d{4}-\\d{2}-\\d{2}) \\| (.+) \\|$");
  private static final Pattern STATUS =
      Pattern.compile("proposed|accepted|superseded by (\\d+)|closed: \\[.*\\]\\(.*\\)");

  private record Row(int number, String title, String file, String status) {}

  private static List<Row> rows() {
    return Repository.matches(ROW, Repository.read(DIRECTORY.resolve("README.md"))).stream()
        .map(m -> new Row(Integer.parseInt(m.group(1)), m.group(2), m.group(3), m.group(5)))
        .toList();
  }

  @Test
  void theIndexIsTheDirectory() {
    var listed = new TreeMap<String, String>();
    rows().forEach(row -> listed.put(row.file(), "# " + row.number() + ". " + row.title()));
    var present = new TreeMap<String, String>();
    for (Path file : Repository.files(DIRECTORY)) {
      if (!file.endsWith("README.md")) {
        String title = Repository.read(file).lines().findFirst().orElse("");
        present.put(file.getFileName().toString(), title);
      }
    }
    assertEquals(present, listed, "docs/adr/README.md: one line for each record, its title");
  }

  @Test
  void everyRowHasItsNumberAndAStatus() {
    var rows = rows();
    var numbers = new TreeSet<Integer>();
    for (var row : rows) {
      assertTrue(numbers.add(row.number()), "number used twice: " + row.number());
      assertTrue(row.file().startsWith("%04d-".formatted(row.number())), row.toString());
      assertTrue(STATUS.matcher(row.status()).matches(), row.toString());
    }
    for (var row : rows) {
      var matcher = STATUS.matcher(row.status());
      if (matcher.matches() && matcher.group(1) != null) {
        assertTrue(numbers.contains(Integer.parseInt(matcher.group(1))), row.toString());
      }
    }
  }

  @Test
  void everyReferenceResolves() {
    var numbers = Set.copyOf(rows().stream().map(Row::number).toList());
    var reference = Pattern.compile("\\bADR (\\d+)|docs/adr/(\\d{4})");
    var wrong = new TreeSet<String>();
    int found = 0;
    for (Path file : Repository.texts()) {
      if (!file.toString().matches(".*\\.(java|md|xml|py)")) {
        continue;
      }
      for (var match : Repository.matches(reference, Repository.read(file))) {
        found++;
        String number = match.group(1) == null ? match.group(2) : match.group(1);
        if (!numbers.contains(Integer.parseInt(number))) {
          wrong.add(Repository.shown(file) + " names " + match.group() + ", which does not exist");
        }
      }
    }
    assertEquals(Set.of(), wrong, () -> String.join("\n", wrong));
    assertTrue(found > 3, "references that were read: " + found);
  }
}
