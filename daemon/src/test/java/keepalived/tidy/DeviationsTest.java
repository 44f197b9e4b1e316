package keepalived.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/deviations.md: each number is used once, each entry names tests that exist, and each number
/// in another file is in the list.
class DeviationsTest {

  private static final Path LIST = Repository.ROOT.resolve("docs/deviations.md");
  private static final Pattern ENTRY =
      Pattern.compile("(?ms)^- \\*\\*(D-\\d{3})\\*\\* (.*?)(?=^- |^## |\\z)");
  private static final Pattern SHOWN = Pattern.compile("(?s)\\*Shown\\s+by\\*(.*)");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final String NO_TEST = "no test of its own";

  private record Entry(String number, String text) {

    /// The text after "Shown by".
    String shown() {
      var matcher = SHOWN.matcher(text);
      return matcher.find() ? matcher.group(1).replaceAll("\\s+", " ").trim() : "";
    }
  }

  private static List<Entry> entries() {
    return Repository.matches(ENTRY, Repository.read(LIST)).stream()
        .map(match -> new Entry(match.group(1), match.group(2)))
        .toList();
  }

  /// The numbers of the entries that no test shows.
  static List<String> withoutTest() {
    return entries().stream()
        .filter(entry -> entry.shown().contains(NO_TEST))
        .map(Entry::number)
        .toList();
  }

  @Test
  void everyNumberIsUsedOnce() {
    var seen = new TreeSet<String>();
    var twice = entries().stream().map(Entry::number).filter(number -> !seen.add(number)).toList();
    assertEquals(List.of(), twice, "a number of a deviation is never used again");
    assertTrue(seen.size() >= 109, () -> "only " + seen.size() + " entries were read");
    int bullets = (int) Repository.read(LIST).lines().filter(line -> line.startsWith("- ")).count();
    assertEquals(bullets, seen.size(), "an entry begins with - **D-nnn**");
  }

  @Test
  void everyEntryNamesTestsThatExist() {
    var names = Repository.sourceNames();
    var wrong = new ArrayList<String>();
    for (var entry : entries()) {
      var tests = Repository.matches(QUOTED, entry.shown());
      if (tests.isEmpty() && !entry.shown().contains(NO_TEST)) {
        wrong.add(entry.number() + " names no test: add *Shown by* `SomeTest`");
      }
      for (var test : tests) {
        String name = test.group(1);
        if (!names.contains(name) && !Files.exists(Repository.ROOT.resolve(name))) {
          wrong.add(entry.number() + " names " + name + ", which is no test here");
        }
      }
    }
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
  }

  @Test
  void everyReferenceResolves() {
    var numbers = Set.copyOf(entries().stream().map(Entry::number).toList());
    var reference = Pattern.compile("\\bD-\\d{3}\\b");
    var former = Pattern.compile("ADR 5, \\d+|[Dd]eviation \\d+");
    var wrong = new TreeSet<String>();
    int found = 0;
    for (Path file : Repository.texts()) {
      if (file.equals(LIST) || file.endsWith("DeviationsTest.java")) {
        continue;
      }
      String text = text(file);
      for (var match : Repository.matches(reference, text)) {
        found++;
        if (!numbers.contains(match.group())) {
          wrong.add(Repository.shown(file) + " names " + match.group() + ", which is not listed");
        }
      }
      for (var match : Repository.matches(former, text)) {
        wrong.add(Repository.shown(file) + ": write D-nnn instead of \"" + match.group() + "\"");
      }
    }
    assertEquals(Set.of(), wrong, () -> String.join("\n", wrong));
    assertTrue(found > 5, "references that were read: " + found);
  }

  /// Reads a file; test data need not be UTF-8.
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
