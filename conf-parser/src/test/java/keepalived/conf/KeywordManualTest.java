package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import keepalived.conf.reader.KeywordTable;
import org.junit.jupiter.api.Test;

/// Compares the keyword table with the manual, and makes docs/keywords.md from both.
class KeywordManualTest {

  private static final Path PAGE = Path.of("../docs/keywords.md");

  /// A row of the manual: the facts about a keyword that the table does not have.
  private record Entry(
      String block, String keyword, String syntax, String standard, String meaning) {
    String key() {
      return block + " " + keyword;
    }
  }

  private static List<Entry> manual() {
    var entries = new ArrayList<Entry>();
    for (String line :
        TestFiles.read(TestFiles.RESOURCES.resolve("manual.tsv")).lines().skip(1).toList()) {
      String[] c = line.split("\t", -1);
      entries.add(new Entry(c[0], c[1], c[2], c[4], c[6]));
    }
    return entries;
  }

  private static Map<String, KeywordTable.Row> table() {
    var rows = new LinkedHashMap<String, KeywordTable.Row>();
    KeywordTable.rows().forEach(r -> rows.put(r.block() + " " + r.keyword(), r));
    return rows;
  }

  /// Whether a row of the manual is about syntax, entries or compound words, which are no keywords
  /// of a table.
  private static boolean isSyntax(Entry e) {
    return e.block().equals("(parser)")
        || e.keyword().startsWith("(")
        || e.block().equals("vrrp_track_file")
        || Set.of("TYPE", "default", "default6").contains(e.keyword())
        || e.keyword().matches("(nexthop|encap) .*");
  }

  @Test
  void every_keyword_of_the_manual_is_in_the_table() {
    var table = table();
    var documentedOnly =
        Set.of("vrrp_sync_group notify_deleted", "virtual_server/real_server/FILE_CHECK dynamic");
    var missing =
        manual().stream()
            .filter(e -> !isSyntax(e) && !table.containsKey(e.key()))
            .map(Entry::key)
            .filter(k -> !documentedOnly.contains(k))
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void every_keyword_of_the_table_is_in_the_manual() {
    Set<String> known = new HashSet<>();
    manual().forEach(e -> known.add(e.key()));
    var missing =
        table().keySet().stream()
            .filter(k -> !known.contains(k))
            .filter(k -> !k.startsWith("vrrp_instance/virtual_rules unreachable"))
            .filter(k -> !k.startsWith("vrrp_instance/virtual_rules prohibit"))
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void the_page_is_up_to_date() {
    String page = page();
    if (TestFiles.UPDATE) {
      TestFiles.write(PAGE, page);
    }
    assertEquals(TestFiles.read(PAGE), page, "docs/keywords.md is stale: run with -Dupdate");
  }

  private static String page() {
    var table = table();
    Map<String, Integer> states = new TreeMap<>();
    var body = new StringBuilder();
    String block = "";
    for (var e : manual()) {
      if (!e.block().equals(block)) {
        block = e.block();
        body.append("\n## ").append(block).append("\n\n");
        body.append(
            "| keyword | syntax | range and default | state | meaning |\n|---|---|---|---|---|\n");
      }
      var row = table.get(e.key());
      String state = state(e, row);
      states.merge(state.split(":")[0], 1, Integer::sum);
      body.append("| ").append(cell(e.keyword())).append(" | ").append(cell(e.syntax()));
      body.append(" | ").append(cell(e.standard())).append(" | ").append(cell(state));
      body.append(" | ").append(cell(e.meaning())).append(" |\n");
    }
    var head =
        new StringBuilder(
            "# Keywords\n\nMade from the keyword table by `KeywordManualTest`; do not edit.\n\n");
    states.forEach(
        (state, count) -> head.append("- ").append(state).append(": ").append(count).append('\n'));
    return head.append(body).toString();
  }

  private static String state(Entry e, KeywordTable.Row row) {
    if (row != null) {
      return row.note().isEmpty() ? row.state() : row.state() + ": " + row.note();
    }
    return isSyntax(e) ? "implemented" : "unknown keyword, as in the original";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
  }
}
