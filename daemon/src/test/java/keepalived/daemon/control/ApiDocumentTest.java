package keepalived.daemon.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import keepalived.daemon.show.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/api.md names exactly the members that the answers have.
class ApiDocumentTest {

  private static final Path DOCUMENT = Path.of("../docs/api.md");
  private static final Pattern SECTION = Pattern.compile("(?ms)^## (/v1/\\S+)\\n(.*?)(?=^## |\\z)");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  @TempDir Path directory;

  @Test
  void everyMemberIsDocumentedAndEveryDocumentedMemberIsThere() throws IOException {
    try (var served = new Served(directory)) {
      var sections = SECTION.matcher(Files.readString(DOCUMENT));
      int compared = 0;
      while (sections.find()) {
        var documented = new TreeSet<String>();
        ROW.matcher(sections.group(2)).results().forEach(row -> documented.add(row.group(1)));
        if (!documented.isEmpty()) {
          assertEquals(documented, keys(served.json(sections.group(1))), sections.group(1));
          compared++;
        }
      }
      assertEquals(5, compared);
    }
  }

  @Test
  void theIndexNamesEveryResource() throws IOException {
    try (var served = new Served(directory)) {
      String document = Files.readString(DOCUMENT);
      served
          .get("/")
          .body()
          .lines()
          .forEach(line -> assertTrue(document.contains("`" + line), line));
    }
  }

  private static Set<String> keys(Value value) {
    var keys = new TreeSet<String>();
    collect("", value, keys);
    return keys;
  }

  private static void collect(String path, Value value, Set<String> keys) {
    switch (value) {
      case Value.Members(var members) ->
          members.forEach(
              (name, member) -> collect(path.isEmpty() ? name : path + "." + name, member, keys));
      case Value.Elements(var elements) ->
          elements.forEach(element -> collect(path + "[]", element, keys));
      default -> keys.add(path);
    }
  }
}
